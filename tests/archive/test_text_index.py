"""The full-text index: its order, what changes reach it, and that it is made of an older one."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from covidmeet.archive import text_index
from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.index_key import day_number
from covidmeet.archive.query_plan import Query
from covidmeet.archive.search import count_hits, search
from covidmeet.archive.text_index import index_new
from tests.made_articles import article

# Stored in this order; two of one day come with the later time first.
DAYS = (
    ("a", "2022-03-05T08:00:00+08:00"),
    ("b", None),
    ("c", "2022-03-05T19:30:00+08:00"),
    ("d", "2021-12-31"),
    ("e", "2022-03-06"),
    ("f", None),
    ("g", "2022-03-05"),
)
NEWEST_FIRST = ["e", "c", "a", "g", "d", "f", "b"]


@pytest.fixture
def db(database: Path) -> Database:
    db = connect(database)
    for number, (name, published_at) in enumerate(DAYS):
        one = article(name, body=f"青禾县第{number}次会议部署核酸检测。")
        one.published_at = published_at
        store(db, one, "run-1", f"2023-01-01T00:00:0{number}+00:00")
    return db


def names(db: Database, query: str, limit: int = 20, skip: int = 0) -> list[str]:
    return [hit.url.rsplit("/", 1)[1] for hit in search(db, query, limit=limit, skip=skip)]


@pytest.mark.parametrize(
    "query", ["会议", "会议 -隔离", "会议 OR site:x", "核酸 since:1990 OR 部署", "-隔离"]
)
@pytest.mark.parametrize("indexed", [0, 3, 7])
def test_the_order_is_exact_within_a_day(query: str, indexed: int, db: Database) -> None:
    index_new(db)
    # The others wait, as after a run that was killed.
    for key, title, body in db.execute(
        "select fts_rowid, title, body from articles order by rowid limit -1 offset ?", [indexed]
    ).fetchall():
        text_index.remove(db, key, title, body)
        db.execute("update articles set fts_rowid = null where fts_rowid = ?", [key])
    assert names(db, query) == NEWEST_FIRST
    assert names(db, query, limit=2, skip=3) == NEWEST_FIRST[3:5]
    assert count_hits(db, query) == len(NEWEST_FIRST)


def test_words_are_read_from_the_index_in_its_order(db: Database) -> None:
    for query in ("会议", "会议 核酸", "会议 site:x", "会议 -隔离"):
        statement, values = Query(query).newest_first("articles.rowid")
        plan = [row[3] for row in db.execute(f"explain query plan {statement}", values)]
        assert plan[0].startswith("SCAN articles_fts VIRTUAL TABLE"), plan
        assert not any("TEMP B-TREE" in step for step in plan), plan


def test_what_another_program_changes_is_indexed_anew(db: Database, database: Path) -> None:
    index_new(db)
    other = sqlite3.connect(database)
    other.execute(
        "update articles set body = '各村封闭管理三天。', published_at = '2022-03-09' where url like '%/b'"
    )
    other.commit()
    other.close()
    for _ in range(2):  # before and after
        assert names(db, "封闭管理") == ["b"]
        assert names(db, "核酸") == [name for name in NEWEST_FIRST if name != "b"]
        assert names(db, "检测 OR 封闭")[0] == "b"
        index_new(db)


def test_a_changed_article_takes_its_place_at_once(db: Database) -> None:
    index_new(db)
    changed = article("d", body="另行通知：会议改期，请各村留意。")
    changed.published_at = "2022-03-07"
    store(db, changed, "run-2")
    assert db.execute("select count(*) from articles where fts_rowid is null").fetchone() == (0,)
    assert names(db, "会议")[0] == "d"
    assert db.execute("select count(*) from articles_fts_docsize").fetchone() == (len(DAYS),)
    db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")


def test_the_view_leads_from_the_index_to_the_texts(db: Database) -> None:
    index_new(db)
    found = db.execute(
        "select s.body from articles_fts join search s on s.fts_rowid = articles_fts.rowid"
        " where articles_fts match '\"核 酸\"' order by articles_fts.rowid desc"
    ).fetchall()
    assert len(found) == len(DAYS)
    assert found[0][0] == "青禾县第4次会议部署核酸检测。"


def test_filling_it_is_interrupted_and_goes_on(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_index, "_TOGETHER", 2)
    add, calls = text_index._add, []

    def interrupted(*given: object) -> None:
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        add(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(text_index, "_add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        index_new(db)
    assert db.execute("select count(*) from articles_fts_docsize").fetchone() == (4,)
    assert names(db, "会议") == NEWEST_FIRST
    index_new(db)
    assert db.execute("select count(*) from articles_fts_docsize").fetchone() == (7,)
    assert names(db, "会议") == NEWEST_FIRST


@pytest.mark.parametrize("text", [None, "", "昨天", "0000-01-01", "22-03-05", "0999-12-31"])
def test_what_is_no_day_goes_with_those_without(text: str | None) -> None:
    assert day_number(text) == 0


def test_days_are_in_the_order_of_their_texts() -> None:
    texts = [
        "1999",
        "1999-12",
        "1999-12-31",
        "2000-01-01",
        "2000-01-31",
        "2000-02",
        "2000-02-01",
        "9999-99-99",
    ]
    days = [day_number(text) for text in texts]
    assert days == sorted(set(days))


@pytest.mark.parametrize("words", ["", "会议 "])
@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ("until:2022-03-05", "cagd"),
        ("until:2022-03", "ecagd"),
        ("until:2022", "ecagd"),
        ("until:2022-03-04", "d"),
        ("until:2021", "d"),
        ("until:2020", ""),
        ("since:2022 until:2022-03-05", "cag"),
        ("site:青禾", "ecagdfb"),
        ("site:青禾 until:2022-03-05", "cagd"),
        ("site:河湾", ""),
    ],
)
def test_filters_keep_the_order_and_lose_nothing(words: str, filters: str, wanted: str, db: Database) -> None:
    db.execute("update articles set site = '青禾'")
    index_new(db)
    assert names(db, words + filters) == list(wanted)
    assert names(db, words + filters, limit=2, skip=1) == list(wanted[1:3])
    assert count_hits(db, words + filters) == len(wanted)


def test_a_day_that_is_no_day_is_found_by_a_filter(db: Database) -> None:
    db.execute("update articles set published_at = '0999-12-31' where url like '%/a'")
    index_new(db)
    assert names(db, "until:2022-03-05") == ["c", "g", "d", "a"]
    assert names(db, "until:1000") == ["a"]
