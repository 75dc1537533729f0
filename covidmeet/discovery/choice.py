"""In which order the captures of one page are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from covidmeet.discovery.rows import Row
from covidmeet.text.dates import date_in_url

MOST = 3
"""Captures of one page that are tried, at most."""
_SETTLED = timedelta(hours=24)  # news is edited in its first hours


def pages_of(rows: Iterable[Row], own: Callable[[str], str]) -> dict[str, list[Row]]:
    """The rows by page, ``own`` giving the key of an address: forms of one address are one page."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(own(row.url), []).append(row)
    return found


def in_order(rows: Iterable[Row], most: int = MOST) -> list[Row]:
    """The captures of a page to try, best first, one a digest.

    200 before revisit before a status that is not told before redirects; whole before truncated; then the
    first capture from a day after publication on, the later ones in order, and those from before it last.
    Errors that were archived tell only that the page was there: they are taken where nothing else is.
    """
    rows = sorted(rows, key=lambda row: row.timestamp)
    usable = [row for row in rows if row.status is None or row.status < 300]
    usable = usable or [row for row in rows if row.status is not None and row.status < 400] or rows
    published = next((day for row in rows if (day := date_in_url(row.url))), None)
    ordered = sorted(usable, key=lambda row: (_kind(row), bool(row.truncated), *_time(row, published)))
    once: dict[str, Row] = {}
    for row in ordered:
        once.setdefault(row.digest or f"{row.timestamp} {row.url}", row)
    return list(once.values())[:most]


def _kind(row: Row) -> int:
    if row.is_revisit:
        return 1
    if row.status == 200:
        return 0 if row.mime in ("", "text/html", "application/xhtml+xml", "unk") else 2
    return 1 if row.status is None else 3


def _time(row: Row, published: str | None) -> tuple[int, str]:
    if published is None:
        return 0, row.timestamp
    captured = datetime.strptime(row.timestamp, "%Y%m%d%H%M%S")
    day = datetime.fromisoformat(published)
    if captured >= day + _SETTLED:
        return 0, row.timestamp
    return (1 if captured >= day else 2), row.timestamp
