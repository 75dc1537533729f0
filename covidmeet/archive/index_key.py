"""The key that leads from an article to its entry in the full-text index, and the order that it gives.

A module of its own: commands that only read need it, and nothing of what writes the index.
"""

from __future__ import annotations

import re
import sys

KEY = "fts_rowid"
"""The column of ``articles`` that leads to the index; it differs between archives of the same articles."""

NEW = f"articles.{KEY} is null"
"""Articles that are stored and not yet in the index."""

NEWEST_FIRST = "order by published_at is null, published_at desc, first_seen desc"
"""Those without a day last; of these the first that was archived last."""

_A_DAY = 20  # bits: a million articles
_FIRST_YEAR = 1000
_DAY = re.compile(r"([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS, _DAYS = 13, 32  # those that are left out are 0
_FIRST_DAY = _FIRST_YEAR * _MONTHS * _DAYS


def day_number(published_at: str | None) -> int:
    """A number that grows as the text of the day does; 0 without a day.

    >>> day_number("2022-03-05T09:00:00+08:00") - day_number("2022-03-04")
    1
    """
    found = _DAY.match(published_at or "")
    if not found:
        return 0
    year, month, day = (int(part or 0) for part in found.groups())
    return (year * _MONTHS + min(month, _MONTHS - 1)) * _DAYS + min(day, _DAYS - 1)


def day_of_key(key: int) -> int:
    """The day (see ``day_number``) in the rowid of an entry."""
    day = key >> _A_DAY
    return day if day >= _FIRST_DAY else 0


def keys_of_day(day: int) -> tuple[int, int]:
    """The first key that an entry of the day may have, and the first beyond them."""
    return day << _A_DAY, ((day + 1) if day else _FIRST_DAY) << _A_DAY


def keys_of_days(since: str, until: str) -> tuple[int, int]:
    """The least and the greatest key of entries from ``since`` to ``until``: years, months, days, or empty.

    >>> first, last = keys_of_days("2022-03", "2022-03")
    >>> day_of_key(first) <= day_number("2022-03-01") < day_of_key(last) < day_number("2022-04-01")
    True
    """
    last = {4: _MONTHS * _DAYS - 1, 7: _DAYS - 1, 10: 0}
    end = ((day_number(until) + last[len(until)] + 1) << _A_DAY) if until else sys.maxsize
    return day_number(since) << _A_DAY, end - 1
