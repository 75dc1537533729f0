"""What the indexes of web archives know of a site: the queries that were answered whole, and the captures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from covidmeet.archive.reader import Readable
from covidmeet.archive.timestamps import now
from covidmeet.archive.transactions import transaction
from covidmeet.discovery.rows import Row, timestamp_of

if TYPE_CHECKING:
    from sqlite_utils import Database

_ROW = tuple(field.name for field in fields(Row))
_KEEP = (
    f"insert into index_captures (site, server, url_hash, {', '.join(_ROW)})"
    f" values (?, ?, ?, {', '.join('?' * len(_ROW))}) on conflict do nothing"
)
_TOGETHER = 500  # pages


def keep_rows(db: Database, site: str, server: str, rows: Iterable[tuple[str, Row]]) -> int:
    """Store captures, each with the ``url_hash`` of its page, in one transaction; how many were new."""
    with transaction(db):
        before = db.conn.total_changes
        db.conn.executemany(_KEEP, ((site, server, own, *astuple(row)) for own, row in rows))
        return db.conn.total_changes - before


def pages(db: Readable, site: str, server: str) -> Iterator[tuple[str, list[Row]]]:
    """Each page that ``server`` knows of ``site``: its ``url_hash`` and its captures.

    Read in pieces, so that rows may be written meanwhile.
    """
    after = ""
    while True:
        found = db.execute(
            f"select url_hash, {', '.join(_ROW)} from index_captures where site = :site and server = :server"
            " and url_hash in (select distinct url_hash from index_captures where site = :site"
            " and server = :server and url_hash > :after order by url_hash limit :most) order by url_hash",
            {"site": site, "server": server, "after": after, "most": _TOGETHER},
        ).fetchall()
        if not found:
            return
        for own, rows in groupby(found, itemgetter(0)):
            yield own, [Row(*row[1:]) for row in rows]
        after = found[-1][0]


def last_answer(db: Readable, server: str, query: str, site: str) -> tuple[str, int] | None:
    """When a query was last answered whole (ISO 8601, UTC), and how many rows there were; None for never."""
    row = db.execute(
        "select asked_at, captures from index_queries where server = ? and query = ? and site = ?",
        [server, query, site],
    ).fetchone()
    return None if row is None else (row[0], row[1])


def is_fresh(asked_at: str, days: float) -> bool:
    """Whether an answer of that time is younger than ``days``, of which there may be infinitely many."""
    return (datetime.now(UTC) - datetime.fromisoformat(asked_at)) / timedelta(days=1) < days


def keep_answer(db: Database, server: str, query: str, site: str, rows: int, captures: int) -> None:
    """Note that ``query`` was answered to its end: ``rows`` in all, of which ``captures`` are of articles."""
    with transaction(db):
        db.execute(
            "insert into index_queries values (?, ?, ?, ?, ?, ?) on conflict do update set"
            " asked_at = excluded.asked_at, rows = excluded.rows, captures = excluded.captures",
            [server, query, site, now(), rows, captures],
        )


def outcomes(db: Readable, url_hash: str) -> dict[str, str]:
    """What became of the captures of a page that were fetched: address at the gateway → latest outcome.

    Also by address and moment (14 digits), for records of one file have its address in common.
    """
    found = db.execute(
        "select gateway, captured_at, outcome from captures where url_hash = ? and gateway is not null"
        " order by fetched_at, rowid",
        [url_hash],
    )
    known: dict[str, str] = {}
    for address, captured_at, outcome in found:
        known |= {address: outcome, f"{address} {timestamp_of(captured_at or '')}": outcome}
    return known
