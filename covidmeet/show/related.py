"""What else the archive has of an article: its earlier texts, other pages with its text, its repairs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from covidmeet.archive.reader import Readable
from covidmeet.items import Article

_MOST_COPIES = 1000
# Of pages with one text only the best is in ``copies`` beside each other one.
_COPIES = """
select a.url_hash, a.url, coalesce(c.label, 'same') as label, coalesce(c.figure, 1.0) from articles a
left join copies c on c.other = :own and c.url_hash = a.url_hash
where a.url_hash != :own and (a.content_hash = :text
    or a.url_hash in (select other from copies where url_hash = :own))
order by a.url_hash is not :cited, label != 'same', a.published_at is null, a.published_at, a.url_hash
limit :most
"""


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier text; ``seen_at`` is when it was last seen (ISO 8601, UTC).

    ``cause`` is why it was replaced: by the ``site``, by ``reprocess``, or because only the beginning had
    been received (``unfinished``).  ``fields`` are the facts that the page told with it
    (``page_versions.FIELDS``), None where they were not kept.
    """

    seen_at: str
    title: str | None
    body: str
    cause: str
    fields: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Copy:
    """Another page with the text, or with a near one; ``is_cited``: the one that ``same_as`` names.

    ``label`` is what that page's text is to the article's own (``copies.labels``), ``figure`` the share of it
    that is in the article's (0 to 1).
    """

    url_hash: str
    url: str
    is_cited: bool
    label: str = "same"
    figure: float = 1.0


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
    query = (
        "select seen_at, title, body, cause, fields from revisions where url_hash = ?"
        " order by seen_at desc, rowid desc"
    )
    return [
        Revision(seen_at, title, body, cause, json.loads(fields) if fields else None)
        for seen_at, title, body, cause, fields in db.execute(query, [article.url_hash])
    ]


def copies_of(db: Readable, article: Article) -> list[Copy]:
    """Other articles with the same text or a near one, the one to cite first."""
    names = {"own": article.url_hash, "cited": article.same_as, "text": article.content_hash}
    found = db.execute(_COPIES, names | {"most": _MOST_COPIES})
    return [
        Copy(url_hash, url, url_hash == article.same_as, label, figure)
        for url_hash, url, label, figure in found
    ]


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
