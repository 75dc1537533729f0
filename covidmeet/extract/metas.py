"""What a page's head says of time and source, for pages on which no line tells.

Names: the norm for government sites of 2017 (``PubDate``, ``ContentSource``), Open Graph, schema.org's
JSON-LD, and those that large newsrooms use.  A line that shows a time outranks them: ``PubDate`` is often the
day of a republication.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from covidmeet.extract.page import Page
from covidmeet.text.byline_facts import Facts
from covidmeet.text.dates import parse_date

META, JSON_LD = "meta", "json_ld"
TIME_ONLY = "time"
"""The key of an origin whose time only completes a day that the page shows."""
PUBLISHED = tuple(
    f"meta:{name}"
    for name in (
        "PubDate",
        "article:published_time",
        "og:release_date",
        "og:time",
        "publishdate",
        "apub:time",
        "weibo: article:create_at",
        "datePublished",
        "firstpublishedtime",
        "publish_time",
        "publish-date",
        "pubtime",
        "bytedance:published_time",
        "article:create_at",
    )
)
"""Selectors of the time of publication, and those of the source."""
SOURCE = tuple(f"meta:{name}" for name in ("ContentSource", "source", "mediaid"))
# As JavaScript writes a moment in American English, in the metas of some newsrooms.
_AMERICAN = re.compile(
    r"^(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}),?\s(?=\d{1,2}:\d\d:\d\d\s?[AP]M)"
)
_NO_SOURCE = re.compile(r"\d{4}-\d|https?:|^(?:无|其他|原创|本站|本网|互联网|网络)$")
_LONGEST_SOURCE = 30
_DEEPEST = 4
_DAY = 10  # characters of YYYY-MM-DD


def facts_by_head(page: Page, dated: str | None) -> tuple[Facts, dict[str, str]]:
    """Time and source by the page's head, and where in it; ``dated`` is the day of its address or of a list.

    Where the two days disagree the head's is that of a republication, or of a change.
    """
    published, origin = next(_published(page), (None, ""))
    if published and dated and len(dated) >= _DAY and published[:_DAY] != dated[:_DAY]:
        published = None
    origins = {"published_at": origin, "source": META}
    return Facts(source=_source(page), published_at=published), origins


def time_by_head(page: Page) -> tuple[Facts, dict[str, str]]:
    """The time of publication by a meta element, for a page that shows the day alone."""
    found = next((time for time, origin in _by_metas(page) if "T" in time), None)
    return Facts(published_at=found), ({TIME_ONLY: META} if found else {})


def _published(page: Page) -> Iterator[tuple[str, str]]:
    yield from _by_metas(page)
    for record in _json_ld(page):
        if found := parse_date(str(record.get("datePublished") or record.get("pubDate") or "")):
            yield found, JSON_LD


def _by_metas(page: Page) -> Iterator[tuple[str, str]]:
    for selector in PUBLISHED:
        for value in page.find(selector):
            if found := parse_date(_AMERICAN.sub(_in_order, value.partition("_")[0])):
                yield found, META


def _in_order(match: re.Match[str]) -> str:
    return f"{match['year']}-{match['month']}-{match['day']} "


def _source(page: Page) -> str | None:
    for selector in SOURCE:
        for value in page.find(selector):
            name = str(value).strip()
            if name and len(name) <= _LONGEST_SOURCE and not _NO_SOURCE.search(name):
                return name
    return None


def _json_ld(page: Page) -> Iterator[dict[str, Any]]:
    for script in page.root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                yield from _objects(json.loads(script.text or ""))
            except (ValueError, RecursionError):
                continue


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = value.get("@graph")
    if isinstance(value, list) and depth < _DEEPEST:
        for inner in value:
            yield from _objects(inner, depth + 1)
