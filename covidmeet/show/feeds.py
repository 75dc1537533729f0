"""Atom feeds (RFC 4287) of what a query finds and of what a site brought, for feed readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from lxml import etree
from lxml.builder import ElementMaker

from covidmeet.archive.reader import Readable
from covidmeet.archive.search import Hit

MOST = 100
"""Entries of a feed."""
_ATOM = "http://www.w3.org/2005/Atom"
_CONTROL = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd"
)


class FeedEntry(NamedTuple):
    """``first_seen``: when it came into the archive (ISO 8601, UTC)."""

    url_hash: str
    url: str
    site: str
    title: str
    published_at: str | None
    first_seen: str
    summary: str


def entries_of(db: Readable, hits: Iterable[Hit]) -> list[FeedEntry]:
    """The entries of hits, the last that came first, at most ``MOST``."""
    found = []
    for hit in hits:
        (first_seen,) = db.execute(
            "select first_seen from articles where url_hash = ?", [hit.url_hash]
        ).fetchone()
        title, summary = hit.title or "", hit.snippet.text
        found.append(FeedEntry(hit.url_hash, hit.url, hit.site, title, hit.published_at, first_seen, summary))
    return sorted(found, key=lambda one: one.first_seen, reverse=True)[:MOST]


def newest_of(db: Readable, site: str) -> list[FeedEntry]:
    """The articles of a site that came last."""
    rows = db.execute(
        "select url_hash, url, site, coalesce(title, ''), published_at, first_seen, substr(body, 1, 200)"
        " from articles where site = ? order by rowid desc limit ?",
        [site, MOST],
    )
    return [FeedEntry(*row) for row in rows]


def atom(name: str, title: str, entries: Iterable[FeedEntry]) -> bytes:
    """The feed, UTF-8; ``name`` tells it from others of the archive.

    Its date is that of its newest entry, so that the same articles give the same bytes.
    """
    make = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
    entries = list(entries)
    newest = max((one.first_seen for one in entries), default=datetime.fromtimestamp(0, UTC).isoformat())
    feed = make.feed(
        make.id(_safe(f"urn:covidmeet:{name}")),
        make.title(_safe(title)),
        make.updated(newest),
        make.author(make.name("covidmeet")),
    )
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-Hans")
    for one in entries:
        entry = make.entry(
            make.id(f"urn:sha256:{one.url_hash}"),
            make.title(_safe(one.title or one.url)),
            make.link(href=_safe(one.url), rel="alternate"),
            make.updated(one.first_seen),
            make.category(term=_safe(one.site)),
            make.summary(_safe(one.summary)),
        )
        if len(one.published_at or "") > len("2022-03-02"):
            entry.append(make.published(one.published_at))
        feed.append(entry)
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _safe(text: str) -> str:
    """Without what XML cannot hold."""
    return text.translate(_CONTROL)
