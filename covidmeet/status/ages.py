"""Durations, ages and days for display."""

from __future__ import annotations

from datetime import UTC, datetime

_HOUR = 3600.0
_DAY = 24 * _HOUR


def age(text: str, now: datetime) -> str:
    """``3 h ago``, ``12 days ago``; a future time (a clock was set back) is called that."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = (now - moment).total_seconds()
    if seconds < -_HOUR:
        return "dated in the future"
    return f"{span(max(seconds, 0.0))} ago"


def span(seconds: float) -> str:
    """``40 min``, ``3 h``, ``12 days``."""
    if seconds < _HOUR:
        return f"{seconds / 60:.0f} min"
    if seconds < 2 * _DAY:
        return f"{seconds / _HOUR:.0f} h"
    return f"{seconds / _DAY:,.0f} days"


def day(moment: str | None) -> str:
    """The day of an ISO 8601 time, or a dash."""
    return moment[:10] if moment else "–"
