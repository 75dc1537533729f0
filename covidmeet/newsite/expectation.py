"""What is expected of a sample page: proposed from what a crawl makes of it, for a person to correct."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from covidmeet.archive.articles import as_row
from covidmeet.crawl.listing import read_list
from covidmeet.extract.bodies import body_elements
from covidmeet.extract.page import Page
from covidmeet.extract.selectors import compiled
from covidmeet.items import JSON_COLUMNS
from covidmeet.platforms import is_shared
from covidmeet.process import Fetched, decode_page, process
from covidmeet.reasons import Reject
from covidmeet.site import Layout, Site
from covidmeet.sites import Sites, is_article, original_of
from covidmeet.stages.reading import Reading, Scope

PROPOSED = "proposed"
"""The key under which an expectation says that nobody has compared it with its page."""
LINES = ("deck", "body", "body_original")
"""Lists of lines in an expectation, one text in the archive."""
# What a person can check against the page; the rest of a row is the archive's own.
_FIELDS = (
    "url",
    "site",
    "layout",
    "title",
    "deck",
    "original_title",
    "body",
    "script",
    "published_at",
    "source",
    "reporters",
    "editors",
    "charset",
)
_SELECTORS = ("title", "deck", "info", "published", "source", "body")


def proposal(found: Mapping[str, Any]) -> dict[str, Any]:
    """The expectation that ``found`` would meet, marked as proposed."""
    named = _FIELDS if "body" in found else ("reject", "out_of_scope", "list")
    return {PROPOSED: True, **{name: found[name] for name in named if name in found}}


def outcome_of(fetched: Fetched, site: Site) -> dict[str, Any]:
    """What every route makes of a page of ``site``.

    The row of the archive (lists of lines and JSON columns as lists), or ``{"reject": reason, "detail": …}``,
    or ``{"out_of_scope": True}``; empty for a page that no crawl takes for an article.
    """
    if not is_article(site, fetched.url) and original_of(site, fetched.url) is None:
        return {}
    if 300 <= fetched.status < 400:
        return {}
    try:
        article = process(fetched, Reading(Sites((site,)), Scope(topic="meetings")))
    except Reject as reject:
        if not reject.reason.is_kept:
            return {reject.reason.value: True}
        return {"reject": reject.reason.value, "detail": reject.detail}
    return {name: _value(name, value) for name, value in as_row(article).items()}


def list_of(fetched: Fetched, site: Site) -> dict[str, Any]:
    """What is on a list page of ``site``: ``{"list": {"articles": [URL …], "next": [URL …]}}``."""
    found = read_list(decode_page(fetched, Reading()), site)
    further = [*([found.further] if found.further else []), *found.parts]
    return {"list": {"articles": [entry.url for entry in found.entries], "next": further}}


def _value(name: str, value: Any) -> Any:
    if name in JSON_COLUMNS:
        return json.loads(value)
    return (value.split("\n") if value else []) if name in LINES else value


def idle_selectors(layout: Layout, pages: Sequence[Page]) -> list[str]:
    """The selectors of ``layout`` that find nothing on any of its pages, each with its field.

    A shared system's layout is for all its generations, of which a site has one.
    """
    if is_shared(layout):
        return []
    told = [(name, one) for name in _SELECTORS for one in getattr(layout, name)]
    idle = [f"{name} {one}" for name, one in told if not any(page.find(one) for page in pages)]
    bodies = [body for page in pages for body in body_elements(page, layout)[0]]
    return idle + [f"drop {one}" for one in layout.drop if not any(compiled(one)(body) for body in bodies)]
