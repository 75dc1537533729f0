"""One archive of several: the same rows in every order, also where the merge was killed."""

from __future__ import annotations

import gzip
import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive import meetings
from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.reader import open_read_only
from covidmeet.cli.main import main
from covidmeet.kept import merge_rows, merging
from covidmeet.kept.merging import merge
from covidmeet.text.urls import hash_of
from tests.kept.merge_archives import DAYS, make, page, readable, tables
from tests.reports import report, with_errors
from tests.sources.test_page_store import exchange


def test_every_order_gives_the_same_rows(three: list[Path], tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(permutations(three)):
        target = tmp_path / str(number) / "all.db"
        merge(order, target)
        found.append(tables(target))
        assert readable(target) == 11 + 7 + 6 + 7 - 1  # one row of b has no page
        assert sorted(target.parent.joinpath("warc").iterdir())
    assert all(one == found[0] for one in found)
    assert {name: len(rows) for name, rows in found[0].items()} == {
        "articles": 11, "revisions": 4, "rejects": 4, "fixes": 10, "runs": 3, "visits": 4, "captures": 23,
        "page_texts": 11, "copies": len(found[0]["copies"]), "copies_backlog": 0, "found": 11,
        "issue_days": 4, "meetings": 0, "people": 0, "orders": 0, "measures": 0,
        "index_queries": 0, "index_captures": 0,
    }  # fmt: skip


def test_of_an_address_the_latest_row_is_taken(three: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "all.db"
    merge(three, target)
    with closing(open_read_only(target)) as db:
        row = db.execute(
            "select first_seen, last_seen, run_id, body, warc from articles where url = ?", [exchange(5).url]
        ).fetchone()
        assert row[:2] == ("2026-01-01T00:00:00+00:00", "2026-01-03T00:00:00+00:00")
        assert row[2].endswith("cccccc")
        assert row[3] == with_errors(report(5), 0.02, ord("c"))
        assert "cccccc" in row[4]
        # The texts of the others are kept, each with when it was last seen.
        kept = db.execute(
            "select seen_at, body, cause from revisions where url_hash = ? order by 1",
            [hash_of(exchange(5).url)],
        ).fetchall()
        assert kept == [
            (f"{DAYS[name]}T00:00:00+00:00", with_errors(report(5), 0.02, ord(name)), "site") for name in "ab"
        ]
        assert (
            json.loads(
                db.execute(
                    "select fixes from fixes where url_hash = ?", [hash_of(exchange(5).url)]
                ).fetchone()[0]
            )[0]["rule"]
            == "c"
        )
        assert db.execute("select detail from rejects where url like '%shared'").fetchall() == [("of c",)]
        assert [run for (run,) in db.execute("select reason from runs order by rowid")] == [
            "of a",
            "of b",
            "of c",
        ]


def test_done_again_it_changes_nothing(three: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "all.db"
    merge(three, target)
    before = tables(target)
    files = {path.name: path.stat().st_ino for path in tmp_path.joinpath("warc").iterdir()}
    again = merge(three, target)
    assert tables(target) == before
    assert again.files == 0
    assert {path.name: path.stat().st_ino for path in tmp_path.joinpath("warc").iterdir()} == files


def test_one_by_one_it_is_the_same(three: list[Path], tmp_path: Path) -> None:
    merge(three, tmp_path / "all" / "all.db")
    for archive in reversed(three):
        merge([archive], tmp_path / "one" / "all.db")
    assert tables(tmp_path / "one" / "all.db") == tables(tmp_path / "all" / "all.db")


KILLED = """
import os, signal, sys
from pathlib import Path
from covidmeet.kept import merge_files, merge_rows, merging
where, count, target, *archives = sys.argv[1:]
module, _, name = where.rpartition(".")
module = {"files": merge_files, "rows": merge_rows, "merging": merging}[module]
work, left = getattr(module, name), [int(count)]
def killed(*given, **named):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return work(*given, **named)
setattr(module, name, killed)
merge_rows.TOGETHER = 2
merging.merge([Path(one) for one in archives], Path(target))
"""
POINTS = [
    ("files._linked", 1),
    ("files._copy", 0),
    ("rows._add_keyed", 2),
    ("rows.transaction", 3),
    ("rows.transaction", 12),
    ("rows._merge_article", 5),
    ("rows._keep_text", 1),
    ("rows._add_whole", 3),
    ("merging.index_new", 0),
    ("merging.settle", 0),
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_killed_anywhere_it_is_finished_by_doing_it_again(three: list[Path], tmp_path: Path) -> None:
    whole = tmp_path / "whole" / "all.db"
    merge(three, whole)
    wanted = tables(whole)
    names = sorted(path.name for path in whole.parent.joinpath("warc").iterdir())
    for point, count in POINTS:
        target = tmp_path / f"{point}-{count}" / "all.db"
        done = subprocess.run(
            [sys.executable, "-c", KILLED, point, str(count), target, *three], capture_output=True, timeout=60
        )
        assert done.returncode == -signal.SIGKILL, (point, done.stderr)
        merge(three[::-1], target)
        assert tables(target) == wanted, point
        assert sorted(path.name for path in target.parent.joinpath("warc").iterdir()) == names, point
        readable(target)


def test_an_earlier_version_is_read_as_it_would_be_today(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.db"
    earlier.write_bytes(gzip.decompress(Path("tests/archive/first-published.db.gz").read_bytes()))
    before = earlier.read_bytes()
    target = tmp_path / "all" / "all.db"
    merge([earlier], target)
    assert earlier.read_bytes() == before
    with closing(sqlite3.connect(earlier)) as old, closing(open_read_only(target)) as db:
        count = "select count(*) from articles"
        assert db.execute(count).fetchone() == old.execute(count).fetchone() != (0,)
    assert sorted(path.name for path in target.parent.iterdir() if path.name.startswith(".")) == []


def test_a_crawl_may_write_meanwhile(three: list[Path], tmp_path: Path, monkeypatch: Any) -> None:
    archive = make(tmp_path, "a", range(1, 4))
    work = merge_rows.merge_rows

    def meanwhile(*given: Any) -> None:
        with closing(connect(archive)) as db:
            store(db, page(30, report(30)), "later")
        work(*given)

    monkeypatch.setattr(merging, "merge_rows", meanwhile)
    merge([archive], tmp_path / "all" / "all.db")
    with closing(open_read_only(tmp_path / "all" / "all.db")) as db:
        assert db.execute("select count(*) from articles").fetchone() == (3,)


def test_every_table_of_an_archive_is_merged_or_made_anew(database: Path) -> None:
    with closing(connect(database)) as db:
        names = {
            name
            for (name,) in db.execute("select name from sqlite_master where type = 'table'")
            if not name.startswith(("articles_fts_", "sqlite_", "_sqlite_"))
        }
        for table in merge_rows.OF_ARTICLE:
            assert merge_rows.columns_of_article(table) == merge_rows.columns(db, table)
        assert merge_rows.columns(db, "revisions") == merge_rows._REVISION
    known = {"articles", *merge_rows.OF_ARTICLE, *merge_rows.KEYED, *merge_rows.WHOLE, *merge_rows.DERIVED}
    known |= set(meetings.TABLES)
    assert names == known


def test_the_command_tells_what_it_did(three: list[Path], tmp_path: Path, capsys: Any) -> None:
    target = tmp_path / "all.db"
    assert main(["merge", *map(str, three), "-o", str(target)]) == 0
    told = capsys.readouterr().out
    assert "11 articles in" in told
    assert "3 files of pages are new there" in told
