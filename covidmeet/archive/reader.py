"""The archive opened for reading, without what only writing needs."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection, Cursor
from typing import Any, Protocol

from covidmeet.archive.identity import check_archive, check_path
from covidmeet.archive.sqlite_errors import ArchiveError, Error, Fault, explain, fault_of, sqlite3
from covidmeet.language import _

BUSY_SECONDS = 30.0
"""How long one waits for another process, unless the settings say otherwise."""


class Readable(Protocol):
    """An open archive to read from: a ``sqlite3.Connection``, or a ``sqlite_utils.Database``."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor:
        """Run a statement; its rows are read from the cursor."""


def open_read_only(path: str | Path) -> Connection:
    """The archive at ``path``, for reading; may be open while crawls write.

    Needs no right to write, neither to the file nor to its folder.  Raises ``ArchiveError`` where there is
    none, where it cannot be read, or where the file is something else or of another version.
    """
    path = check_path(path)
    if not path.is_file():
        raise ArchiveError(
            _(
                "{path}: there is no archive here; run a crawl or `covidmeet demo`, or name one with -d FILE",
                path=path,
            )
        )
    try:
        connection = _open(path)
        try:
            current = check_archive(connection, path)
        except ArchiveError:
            connection.close()
            raise
    except Error as error:
        raise ArchiveError(f"{path}: {explain(error)}") from error
    except OSError as error:
        raise ArchiveError(
            _("{path}: cannot be read: {strerror}", path=path, strerror=error.strerror or error)
        ) from error
    if not current:
        connection.close()
        raise ArchiveError(
            _(
                "{path}: an earlier version of covidmeet made this archive; any crawl into it brings it "
                "up to date",
                path=path,
            )
        )
    return connection


def _open(path: Path) -> Connection:
    """A connection that only reads.

    With write-ahead logging SQLite makes files beside an archive, or opens nothing where it may not.  Then
    the file alone is read where no log with content lies beside it, else a copy of both.
    """
    try:
        return _connect(path, "mode=ro")
    except Error as error:
        if fault_of(error) not in (Fault.CANTOPEN, Fault.READONLY):
            raise
    log = path.with_name(path.name + "-wal")
    if not log.is_file() or not log.stat().st_size:
        # ``immutable`` takes no notice of a log, so it would miss what stands only there.
        return _connect(path, "immutable=1")
    folder = Path(tempfile.mkdtemp(prefix="covidmeet-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in (path, log):
        shutil.copyfile(file, folder / file.name)
    return _connect(folder / path.name, "mode=rw")


def _connect(path: Path, how: str) -> Connection:
    connection: Connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}", uri=True, timeout=BUSY_SECONDS
    )
    try:
        connection.execute("select 1 from sqlite_master limit 1").fetchone()
    except Error:
        connection.close()
        raise
    return connection


@contextmanager
def one_state(db: Connection) -> Iterator[None]:
    """All that is read in the block is of one state of the archive, whatever crawls write meanwhile."""
    db.execute("begin")
    try:
        yield
    finally:
        db.execute("rollback")


def file_of(db: Readable) -> str:
    """The file that ``db`` reads, which is a copy where the archive itself could not be opened."""
    return str(next(file for _, name, file in db.execute("pragma database_list") if name == "main"))


def count_rows(db: Readable, table: str) -> int:
    """How many rows a table of the archive has; ``table`` is one of its own names, not a user's text."""
    (count,) = db.execute(f"select count(*) from [{table}]").fetchone()
    return int(count)
