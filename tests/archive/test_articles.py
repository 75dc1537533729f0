"""Writing articles: once, again, changed; rejects; one transaction each."""

from __future__ import annotations

import json
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from covidmeet.archive import articles, runs
from covidmeet.archive.articles import Outcome, first_with_text, keep_reject, store
from covidmeet.archive.db import connect
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.search import search
from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.archive.visits import Visit, note_visits, visit_of
from covidmeet.items import COLUMNS
from covidmeet.reasons import Reason, Reject
from covidmeet.text.normal import content_hash
from tests.made_articles import article


def only(db: Database, table: str) -> dict[str, Any]:
    (row,) = db.query(f"select * from {table}")
    return dict(row)


def test_the_columns_are_those_of_the_item_in_its_order(database: Path) -> None:
    db = connect(database)
    assert tuple(db.table("articles").columns_dict) == (*COLUMNS, "fts_rowid")


def test_a_new_article_is_seen_again_and_then_changed(database: Path) -> None:
    db = connect(database)
    assert store(db, article(), "run-1", "2026-01-01T00:00:00+00:00") is Outcome.NEW
    first = only(db, "articles")
    assert store(db, article(), "run-2", "2026-01-02T00:00:00+00:00") is Outcome.SEEN
    assert only(db, "articles") == first | {"last_seen": "2026-01-02T00:00:00+00:00"}
    changed = article(body="河湾区召开防控工作会议，林晚出席。")
    assert store(db, changed, "run-3", "2026-01-03T00:00:00+00:00") is Outcome.CHANGED
    row, revision = only(db, "articles"), only(db, "revisions")
    assert (row["first_seen"], row["run_id"]) == ("2026-01-01T00:00:00+00:00", "run-3")
    assert revision["body"] == "河湾区召开防控工作会议，方青出席。"
    assert revision["seen_at"] == "2026-01-02T00:00:00+00:00"


def test_a_better_bookkeeping_of_the_same_text_makes_no_revision(database: Path) -> None:
    db = connect(database)
    store(db, article(), "run-1")
    assert store(db, article(source="河湾日报"), "run-2") is Outcome.CHANGED
    assert only(db, "articles")["source"] == "河湾日报"
    assert db.table("revisions").count == 0


def test_fixes_follow_their_article(database: Path) -> None:
    db = connect(database)
    fix = {"field": "body", "offset": 0, "rule": "reading", "before": "(huì)", "after": ""}
    store(db, article(stored_fixes=[fix]), "run-1")
    assert json.loads(only(db, "fixes")["fixes"]) == [fix]
    store(db, article(source="河湾日报"), "run-2")
    assert db.table("fixes").count == 0


def test_the_first_article_with_a_text(database: Path) -> None:
    db = connect(database)
    store(db, article("a"), "run-1", "2026-01-01T00:00:00+00:00")
    store(db, article("b"), "run-1", "2026-01-02T00:00:00+00:00")
    hashed = content_hash(article().body)
    assert first_with_text(db, hashed, "c" * 64) == "a" * 64
    assert first_with_text(db, hashed, "b" * 64) == "a" * 64
    assert first_with_text(db, hashed, "a" * 64) is None
    assert first_with_text(db, content_hash("别的"), "c" * 64) is None


def test_a_reject_is_kept_once_for_each_reason(database: Path) -> None:
    db = connect(database)
    for run in ("run-1", "run-2"):
        keep_reject(db, "https://example.com/a", Reject(Reason.EMPTY, run), run)
    keep_reject(db, "https://example.com/a", Reject(Reason.BINARY, ""), "run-2")
    assert [(row["reason"], row["run_id"]) for row in db.query("select * from rejects order by reason")] == [
        ("binary", "run-2"),
        ("empty", "run-2"),
    ]


def test_a_failing_write_leaves_nothing_half_done(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = connect(database)
    store(db, article(), "run-1")
    before = only(db, "articles")

    def fail(*_: object) -> None:
        raise RuntimeError("disc on fire")

    monkeypatch.setattr(articles, "add_fixes", fail)
    with pytest.raises(RuntimeError):
        store(db, article(body="河湾区召开防控工作会议，林晚出席。"), "run-2")
    assert only(db, "articles") == before
    assert db.table("revisions").count == 0
    assert [hit.title for hit in search(db, "方青")] == ["河湾区召开会议"]


def _store_many(path: Path, worker: int) -> None:
    db = connect(path)
    for number in range(40):
        store(db, article(f"{worker}{number:02d}"), f"run-{worker}")


@pytest.mark.slow
def test_several_processes_write_one_archive(database: Path) -> None:
    context = get_context("spawn")
    workers = [context.Process(target=_store_many, args=(database, worker)) for worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    db = connect(database)
    assert db.table("articles").count == 160
    assert db.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_runs_row(database: Path) -> None:
    db = connect(database)
    runs.begin(db, "run-1", "documents")
    assert only(db, "runs")["finished"] is None
    runs.finish(db, "run-1", "ok", "3 new", {"articles/new": 3})
    row = only(db, "runs")
    assert (row["verdict"], json.loads(row["counts"])) == ("ok", {"articles/new": 3})


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be read as one" * 40, b"\0" * 4096]
)
def test_a_file_that_is_no_archive_is_named_and_left_alone(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"x\.db: this file is not a SQLite database"):
        connect(path)
    assert path.read_bytes() == content


def test_reading_needs_an_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive here"):
        open_read_only(tmp_path / "x.db")
    Database(tmp_path / "other.db").table("t").insert({"a": 1})
    with pytest.raises(ArchiveError, match="not a covidmeet archive"):
        open_read_only(tmp_path / "other.db")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="cannot be made"):
        connect(tmp_path / "file" / "x.db")


WHY = {"unfinished": "captured in part (length)"}
FIRST_LINE = "河湾区召开防控工作会议，方青出席。"
MORE = f"{FIRST_LINE}\n会议要求备足药品。"


def test_more_of_a_page_replaces_its_beginning_and_less_does_not(database: Path) -> None:
    db = connect(database)
    store(db, article(extraction=WHY), "run-1")
    assert store(db, article(body=MORE, extraction=WHY), "run-2") is Outcome.CHANGED
    assert store(db, article(extraction=WHY), "run-3") is Outcome.SEEN
    assert (only(db, "articles")["body"], only(db, "articles")["run_id"]) == (MORE, "run-2")
    assert store(db, article(), "run-4") is Outcome.CHANGED
    assert (only(db, "articles")["body"], only(db, "articles")["extraction"]) == (FIRST_LINE, "{}")
    assert store(db, article(body=MORE, extraction=WHY), "run-5") is Outcome.SEEN
    assert only(db, "articles")["body"] == FIRST_LINE
    assert [row["cause"] for row in db.table("revisions").rows] == ["unfinished", "unfinished"]


def test_an_article_of_which_only_the_beginning_came_is_asked_for_again(database: Path) -> None:
    db = connect(database)
    store(db, article("a", extraction=WHY), "run-1")
    store(db, article("b"), "run-1")
    note_visits(db, [Visit("c" * 64, "a" * 64), Visit("d" * 64, "b" * 64)])
    known = {name: visit_of(db, name * 64) is not None for name in "abcd"}
    assert known == {"a": False, "b": True, "c": False, "d": True}
