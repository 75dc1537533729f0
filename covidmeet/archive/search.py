"""Full-text search that finds every occurrence of a Chinese phrase, however it was typed.

SQLite's tokenizers see a Chinese sentence as one word, so the index holds the folded text with a blank
between all characters and a query is a quoted phrase of characters.  The index ignores punctuation, so a hit
is confirmed in the stored text, folded.
"""

from __future__ import annotations

import heapq
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice

from covidmeet.archive.occurrences import Occurrence, Snippet, occurrences, snippet
from covidmeet.archive.phrase import NEW
from covidmeet.archive.query_plan import Query
from covidmeet.archive.query_tree import Node
from covidmeet.archive.reader import Readable
from covidmeet.archive.text_index import day_of_key

_Place = tuple[int | None, str | None, str, int]
_PLACE = "articles.fts_rowid, articles.published_at, articles.first_seen, articles.rowid"
NEWEST_FIRST = "order by published_at is null, published_at desc, first_seen desc"
"""Those without a day last; of these the first that was archived last."""


@dataclass(frozen=True)
class Hit:
    """One article that is meant by ``query``."""

    url_hash: str
    url: str
    site: str
    published_at: str | None
    title: str | None
    body: str
    query: Node

    @cached_property
    def occurrences(self) -> list[Occurrence]:
        """Where the query's words stand in headline and text."""
        return occurrences(self.query, self.title or "", self.body)

    @property
    def snippet(self) -> Snippet:
        """The text around the first word of the query that it holds."""
        return snippet(self.body, self.occurrences)


def search(db: Readable, query: str, *, limit: int = 20, skip: int = 0) -> Iterator[Hit]:
    """The articles that ``query`` (see ``query_parser``) means, newest first, those without a day last.

    At most ``limit``, after the first ``skip`` of them.  Raises ``QueryError`` at once where the query cannot
    be meant.
    """
    first, end = (min(count, sys.maxsize) for count in (skip, skip + limit))
    return islice(_found(db, Query(query)), first, end)


def count_hits(db: Readable, query: str, most: int | None = None) -> int:
    """How many articles ``query`` means, not counting beyond ``most``; raises ``QueryError``."""
    asked = Query(query)
    condition, values = asked.candidates()
    rows = db.execute(f"select url_hash, title, body from articles where {condition}", values)
    return sum(islice((1 for own, title, body in rows if asked.means(db, own, title or "", body)), most))


def last_row(db: Readable) -> int:
    """The rowid of the article that came last, 0 where there is none."""
    (last,) = db.execute("select coalesce(max(rowid), 0) from articles").fetchone()
    return int(last)


def hits_beyond(db: Readable, query: str, rowid: int) -> Iterator[Hit]:
    """The articles in rows behind ``rowid`` that ``query`` means, in their order; raises ``QueryError``."""
    asked = Query(query)
    condition, values = asked.candidates()
    found = (
        "select url_hash, url, site, published_at, title, body from articles"
        f" where articles.rowid > :beyond and {condition} order by articles.rowid"
    )
    for own, url, site, published_at, title, body in db.execute(found, {**values, "beyond": rowid}):
        if asked.means(db, own, title or "", body):
            yield Hit(own, url, site, published_at, title, body, asked.tree)


def _found(db: Readable, query: Query) -> Iterator[Hit]:
    condition, values = query.candidates()
    waiting = db.execute(f"select {_PLACE} from articles where {NEW} and {condition}", values).fetchall()
    rows = heapq.merge(
        _by_day(db.execute(*query.newest_first(_PLACE))),
        sorted(waiting, key=_newest, reverse=True),
        key=_newest,
        reverse=True,
    )
    for *_, rowid in rows:
        url_hash, url, site, published_at, title, body = db.execute(
            "select url_hash, url, site, published_at, title, body from articles where rowid = ?", [rowid]
        ).fetchone()
        if query.means(db, url_hash, title or "", body):
            yield Hit(url_hash, url, site, published_at, title, body, query.tree)


def _by_day(rows: Iterable[_Place]) -> Iterator[_Place]:
    """The index gives the days in order, and within a day the order in which articles were indexed."""
    for _, day in groupby(rows, key=lambda row: day_of_key(row[0] or 0)):
        yield from sorted(day, key=_newest, reverse=True)


def _newest(row: _Place) -> tuple[str, str, int]:
    """As ``NEWEST_FIRST`` when reversed; of two that are equal there the one that was stored first."""
    _, published_at, first_seen, rowid = row
    return published_at or "", first_seen, -rowid
