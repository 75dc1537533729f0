"""Full-text search that finds every occurrence of a Chinese phrase, however it was typed.

SQLite's tokenizers see a Chinese sentence as one word, so the index holds the folded text with a blank
between all characters and a query is a quoted phrase of characters.  The index ignores punctuation, so a hit
is confirmed in the stored text, folded.
"""

from __future__ import annotations

import heapq
import math
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import Any, NamedTuple

from covidmeet.archive.index_key import NEW, day_of_key
from covidmeet.archive.occurrences import Occurrence, Snippet, occurrences, snippet
from covidmeet.archive.query_plan import Query
from covidmeet.archive.query_tree import Node
from covidmeet.archive.reader import Readable

_Place = tuple[int | None, str | None, str, int]
_FEWEST_RANKED, _MOST_RANKED = 200, 20_000
_PLACE = "articles.fts_rowid, articles.published_at, articles.first_seen, articles.rowid"


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


class CountedHits(NamedTuple):
    """How many ``articles`` were counted, and whether these are all."""

    articles: int
    is_all: bool


def search(
    db: Readable, query: str, *, limit: int = 20, skip: int = 0, ranked: bool = False
) -> Iterator[Hit]:
    """The articles that ``query`` (see ``query_parser``) means, at most ``limit``, after the first ``skip``.

    Newest first, those without a day last; or ``ranked``: by BM25, what is not in the index yet last.  A
    query of conditions only has no ranks.  Raises ``QueryError`` at once where the query cannot be meant.
    """
    first, end = (min(count, sys.maxsize) for count in (skip, skip + limit))
    asked = Query(query)
    return islice(_ranked(db, asked, end) if ranked else _found(db, asked), first, end)


def count_hits(db: Readable, query: str, most: int | None = None) -> int:
    """How many articles ``query`` means, not counting beyond ``most``; raises ``QueryError``."""
    return count_within(db, query, most).articles


def count_within(db: Readable, query: str, most: int | None = None, seconds: float = math.inf) -> CountedHits:
    """How many articles ``query`` means, as far as ``most`` and ``seconds`` let one count; ``QueryError``."""
    asked = Query(query)
    rows = _candidates(db, asked, "articles.url_hash, articles.title, articles.body")
    end, count = time.monotonic() + seconds, 0
    for own, title, body in rows:
        count += asked.means(db, own, title or "", body)
        if count == most or time.monotonic() > end:
            return CountedHits(count, False)
    return CountedHits(count, True)


def _candidates(db: Readable, query: Query, columns: str) -> Iterator[tuple[Any, ...]]:
    """``columns`` of all candidates: through the full-text index where words lead, else as SQLite chooses."""
    condition, values = query.candidates()
    if query.has_leading_words:
        yield from db.execute(*query.newest_first(columns))
        condition = f"{NEW} and {condition}"
    yield from db.execute(f"select {columns} from articles where {condition}", values)


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


def _ranked(db: Readable, query: Query, end: int) -> Iterator[Hit]:
    """By rank: first of few candidates, which are enough for the first pages of most queries."""
    few = max(_FEWEST_RANKED, min(2 * end, _MOST_RANKED))
    if (first := query.by_rank(few)) is None:
        yield from _found(db, query)
        return
    read = [key for (key,) in db.execute(*first)]
    yield from _meant(db, query, "fts_rowid", read)
    rest = query.by_rank()
    if len(read) == few and rest:
        known = set(read)
        yield from _meant(db, query, "fts_rowid", (key for (key,) in db.execute(*rest) if key not in known))
    yield from _meant(db, query, "rowid", (row[-1] for row in _waiting(db, query)))


def _found(db: Readable, query: Query) -> Iterator[Hit]:
    indexed = _by_day(db.execute(*query.newest_first(_PLACE)))
    rows = heapq.merge(indexed, _waiting(db, query), key=_newest, reverse=True)
    yield from _meant(db, query, "rowid", (row[-1] for row in rows))


def _waiting(db: Readable, query: Query) -> list[_Place]:
    """The candidates that are not in the index yet, newest first."""
    condition, values = query.candidates()
    found = db.execute(f"select {_PLACE} from articles where {NEW} and {condition}", values).fetchall()
    return sorted(found, key=_newest, reverse=True)


def _meant(db: Readable, query: Query, key: str, candidates: Iterable[int]) -> Iterator[Hit]:
    """Those of the candidates, named by the column ``key``, that the query means."""
    found = f"select url_hash, url, site, published_at, title, body from articles where {key} = ?"
    for candidate in candidates:
        url_hash, url, site, published_at, title, body = db.execute(found, [candidate]).fetchone()
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
