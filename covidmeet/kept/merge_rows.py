"""The rows of several archives in one: a function of what the archives hold, not of their order.

Of an article's rows that of the latest fetch is taken, the beginning of a page only where no archive has
more of it, ``first_seen`` the least; the texts of the others go to ``revisions``.  Of other tables every row
is taken, and of two with one key the later one.  A row is written only where it differs, so a merge that was
killed is finished by doing it again.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any, NamedTuple

from covidmeet.archive import text_index
from covidmeet.archive.db import placeholders
from covidmeet.archive.index_key import KEY
from covidmeet.archive.meetings import copy_meetings
from covidmeet.archive.page_versions import fields_as_json, is_unfinished
from covidmeet.archive.transactions import transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]
Tick = Callable[[int], object]

TOGETHER = 500  # articles, or rows of another table, in one transaction

DERIVED = frozenset(
    (
        "articles_fts",
        "copies",
        "copies_backlog",
        "copy_texts",
        "copy_keys",
        "copy_common",
        "copy_pairs",
        "copy_state",
    )
)
"""Tables that are made from the articles anew."""

OF_ARTICLE = ("fixes", "page_texts")
"""Tables with at most one row an article, which goes with the article's row."""


class _Keyed(NamedTuple):
    """``key`` of a row, None: the row itself; of two with one key the greater ``order`` (SQL) is kept."""

    key: tuple[str, ...]
    order: tuple[str, ...]
    sorted_by: str


KEYED = {
    "runs": _Keyed(
        ("run_id",), ("finished", "verdict", "reason", "counts", "started", "spider"), "started, run_id"
    ),
    "rejects": _Keyed(("url", "reason"), ("seen_at", "detail", "run_id"), "url, reason"),
    "index_queries": _Keyed(
        ("server", "query", "site"), ("asked_at", "rows", "captures"), "server, query, site"
    ),
    "index_captures": _Keyed(
        ("site", "server", "url_hash", "timestamp", "url"),
        ("status", "digest", "mime", "length", "filename", "offset", "truncated"),
        "site, server, url_hash, timestamp, url",
    ),
    "visits": _Keyed(("url_hash",), ("seen_at", "led_to", "times"), "url_hash"),
    "issue_days": _Keyed(
        ("paper", "day", "gateway"), ("seen_at", "outcome", "tries", "run_id"), "paper, day, gateway"
    ),
}
"""Tables whose rows have a key."""

WHOLE = ("revisions", "captures")
"""Tables of which rows are equal or different; a capture with a page is that of its place."""


@dataclass
class Source:
    """An archive to read from: ``name`` as it is told, an open snapshot, ``located`` for names of files."""

    name: str
    db: Connection
    located: Callable[[str], str] = str
    is_target: bool = False
    told: Counter[str] = field(default_factory=Counter)


def merge_rows(target: Database, sources: Sequence[Source], tick: Tick) -> None:
    """Bring the rows of all ``sources`` into ``target``, which is one of them where it was not empty.

    In transactions of ``TOGETHER``; raises SQLite's errors.  ``tick`` is told of further articles.
    """
    for table in KEYED:
        for source in sources:
            if not source.is_target:
                _add_keyed(target, source, table)
    _sort_runs(target)
    _merge_articles(target, sources, tick)
    for table in WHOLE:
        for source in sources:
            if not source.is_target:
                _add_whole(target, source, table)


def columns(db: Any, table: str) -> tuple[str, ...]:
    """The names of a table's columns, but for the one that leads to the archive's own full-text index."""
    names = (row[1] for row in db.execute(f"pragma table_info([{table}])"))
    return tuple(name for name in names if name != KEY)


def _rows(source: Source, table: str, order: str) -> Iterator[Row]:
    names = columns(source.db, table)
    for values in source.db.execute(f"select {', '.join(names)} from {table} order by {order}"):
        row = dict(zip(names, values, strict=True))
        if table == "captures" and row["file"]:
            row["file"] = source.located(row["file"])
        yield row


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _add_keyed(db: Database, source: Source, table: str) -> None:
    names, (key, order, sorted_by) = columns(db, table), KEYED[table]
    others = [name for name in names if name not in key]
    values = [f"coalesce({{}}{name}, '')" for name in order]
    greater, less = (", ".join(value.format(of) for value in values) for of in ("excluded.", f"{table}."))
    statement = (
        f"insert into {table} ({', '.join(names)}) values ({placeholders(names)})"
        f" on conflict ({', '.join(key)}) do update set {', '.join(f'{n} = excluded.{n}' for n in others)}"
        f" where ({greater}) > ({less})"
    )
    for batch in _batches(_rows(source, table, sorted_by)):
        with transaction(db):
            source.told[table] += _changed(db, statement, batch)


def _sort_runs(db: Database) -> None:
    """Runs are compared with those before them in the order of their rows."""
    started = [row[0] or "" for row in db.execute("select started from runs order by rowid")]
    if started == sorted(started):
        return
    names = columns(db, "runs")
    with transaction(db):
        rows = db.execute(f"select {', '.join(names)} from runs order by started, run_id").fetchall()
        db.execute("delete from runs")
        db.conn.executemany(f"insert into runs values ({', '.join('?' * len(names))})", rows)


def _add_whole(db: Database, source: Source, table: str) -> None:
    names = columns(db, table)
    same = " and ".join(f"{name} is :{name}" for name in names)
    insert = (
        f"insert into {table} ({', '.join(names)}) select {placeholders(names)}"
        f" where not exists (select 1 from {table} where {same})"
    )
    if table == "captures":
        # Of a record that two archives have, the row of that which made something of it.
        order = ["({}outcome != 'interrupted')"]
        order += [f"coalesce({{}}{name}, '')" for name in names if name not in ("file", "offset")]
        greater, less = (", ".join(one.format(of) for one in order) for of in ("excluded.", "captures."))
        sets = ", ".join(f"{name} = excluded.{name}" for name in names if name not in ("file", "offset"))
        insert += f" on conflict (file, offset) do update set {sets} where ({greater}) > ({less})"
    for batch in _batches(_rows(source, table, ", ".join(names))):
        with transaction(db):
            source.told[table] += _changed(db, insert, batch)


def _changed(db: Database, statement: str, rows: Iterable[Row]) -> int:
    return sum(db.execute(statement, row).rowcount > 0 for row in rows)


class _Found(NamedTuple):
    """An article's row in one source."""

    url_hash: str
    number: int
    row: Row


def _merge_articles(db: Database, sources: Sequence[Source], tick: Tick) -> None:
    streams = [_articles(number, source) for number, source in enumerate(sources)]
    groups = (list(group) for _, group in groupby(heapq.merge(*streams), key=itemgetter(0)))
    for batch in _batches(groups):
        with transaction(db):
            for found in batch:
                _merge_article(db, sources, found)
        tick(sum(map(len, batch)))


def _articles(number: int, source: Source) -> Iterator[_Found]:
    for row in _rows(source, "articles", "url_hash"):
        if row["warc"]:
            file, colon, offset = row["warc"].rpartition(":")
            row["warc"] = f"{source.located(file)}{colon}{offset}" if colon else row["warc"]
        yield _Found(row["url_hash"], number, row)


def _merge_article(db: Database, sources: Sequence[Source], found: list[_Found]) -> None:
    latest = max(found, key=lambda one: (_wholeness(one.row), _lateness(one.row)))
    seen = [one.row["first_seen"] for one in found if one.row["first_seen"]]
    # Which copy is cited follows from the merged archive.
    row = latest.row | {"first_seen": min(seen, default=latest.row["first_seen"]), "same_as": None}
    there = next((one.row for one in found if sources[one.number].is_target), None)
    if there is None or there | {"same_as": None} != row:
        _write(db, row, there)
    kept = sources[latest.number]
    for table in OF_ARTICLE:
        _copy_row(db, kept, table, row["url_hash"])
    copy_meetings(db, kept.db, row["url_hash"])
    kept.told["articles"] += 1
    for one in found:
        sources[one.number].told["read"] += 1
        if (one.row["title"], one.row["body"]) != (row["title"], row["body"]):
            _keep_text(db, sources[one.number], kept, one.row)


def _wholeness(row: Row) -> tuple[bool, int]:
    """A whole page before the beginning of one, of two beginnings the longer."""
    return (False, len(row["body"])) if is_unfinished(row) else (True, 0)


def _lateness(row: Row) -> tuple[str, ...]:
    """By the last fetch; of rows fetched in one second by all that they hold."""
    own = ("last_seen", "captured_at")
    rest = (name for name in row if name not in (*own, "first_seen", "same_as"))
    return tuple(str(row[name] or "") for name in (*own, *rest))


def _write(db: Database, row: Row, there: Row | None) -> None:
    others = [name for name in row if name not in ("url_hash", "same_as" if there else "url_hash")]
    sets = ", ".join(f"{name} = excluded.{name}" for name in others)
    with text_index.changing(db, row["url_hash"]):
        db.execute(
            f"insert into articles ({', '.join(row)}) values ({placeholders(row)})"
            f" on conflict (url_hash) do update set {sets}",
            row,
        )


def _copy_row(db: Database, source: Source, table: str, url_hash: str) -> None:
    names = columns_of_article(table)
    select = f"select {', '.join(names)} from {table} where url_hash = ?"
    wanted = source.db.execute(select, [url_hash]).fetchone()
    if db.execute(select, [url_hash]).fetchone() == wanted:
        return
    db.execute(f"delete from {table} where url_hash = ?", [url_hash])
    if wanted:
        db.execute(f"insert into {table} ({', '.join(names)}) values ({', '.join('?' * len(names))})", wanted)


def columns_of_article(table: str) -> tuple[str, ...]:
    """The columns of a table of ``OF_ARTICLE``."""
    return ("url_hash", "fixes") if table == "fixes" else ("url_hash", "article", "page")


_REVISION = ("url_hash", "content_hash", "seen_at", "title", "body", "cause", "fields")


def _keep_text(db: Database, source: Source, kept: Source, row: Row) -> None:
    """A text that gives way to another one; to another reading of it where both pages gave the same lines."""
    given = "select article, page from page_texts where url_hash = ?"
    checksums = [of.db.execute(given, [row["url_hash"]]).fetchone() for of in (source, kept)]
    cause = "reprocess" if checksums[0] and checksums[0] == checksums[1] else "site"
    cause = "unfinished" if is_unfinished(row) else cause
    revision = {name: row.get(name) for name in _REVISION} | {
        "seen_at": row["last_seen"],
        "cause": cause,
        "fields": fields_as_json(row),
    }
    same = " and ".join(f"{name} is :{name}" for name in _REVISION)
    added = db.execute(
        f"insert into revisions ({', '.join(_REVISION)}) select {placeholders(_REVISION)}"
        f" where not exists (select 1 from revisions where {same})",
        revision,
    )
    source.told["revisions"] += added.rowcount > 0
