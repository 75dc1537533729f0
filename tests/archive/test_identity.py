"""A file says that it is an archive and of which version; another one is never written to."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from covidmeet.archive import identity, reader
from covidmeet.archive.articles import store
from covidmeet.archive.db import connect, migrations
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.items import COLUMNS
from tests.made_articles import article

FIRST_PUBLISHED = Path(__file__).with_name("first-published.db.gz")


def pragma(path: Path, name: str) -> int:
    connection = sqlite3.connect(path)
    (value,) = connection.execute(f"pragma {name}").fetchone()
    connection.close()
    return int(value)


def unpacked(path: Path) -> Path:
    path.write_bytes(gzip.decompress(FIRST_PUBLISHED.read_bytes()))
    return path


def test_a_new_archive_says_what_it_is(database: Path) -> None:
    connect(database).close()
    assert pragma(database, "application_id") == identity.APPLICATION_ID
    assert pragma(database, "user_version") == identity.VERSION
    assert database.stat().st_mode & 0o777 == 0o640 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_version_is_that_of_the_last_migration(database: Path) -> None:
    db = connect(database)
    assert not migrations.pending(db)
    assert max(identity._applied(db.conn)) == identity.VERSION


def test_an_archive_as_first_published_is_brought_up_to_date(database: Path) -> None:
    unpacked(database)
    before = sqlite3.connect(database)
    rows = before.execute("select url_hash, title, body, warc from articles order by url_hash").fetchall()
    before.close()
    assert len(rows) == 15
    with pytest.raises(ArchiveError, match="an earlier version of covidmeet made this archive; any crawl"):
        open_read_only(database)
    db = connect(database)
    assert tuple(db.table("articles").columns_dict) == (*COLUMNS, "fts_rowid")
    assert db.execute("select url_hash, title, body, warc from articles order by url_hash").fetchall() == rows
    db.close()
    assert pragma(database, "application_id") == identity.APPLICATION_ID
    assert open_read_only(database).execute("select count(*) from articles").fetchone() == (15,)


@pytest.mark.parametrize(
    "statements",
    [
        ["create table articles (url text)"],
        ["create table songs (name text)"],
        ["pragma application_id = 77"],
        ["create table _sqlite_migrations (migration_set text, name text)"],
        [
            "create table _sqlite_migrations (migration_set text, name text)",
            "insert into _sqlite_migrations values ('songs', 'm001_tables')",
            "create table songs (name text)",
        ],
        ["create table _sqlite_migrations (anything text)"],
    ],
)
def test_a_database_of_another_kind_is_not_touched(database: Path, statements: list[str]) -> None:
    foreign = sqlite3.connect(database)
    for statement in statements:
        foreign.execute(statement)
    foreign.commit()
    foreign.close()
    before = database.read_bytes()
    for open_it in (connect, open_read_only):
        with pytest.raises(ArchiveError, match="this database is not a covidmeet archive"):
            open_it(database)
    assert database.read_bytes() == before
    assert not database.with_name("archive.db-wal").exists()


def test_an_archive_of_a_later_version_is_not_touched(database: Path) -> None:
    db = connect(database)
    db.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at)"
        " values ('covidmeet', 'm998_later', 'x')"
    )
    db.close()
    before = database.read_bytes()
    for open_it in (connect, open_read_only):
        with pytest.raises(ArchiveError, match=r"a later version .* \(998, this one knows \d+\); update"):
            open_it(database)
    assert database.read_bytes() == before


@pytest.mark.parametrize("name", [":memory:", "", "  "])
def test_an_archive_is_a_file(name: str) -> None:
    for open_it in (connect, open_read_only):
        with pytest.raises(ArchiveError, match="an archive is a file"):
            open_it(name)


def test_no_right_to_write_is_needed(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where SQLite may make no files beside the archive, the file alone is read, or a copy with its log."""
    really = reader._connect
    asked: list[str] = []

    def connect_or_fail(path: Path, how: str) -> sqlite3.Connection:
        asked.append(how)
        if how == "mode=ro":
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = 14
            raise error
        return really(path, how)

    monkeypatch.setattr(reader, "_connect", connect_or_fail)
    writer = connect(database)
    store(writer, article(), "run-1")
    assert database.with_name("archive.db-wal").stat().st_size
    assert open_read_only(database).execute("select count(*) from articles").fetchone() == (1,)
    writer.close()
    assert open_read_only(database).execute("select count(*) from articles").fetchone() == (1,)
    assert asked == ["mode=ro", "mode=rw", "mode=ro", "immutable=1"]


AS_ANOTHER_USER = """
import os, sys
from covidmeet.archive.reader import open_read_only
os.setgid(65534)
os.setuid(65534)
print(open_read_only(sys.argv[1]).execute("select count(*) from articles").fetchone()[0])
"""


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)
@pytest.mark.parametrize("log", [True, False], ids=["with a log", "without a log"])
def test_another_user_reads_in_a_folder_that_is_read_only(log: bool, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    database = folder / "archive.db"
    db = connect(database)
    store(db, article(), "run-1")
    if not log:
        db.close()
    for file in folder.iterdir():
        file.chmod(0o644)
    for above in (folder, *folder.parents):
        if above.stat().st_uid == 0 and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o555)
    done = subprocess.run(
        [sys.executable, "-c", AS_ANOTHER_USER, str(database)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "1\n", done.stderr
    db.close()
