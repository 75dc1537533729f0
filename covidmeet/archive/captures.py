"""The history of every page: a row a fetch, with the bytes' place and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from covidmeet.archive.reader import Readable
from covidmeet.archive.transactions import transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

ARTICLE = "article"
LIST = "list"
REDIRECT = "redirect"
ROBOTS = "robots"
PART = "part"
"""A further page of an article; ``url_hash`` is that of the article."""
INTERRUPTED = "interrupted"
"""The run ended before anything was made of the page."""


@dataclass(slots=True)
class Capture:
    """One answer.

    ``url_hash`` is that of the canonical ``url``; ``fetched_at`` (ISO 8601, UTC) is when this archive
    received it, ``captured_at`` when it was captured; they differ behind a ``gateway``.  ``digest`` is that
    of the payload as received (``sha1:`` in base 32).  ``file`` and ``offset`` are the place of its WARC
    record, None where no page is kept.  ``outcome`` is ``article``, ``part``, ``list``, ``redirect``,
    ``robots``, ``interrupted``, or the reason of a reject.
    """

    url_hash: str
    url: str
    fetched_at: str
    captured_at: str | None
    gateway: str | None
    status: int
    digest: str
    file: str | None
    offset: int | None
    outcome: str
    run_id: str


COLUMNS = tuple(field.name for field in fields(Capture))
# The same record read again (a file of the user's, read twice) is the same capture.
_KEEP = (
    f"insert into captures ({', '.join(COLUMNS)}) values ({', '.join(f':{name}' for name in COLUMNS)})"
    " on conflict (file, offset) do update set outcome = excluded.outcome, run_id = excluded.run_id"
)


def keep_captures(db: Database, captures: Iterable[Capture]) -> None:
    """Store captures in one transaction; those of a record that is known replace its outcome."""
    rows = [{name: getattr(capture, name) for name in COLUMNS} for capture in captures]
    if rows:
        with transaction(db):
            db.conn.executemany(_KEEP, rows)


def captures_of(db: Readable, url_hash: str) -> Sequence[Capture]:
    """The captures of a page, oldest first."""
    found = db.execute(
        f"select {', '.join(COLUMNS)} from captures where url_hash = ? order by fetched_at, rowid", [url_hash]
    )
    return [Capture(*row) for row in found]


def parts_of(db: Readable, url_hash: str) -> list[tuple[str, tuple[str, int]]]:
    """The further pages of an article that are kept: the address of each, file and offset of the newest."""
    found = db.execute(
        "select url, file, offset from captures where url_hash = ? and outcome = ? and file is not null"
        " order by fetched_at, rowid",
        [url_hash, PART],
    )
    return list({url: (file, offset) for url, file, offset in found}.items())


def files_of(db: Database) -> set[str]:
    """The files that rows of this archive lead to."""
    return {row[0] for row in db.execute("select distinct file from captures where file is not null")}
