"""Durations, ages and days for display."""

from __future__ import annotations

from datetime import UTC, datetime

from covidmeet.language import _

_HOUR = 3600.0
_DAY = 24 * _HOUR


def age(text: str, now: datetime) -> str:
    """``3 h ago``, ``12 days ago``; a future time (a clock was set back) is called that."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = (now - moment).total_seconds()
    if seconds < -_HOUR:
        return _("dated in the future")
    return _("{seconds} ago", seconds=span(max(seconds, 0.0)))


def span(seconds: float) -> str:
    """``40 min``, ``3 h``, ``12 days``."""
    if seconds < _HOUR:
        return _("{seconds:.0f} min", seconds=seconds / 60)
    if seconds < 2 * _DAY:
        return _("{hours:.0f} h", hours=seconds / _HOUR)
    return _("{seconds:,.0f} days", seconds=seconds / _DAY)


def day(moment: str | None) -> str:
    """The day of an ISO 8601 time, or a dash."""
    return moment[:10] if moment else "–"
