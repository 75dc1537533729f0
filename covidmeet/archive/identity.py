"""Which SQLite files are archives of this project, and of which version."""

from __future__ import annotations

import os
import re
from pathlib import Path

from covidmeet.archive.sqlite_errors import ArchiveError, sqlite3
from covidmeet.language import _

APPLICATION_ID = 0x636D6565
"""In the header of the file (https://www.sqlite.org/fileformat2.html#application_id): ``cmee``."""

VERSION = 23
"""The number of the last migration, which ``user_version`` has when all were applied."""

_MODE = 0o640  # less the umask: texts of others are for the user and the group
_SET = "covidmeet"  # of sqlite-utils' migrations
_NUMBER = re.compile(r"m(\d{3})_")


def check_path(path: str | Path) -> Path:
    """The path of an archive; raises ``ArchiveError`` for what SQLite does not take for a file."""
    text = os.fspath(path)
    if text == ":memory:" or not text.strip():
        raise ArchiveError(_("{text!r}: an archive is a file", text=text))
    return Path(path)


def make_file(path: Path) -> None:
    """Make the file where there is none, readable by its owner and group; raises ``OSError``."""
    os.close(os.open(path, os.O_RDONLY | os.O_CREAT, _MODE))


def check_archive(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the open file is an archive of today's version; False for an earlier one, or an empty file.

    Reads only.  Raises ``ArchiveError`` for a database of another kind, or of a later version, and SQLite's
    errors.
    """
    (application_id,) = connection.execute("pragma application_id").fetchone()
    tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    applied = _applied(connection) if "_sqlite_migrations" in tables else []
    empty = not tables and application_id == 0
    if not empty and (application_id not in (0, APPLICATION_ID) or not applied):
        raise ArchiveError(_("{path}: this database is not a covidmeet archive", path=path))
    later = max(applied, default=0)
    if later > VERSION:
        raise ArchiveError(
            _(
                "{path}: a later version of covidmeet made this archive ({later}, this one knows "
                "{VERSION}); update covidmeet",
                path=path,
                later=later,
                VERSION=VERSION,
            )
        )
    return application_id == APPLICATION_ID and later == VERSION


def mark(connection: sqlite3.Connection) -> None:
    """Say in the file what it is; inside the transaction of the migrations."""
    connection.execute(f"pragma application_id = {APPLICATION_ID}")
    connection.execute(f"pragma user_version = {VERSION}")


def _applied(connection: sqlite3.Connection) -> list[int]:
    """The numbers of the migrations that were applied."""
    columns = {row[1] for row in connection.execute("pragma table_info(_sqlite_migrations)")}
    if not {"migration_set", "name"} <= columns:
        return []
    names = connection.execute("select name from _sqlite_migrations where migration_set = ?", [_SET])
    return [int(found[1]) for (name,) in names if (found := _NUMBER.match(name))]
