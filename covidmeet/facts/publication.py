"""The day by which the year and month of a meeting are had, and what tells it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from covidmeet.facts.days import Told
from covidmeet.items import Article
from covidmeet.text.dates import CHINA

_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>20[12]\d)(?P<mark>[-/_]?)(?P<month>0[1-9]|1[0-2])(?P=mark)?[-/_]?(?P<day>0[1-9]"
    r"|[12]\d|3[01])(?!\d)"
)


def publication(article: Article) -> Told:
    """The day of publication, else of address or list, else, as an upper bound, that of the capture."""
    for text, by in ((article.published_at, "published_at"), (article.dated, "address or list")):
        day = _day(text)
        if day:
            return Told(day, by)
    found = _IN_ADDRESS.search(article.url)
    if found:
        try:
            return Told(date(int(found["year"]), int(found["month"]), int(found["day"])), "address")
        except ValueError:
            pass
    day = _captured(article.captured_at)
    return Told(day, "captured_at", exact=False) if day else Told(None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _captured(text: str | None) -> date | None:
    """The day in Beijing of a time in UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return _day(text)
    if len(text) > 10:
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(CHINA)
    return moment.date()
