"""What else the archive has of an article: its earlier texts, other pages with its text, its repairs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from covidmeet.archive.reader import Readable
from covidmeet.items import Article

_MOST_COPIES = 1000


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier text; ``seen_at`` is when it was last seen (ISO 8601, UTC)."""

    seen_at: str
    title: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Another page with the same text; ``is_first``: the one that ``same_as`` names."""

    url_hash: str
    url: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class PlacedFix:
    """An entry of ``fixes``: see docs/reference.md.

    Rows that were made before there was a ``confidence`` (0 to 1) have 1.0; ``runner_up`` is the next best
    reading, empty where there is none.
    """

    field: str
    offset: int
    rule: str
    before: str
    after: str
    confidence: float = 1.0
    runner_up: str = ""


def revisions_of(db: Readable, article: Article) -> list[Revision]:
    """The earlier texts, newest first."""
    query = "select seen_at, title, body from revisions where url_hash = ? order by seen_at desc, rowid desc"
    return [Revision(*row) for row in db.execute(query, [article.url_hash])]


def copies_of(db: Readable, article: Article) -> list[Copy]:
    """Other articles with the same ``content_hash``, the first of them first."""
    query = (
        "select url_hash, url from articles where content_hash = ? and url_hash != ?"
        " order by first_seen, rowid limit ?"
    )
    found = db.execute(query, [article.content_hash, article.url_hash, _MOST_COPIES])
    return [Copy(url_hash, url, url_hash == article.same_as) for url_hash, url in found]


def fixes_of(db: Readable, article: Article) -> list[PlacedFix]:
    """The repairs that lie in the stored fields, in the order of the text; entries that are none are left."""
    row = db.execute("select fixes from fixes where url_hash = ?", [article.url_hash]).fetchone()
    entries = json.loads(row[0]) if row and row[0] else []
    fixes = [fix for fix in map(_fix, entries) if fix is not None]
    return sorted(fixes, key=lambda fix: (fix.field, fix.offset))


def _fix(entry: Any) -> PlacedFix | None:
    try:
        return PlacedFix(
            field=str(entry["field"]),
            offset=int(entry["offset"]),
            rule=str(entry["rule"]),
            before=str(entry["before"]),
            after=str(entry["after"]),
            confidence=float(entry.get("confidence", 1.0)),
            runner_up=str(entry.get("runner_up") or ""),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
