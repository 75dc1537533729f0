"""Errors of SQLite are told by their code; each is raised by SQLite itself here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from covidmeet.archive.db import connect
from covidmeet.archive.sqlite_errors import Error, Fault, explain, fault_of


def busy(path: Path) -> None:
    first, second = connect(path), connect(path, busy_seconds=0)
    first.conn.execute("begin immediate")
    try:
        second.conn.execute("begin immediate")
    finally:
        first.close()


def readonly(path: Path) -> None:
    connect(path).close()
    sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True).execute("delete from runs")


def full(path: Path) -> None:
    db = connect(path)
    db.execute(f"pragma max_page_count = {db.execute('pragma page_count').fetchone()[0]}")
    db.execute("insert into rejects (url, reason, detail) values ('u', 'r', ?)", ["x" * 100_000])


def not_a_database(path: Path) -> None:
    path.write_text("河湾区召开会议 " * 100, "utf-8")
    sqlite3.connect(path).execute("select * from articles")


def malformed(path: Path) -> None:
    db = connect(path)
    db.execute("pragma journal_mode = delete")
    db.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)  # all pages but the first
    path.write_bytes(data)
    sqlite3.connect(path).execute("select * from articles where url = 'u'").fetchall()


def cannot_open(path: Path) -> None:
    sqlite3.connect(path / "no" / "folder.db").execute("select 1")


CASES: list[tuple[Callable[[Path], None], Fault, str]] = [
    (busy, Fault.BUSY, "another process holds it"),
    (readonly, Fault.READONLY, "cannot be written"),
    (full, Fault.FULL, "the disc is full"),
    (not_a_database, Fault.CORRUPT, "not a SQLite database"),
    (malformed, Fault.CORRUPT, "not a SQLite database"),
    (cannot_open, Fault.CANTOPEN, "cannot be opened"),
]


@pytest.mark.parametrize(("provoke", "fault", "words"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_a_fault_is_told_by_its_code_and_without_one(
    provoke: Callable[[Path], None], fault: Fault, words: str, database: Path
) -> None:
    with pytest.raises(Error) as caught:
        provoke(database)
    assert fault_of(caught.value) is fault
    assert words in explain(caught.value)
    assert explain(caught.value).endswith(f"({caught.value})")
    # As pysqlite3 raises it: the same words without a code.
    bare = type(caught.value)(str(caught.value))
    assert not hasattr(bare, "sqlite_errorcode")
    assert fault_of(bare) is fault


def test_the_words_of_an_error_do_not_matter_where_it_has_a_code(database: Path) -> None:
    """A table of that name is no full disc."""
    with pytest.raises(Error) as caught:
        connect(database).execute("select * from 'database or disk is full'")
    assert fault_of(caught.value) is Fault.OTHER
    assert explain(caught.value) == str(caught.value)


def test_an_extended_code_counts_as_its_primary_one() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    assert fault_of(error) is Fault.IOERR


def test_the_codes_are_sqlites() -> None:
    names = {"BUSY": ("BUSY", "LOCKED"), "CORRUPT": ("CORRUPT", "NOTADB")}
    for fault in Fault:
        if fault is not Fault.OTHER:
            expected = {getattr(sqlite3, f"SQLITE_{name}") for name in names.get(fault.name, (fault.name,))}
            assert set(fault.codes) == expected
