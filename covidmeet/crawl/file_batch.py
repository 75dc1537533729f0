"""Articles of files are stored many in a transaction: what a crash loses of them is read again."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from covidmeet.archive.sqlite_errors import Error, explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

logger = logging.getLogger(__name__)

_MOST = 200  # articles
_LONGEST = 1.0  # seconds: other crawls wait for the lock meanwhile


class FileBatch:
    """One transaction after the other, each until it has 200 articles or is a second old.

    Of the live web each article has its own: there what is lost has to be asked for again.  ``failed`` is
    told of an archive that cannot be written when the second is over.
    """

    def __init__(self, db: Database, failed: Callable[[Error], None]) -> None:
        self._db, self._failed = db, failed
        self._articles = 0
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Open a transaction, unless one is open."""
        if self._db.conn.in_transaction:
            return
        self._let_go("the archive failed")
        self._db.conn.execute("begin immediate")
        self._timer = asyncio.get_running_loop().call_later(_LONGEST, self._end_late)

    def added(self) -> None:
        """Count one article, and commit where there are enough."""
        self._articles += 1
        if self._articles >= _MOST:
            self.end()

    def end(self) -> None:
        """Commit what there is; raises SQLite's error where that fails, and nothing of it is stored."""
        if not self._db.conn.in_transaction:
            self._let_go("the archive failed")
            return
        try:
            self._db.conn.execute("commit")
            self._articles = 0
        except Error as error:
            if self._db.conn.in_transaction:
                self._db.conn.execute("rollback")
            self._let_go(explain(error))
            raise
        finally:
            self._stop_timer()

    def _end_late(self) -> None:
        try:
            self.end()
        except Error as error:
            self._failed(error)

    def _let_go(self, why: str) -> None:
        """Forget articles that were rolled back."""
        self._stop_timer()
        if self._articles:
            logger.error("%d articles are not stored, read their files again: %s", self._articles, why)
        self._articles = 0

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
