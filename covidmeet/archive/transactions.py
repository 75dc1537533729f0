"""Transactions of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_WHOLE = ("begin immediate", "commit", ("rollback",))
_PART = ("savepoint part", "release part", ("rollback to part", "release part"))


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Commit what is written inside, or roll all of it back.

    The write lock is taken at once: a transaction that reads first and asks for it later is refused
    without waiting when another process wrote in between.  Inside another transaction, as that of a batch,
    it is a part of it, which alone is rolled back where it fails.
    """
    begin, end, undo = _PART if db.conn.in_transaction else _WHOLE
    db.conn.execute(begin)
    try:
        yield
        db.conn.execute(end)
    except BaseException:
        # On a full disc SQLite has rolled back by itself; to do it again would hide the error.
        if db.conn.in_transaction:
            for statement in undo:
                db.conn.execute(statement)
        raise
