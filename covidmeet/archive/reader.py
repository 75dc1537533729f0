"""The archive opened for reading, without what only writing needs."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection, Cursor
from typing import Any, Protocol

from covidmeet.archive.sqlite_errors import ArchiveError, Error, explain, sqlite3

BUSY_SECONDS = 30.0
"""How long one waits for another process, unless the settings say otherwise."""


class Readable(Protocol):
    """An open archive to read from: a ``sqlite3.Connection``, or a ``sqlite_utils.Database``."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor:
        """Run a statement; its rows are read from the cursor."""


def open_read_only(path: str | Path) -> Connection:
    """The archive at ``path``, for reading; may be open while crawls write.

    Raises ``ArchiveError`` where there is none, where it cannot be read, or where the file is something else.
    """
    path = Path(path)
    if not path.is_file():
        raise ArchiveError(
            f"{path}: there is no archive here; run a crawl or `covidmeet demo`, or name one with -d FILE"
        )
    try:
        connection: Connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS
        )
        found = connection.execute("select 1 from sqlite_master where type = 'table' and name = 'articles'")
        if not found.fetchone():
            connection.close()
            raise ArchiveError(f"{path}: this database is not a covidmeet archive (no table named articles)")
    except Error as error:
        raise ArchiveError(f"{path}: {explain(error)}") from error
    return connection


def count_rows(db: Readable, table: str) -> int:
    """How many rows a table of the archive has; ``table`` is one of its own names, not a user's text."""
    (count,) = db.execute(f"select count(*) from [{table}]").fetchone()
    return int(count)
