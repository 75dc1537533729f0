"""A SQLite database with one table, ``articles``."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from covidmeet.archive.export.columns import ExportColumn
from covidmeet.archive.export.notes import as_text
from covidmeet.archive.export.selection import Row
from covidmeet.archive.export.values import integer

_TYPES = {"integer": "integer"}


def write_sqlite(
    rows: Iterable[Row], columns: Sequence[ExportColumn], path: Path, notes: Counter[str]
) -> int:
    """Make the empty file at ``path`` a database; returns the number of articles.

    A row of NULL where the archive has nothing; dates and JSON as text, as SQLite has them.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        # A file under a name of its own, which is thrown away on any failure, needs no journal.
        db.execute("pragma journal_mode = off")
        db.execute("pragma synchronous = off")
        db.execute("begin")
        db.execute(f"create table articles ({', '.join(map(_definition, columns))})")
        places = ", ".join("?" * len(columns))
        cursor = db.executemany(f"insert into articles values ({places})", _values(rows, columns, notes))
        written = cursor.rowcount
        names = {column.name for column in columns}
        if {"site", "published_at"} <= names:
            db.execute("create index idx_articles_site_published_at on articles (site, published_at)")
        db.execute("commit")
    return max(written, 0)


def _definition(column: ExportColumn) -> str:
    key = " primary key" if column.name == "url_hash" else ""
    return f"{column.name} {_TYPES.get(column.kind, 'text')}{key}"


def _values(
    rows: Iterable[Row], columns: Sequence[ExportColumn], notes: Counter[str]
) -> Iterator[list[str | int | None]]:
    reads = [integer if column.kind == "integer" else as_text for column in columns]
    for row in rows:
        yield [None if value is None else read(value, notes) for value, read in zip(row, reads, strict=True)]
