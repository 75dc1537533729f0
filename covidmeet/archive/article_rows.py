"""Rows of ``articles`` as the class that states their columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from covidmeet.archive.index_key import KEY, NEWEST_FIRST
from covidmeet.archive.reader import Readable
from covidmeet.items import COLUMNS, JSON_COLUMNS, Article

_NAMES = ", ".join(COLUMNS)


def columns_of(db: Readable) -> tuple[str, ...]:
    """The columns of the archive's own table, in its order, but for the key of the full-text index."""
    names = (name for (_, name, *_) in db.execute("pragma table_info(articles)"))
    return tuple(name for name in names if name != KEY)


def article_of(row: dict[str, Any]) -> Article:
    """The article in a row, lists and counts read from their JSON."""
    values = {
        name: json.loads(row[name]) if name in JSON_COLUMNS and row[name] else row[name]
        for name in COLUMNS
        if row.get(name) is not None
    }
    return Article(**values)


def article_by_hash(db: Readable, url_hash: str) -> Article | None:
    """The article with that ``url_hash``, None where there is none."""
    found = db.execute(f"select {_NAMES} from articles where url_hash = ?", [url_hash]).fetchone()
    return None if found is None else article_of(dict(zip(COLUMNS, found, strict=True)))


def select_articles(
    db: Readable,
    *,
    since: date | None = None,
    until: date | None = None,
    sites: Sequence[str] = (),
    phrase: str | None = None,
) -> Iterator[Article]:
    """The articles asked for: as they were first archived, with a ``phrase`` the newest first.

    ``since`` and ``until`` are days in Beijing, both included; an article without a day has none of them.
    """
    from covidmeet.archive.export.selection import Selection  # of one article nothing is selected

    selection = Selection(sites=tuple(sites), since=since, until=until, phrase=phrase)
    where, values = selection.where()
    order = "order by first_seen, rowid" if phrase is None else NEWEST_FIRST
    sought = selection.sought()
    for row in db.execute(f"select {_NAMES} from articles where {where} {order}", values):
        article = article_of(dict(zip(COLUMNS, row, strict=True)))
        if sought is None or sought.means(db, article.url_hash or "", article.title or "", article.body):
            yield article
