"""The full-text index: an FTS5 table without content, with an entry for each article in the order of days.

An entry's rowid is the day of its article and a number within the day (``key``), so the index itself gives
the newest first and a search may stop early.  ``articles.fts_rowid`` leads to it; articles without one wait
for ``index_new``.  SQLite before 3.43 deletes from such a table only with the text that was put in
(https://www.sqlite.org/fts5.html#the_delete_command).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from covidmeet.archive.index_key import KEY, NEW, day_number, keys_of_day
from covidmeet.archive.phrase import spaced
from covidmeet.archive.transactions import transaction
from covidmeet.text.fold import fold

if TYPE_CHECKING:
    from sqlite_utils import Database

STATEMENTS = (
    "drop table articles_fts",
    "create virtual table articles_fts using fts5(title, body, content = '', tokenize = 'unicode61')",
    f"alter table articles add column {KEY} integer",
    f"create unique index idx_articles_fts_rowid on articles ({KEY})",
    # Also of a write by another program: the article is indexed anew.
    "create trigger articles_text_changed after update of title, body, published_at on articles"
    f" when old.{KEY} is not null and (old.title is not new.title or old.body is not new.body"
    " or substr(old.published_at, 1, 10) is not substr(new.published_at, 1, 10))"
    f" begin update articles set {KEY} = null where url_hash = new.url_hash; end",
    f"create view search as select {KEY}, title, body from articles where {NEW.replace('is', 'is not')}",
)
"""Of the migration that made the index; it is filled by ``index_new``."""

RARER_MERGES = "insert into articles_fts (articles_fts, rank) values ('automerge', 8)"
"""Of the migration that made storing 7 to 11 % faster; a search looks at more parts (3 ms take 3.3)."""

_TOGETHER = 1000  # articles that are indexed in one transaction, and are in memory at once
_TOLD_EACH = 10_000  # articles

logger = logging.getLogger(__name__)


def index_new(db: Database) -> None:
    """Put the articles that are not in the index there, in transactions of its own.

    Writing the index costs as much at each commit as all else, so ``store`` leaves new articles to this
    (measured: 2,300 articles a second with each, 4,450 with a hundred together).  An article without
    ``fts_rowid`` is not in the index, so nothing is lost when a process is killed in between.
    """
    found = f"select rowid, title, body, published_at from articles where {NEW} limit ?"
    done = 0
    while db.execute(f"select 1 from articles where {NEW} limit 1").fetchone():
        with transaction(db):
            rows = db.execute(found, [_TOGETHER]).fetchall()
            _add(db, rows)
        done += len(rows)
        if done % _TOLD_EACH == 0:
            logger.info("%s articles are in the full-text index now", f"{done:,}")


@contextmanager
def changing(db: Database, url_hash: str) -> Iterator[None]:
    """Inside, the row of an article may be updated: its entry follows; in a transaction of the caller's."""
    found = f"select {KEY}, rowid, title, body, published_at from articles where url_hash = ?"
    old = db.execute(found, [url_hash]).fetchone()
    yield
    new = db.execute(found, [url_hash]).fetchone()
    if old is None or old[0] is None or new[0] is not None:
        return
    key, _, title, body, _ = old
    remove(db, key, title, body)
    _add(db, [new[1:]])


def remove(db: Database, key: int, title: str | None, body: str) -> None:
    """Take out the entry ``key``, which was made of just this text."""
    db.execute(
        "insert into articles_fts (articles_fts, rowid, title, body) values ('delete', ?, ?, ?)",
        [key, *as_entry(title, body)],
    )


def as_entry(title: str | None, body: str) -> tuple[str, str]:
    """What the index holds of an article."""
    return spaced(fold(title or "")), spaced(fold(body))


def _add(db: Database, rows: Iterable[tuple[int, str | None, str, str | None]]) -> None:
    """Of (rowid, title, body, published_at); FTS5 flushes at each rowid that is less than the last one."""
    last: dict[int, int] = {}
    for day, rowid, title, body in sorted(
        (day_number(published_at), rowid, title or "", body) for rowid, title, body, published_at in rows
    ):
        key = last[day] = (last[day] if day in last else _last_key(db, day)) + 1
        db.execute(
            "insert into articles_fts (rowid, title, body) values (?, ?, ?)", [key, *as_entry(title, body)]
        )
        db.execute(f"update articles set {KEY} = ? where rowid = ?", [key, rowid])


def _last_key(db: Database, day: int) -> int:
    first, end = keys_of_day(day)
    found = "select coalesce(max(id), ?) from articles_fts_docsize where id between ? and ?"
    (last,) = db.execute(found, [first, first, end - 1]).fetchone()
    return int(last)
