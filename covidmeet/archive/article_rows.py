"""Rows of ``articles`` as the class that states their columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from covidmeet.archive.reader import Readable
from covidmeet.items import COLUMNS, JSON_COLUMNS, Article

_NAMES = ", ".join(COLUMNS)


def columns_of(db: Readable) -> tuple[str, ...]:
    """The columns of the archive's own table, in its order."""
    return tuple(name for (_, name, *_) in db.execute("pragma table_info(articles)"))


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
    where, values = _conditions(since, until, sites)
    select = f"select {_NAMES} from articles where {where}"
    if phrase is None:
        found: Iterable[Sequence[Any]] = db.execute(f"{select} order by first_seen, rowid", values)
    else:
        found = _holding(db, phrase, select, values)
    for row in found:
        yield article_of(dict(zip(COLUMNS, row, strict=True)))


def _holding(db: Readable, phrase: str, select: str, values: dict[str, Any]) -> Iterator[Sequence[Any]]:
    from covidmeet.archive.search import search  # reads the tables of the scripts

    for hit in search(db, phrase, limit=2**62):
        row = db.execute(f"{select} and url_hash = :url_hash", values | {"url_hash": hit.url_hash}).fetchone()
        if row is not None:
            yield row


def _conditions(since: date | None, until: date | None, sites: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Times are stored as they are in Beijing, so the texts compare as the times do."""
    conditions, values = ["true"], dict[str, Any]()
    if since:
        conditions.append("published_at >= :since")
        values["since"] = since.isoformat()
    if until and until < date.max:
        conditions.append("published_at < :after")
        values["after"] = (until + timedelta(days=1)).isoformat()
    if sites:
        values |= {f"site{number}": site for number, site in enumerate(sites)}
        conditions.append(f"site in ({', '.join(f':site{number}' for number in range(len(sites)))})")
    return " and ".join(conditions), values
