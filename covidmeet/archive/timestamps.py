"""The time of writing, as the archive keeps it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The time of writing, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
