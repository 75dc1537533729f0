"""Dates, times and numbers from the text that the archive has of them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

from covidmeet.archive.export.notes import UNDATED


def day(value: bytes, notes: Counter[str]) -> date | None:
    """A day; None, and counted, where the text is none."""
    try:
        return date.fromisoformat(value.decode())
    except ValueError:
        notes[UNDATED] += bool(value)
        return None


def moment(value: bytes, notes: Counter[str]) -> datetime | None:
    """A time, in UTC; None, and counted, where the text is none."""
    try:
        found = datetime.fromisoformat(value.decode())
    except ValueError:
        notes[UNDATED] += bool(value)
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def integer(value: bytes, notes: Counter[str]) -> int | None:
    """A whole number; None, and counted, where the text is none."""
    try:
        return int(value)
    except ValueError:
        notes[UNDATED] += bool(value)
        return None
