"""Transactions of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Commit what is written inside, or roll all of it back.

    The write lock is taken at once: a transaction that reads first and asks for it later is refused
    without waiting when another process wrote in between.
    """
    db.conn.execute("begin immediate")
    try:
        yield
        db.conn.execute("commit")
    except BaseException:
        # On a full disc SQLite has rolled back by itself; to do it again would hide the error.
        if db.conn.in_transaction:
            db.conn.execute("rollback")
        raise
