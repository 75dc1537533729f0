"""Full text: every occurrence of a phrase, and nothing else."""

import sqlite3
from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.search import search
from covidmeet.items import Article
from covidmeet.text.normal import content_hash
from covidmeet.text.urls import url_hash
from tests.made_articles import article


@pytest.fixture
def phrases(database: Path) -> Path:
    db = connect(database)
    bodies = {
        "a": "河湾区人民政府召开会议，落实防控措施。",
        "b": "会议在河湾，区人民代表列席。",
        "c": "讨论了GDP增长2.5%的目标 和其他事项",
    }
    for name, body in bodies.items():
        store(db, article(name, body=body), "run-1")
    return database


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("人民政府", ["a"]),
        ("湾", ["a", "b", "c"]),
        ("河湾区人", ["a"]),
        ("GDP增长2.5%", ["c"]),
        ("，", []),
        ("", []),
        ("防控 会议", ["a"]),
        ("GDP OR 列席", ["b", "c"]),
        ("* NEAR(", []),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase: str, found: list[str], phrases: Path) -> None:
    hits = search(connect(phrases), phrase)
    assert sorted(hit.url.rsplit("/", 1)[1] for hit in hits) == found


def test_a_hit_shows_the_words_around_the_phrase(phrases: Path) -> None:
    (hit,) = search(connect(phrases), "落实防控")
    assert hit.snippet.text == "河湾区人民政府召开会议，落实防控措施。"


def test_an_article_that_changed_is_no_longer_found_by_its_old_text(phrases: Path) -> None:
    db = connect(phrases)
    store(db, article("a", body="会议改期，另行通知。大家请留意。"), "run-2")
    assert list(search(db, "落实防控")) == []
    assert [hit.url_hash[0] for hit in search(db, "另行通知")] == ["a"]


def test_articles_are_found_before_and_after_they_are_indexed(database: Path) -> None:
    db = connect(database)
    for number in range(250):
        store(db, _numbered(number), "run-1")
    indexed = db.execute("select count(*) from articles_fts_docsize").fetchone()[0]
    assert indexed == 200
    assert [hit.title for hit in search(db, "第7号")] == ["第7号通报"]
    assert [hit.title for hit in search(db, "第249号")] == ["第249号通报"]
    db.close()
    db = connect(database)  # as the next run does after one that was killed
    assert db.execute("select count(*) from articles_fts_docsize").fetchone()[0] == 250
    assert [hit.title for hit in search(db, "第249号")] == ["第249号通报"]


def test_the_rowid_of_a_deleted_article_is_indexed_anew(database: Path) -> None:
    db = connect(database)
    store(db, _numbered(1), "run-1")
    store(db, _numbered(2), "run-1")
    db.close()
    db = connect(database)
    db.execute("delete from articles where title = '第2号通报'")
    store(db, _numbered(3), "run-1")
    assert [hit.title for hit in search(db, "第3号")] == ["第3号通报"]
    assert list(search(db, "第2号")) == []


def _numbered(number: int) -> Article:
    body = f"青禾县印发第{number}号通报，要求各乡镇对照落实。"
    article = Article(url=f"https://www.qinghe.example/{number}", title=f"第{number}号通报", body=body)
    article.body_original, article.content_hash = body, content_hash(body)
    article.url_hash = url_hash(article.url)
    return article


SPELLINGS = {
    "zero-width": ("疫\u200b情防\u2060控", "疫情防控"),
    "soft hyphen": ("疫情\u00ad防控", "疫情防控"),
    "direction": ("\u202a疫情\u200e防控\u202c", "疫情防控"),
    "variation": ("葛\U000e0100店镇", "葛店镇"),
    "wide digits": ("２０２３年底完成１２个", "2023年底完成12个"),
    "wide letters": ("ＱＨ通ＡＰＰ", "qh通app"),
    "case": ("Qinghe通App", "QINGHE通app"),
    "radicals": ("各⽅⾯⼯作⻓期", "各方面工作长期"),
    "compatibility": ("不\uf967落实的要问责\uf900", "不不落实的要问责岂"),
    "blanks at digits": ("3 月 5 日前完成 12 个", "3月5日前完成12个"),
    "blanks at letters": ("用 QR 码登记", "用QR码登记"),
    "padded name": ("李\u3000明主持", "李明主持"),
    "dash": ("COVID—19", "covid-19"),
    "dot": ("阿依・古丽", "阿依·古丽"),
    "variant": ("数値増加", "数值增加"),
    "rare": ("王\U0002cc5f主持", "王\U0002cc5f主持"),
    "quotes": ("「四早」要求", "“四早”要求"),
    "name": ("钱锺书故居", "钱钟书故居"),
    "left Traditional": ("採樣檢測", "采样检测"),
}


@pytest.mark.parametrize("kind", SPELLINGS)
def test_every_spelling_finds_every_other(kind: str, database: Path) -> None:
    typed, plain = SPELLINGS[kind]
    db = connect(database)
    store(db, article("a", body=f"前面说，{typed}。"), "run-1")
    store(db, article("b", body=f"前面说，{plain}。"), "run-1")
    store(db, article("c", body="前面说，另行通知。"), "run-1")
    for reading in (db, connect(database)):  # before it is in the index, and from the index
        for phrase in SPELLINGS[kind]:
            assert sorted(hit.url_hash[0] for hit in search(reading, phrase)) == ["a", "b"]


def test_the_snippet_shows_the_text_as_it_stands(database: Path) -> None:
    db = connect(database)
    body = "开头" * 30 + "各村疫\u200b情 防控于３ 月完成。" + "结尾" * 30
    store(db, article("a", body=body), "run-1")
    (hit,) = search(db, "疫情防控于3月")
    assert "各村疫\u200b情 防控于３ 月完成。" in hit.snippet.text
    assert hit.snippet.text.startswith("…")
    assert hit.snippet.text.endswith("…")


def test_a_name_is_not_found_by_another(database: Path) -> None:
    db = connect(database)
    store(db, article("a", body="由王乾主持会议，大家参加。"), "run-1")
    store(db, article("b", body="老王干部培训会议，大家参加。"), "run-1")
    assert [hit.url_hash[0] for hit in search(db, "王乾")] == ["a"]
    assert [hit.url_hash[0] for hit in search(db, "王干部")] == ["b"]


def as_before(database: Path) -> None:
    """The archive as it was before the index was folded, with a text of radicals and its copy."""
    db = connect(database)
    first = article("a", body="各⽅⾯⼯作要抓好，到２０２３年底完成。")
    store(db, first, "run-1", "2023-01-01T00:00:00+00:00")
    second = article("b", body="各方面工作要抓好，到2023年底完成。")
    store(db, second, "run-1", "2023-01-02T00:00:00+00:00")
    db.close()
    old = sqlite3.connect(database)
    old.execute("drop trigger articles_text_changed")
    for view in ("search", "meetings_by_week", "people_posts", "chains"):
        old.execute(f"drop view {view}")
    for table in ("page_texts", "captures", "measures", "orders", "people", "meetings"):
        old.execute(f"drop table {table}")
    copies = (
        "select type, name from sqlite_master where type in ('table', 'trigger')"
        " and (name like 'cop%' or name like 'index_%' or name = 'issue_days')"
    )
    for kind, name in old.execute(copies).fetchall():
        old.execute(f"drop {kind} {name}")
    old.execute("drop index idx_articles_fts_rowid")
    old.execute("alter table articles drop column fts_rowid")
    old.execute("drop table articles_fts")
    old.execute("create virtual table articles_fts using fts5(title, body, tokenize = 'unicode61')")
    old.execute("alter table visits drop column times")
    old.execute("alter table revisions drop column cause")
    old.execute("alter table revisions drop column fields")
    for column in ("captured_at", "gateway", "doubtful", "extraction", "fields"):
        old.execute(f"alter table articles drop column {column}")
    for rowid, body in old.execute("select rowid, body from articles").fetchall():
        old.execute(
            "insert into articles_fts (rowid, title, body) values (?, '', ?)", [rowid, " ".join(body)]
        )
    old.execute("delete from _sqlite_migrations where name >= 'm004'")
    old.execute("update articles set content_hash = 'old' where url_hash like 'a%'")
    old.commit()
    old.close()


def test_an_archive_of_before_is_indexed_anew_and_its_copies_are_linked(database: Path) -> None:
    as_before(database)
    db = connect(database)
    assert db.execute(
        "select count(*) from articles_fts where articles_fts match '\"工 作 要\"'"
    ).fetchone() == (2,)
    rows = db.execute("select url_hash, content_hash, same_as from articles order by url_hash").fetchall()
    assert rows[0][1] == rows[1][1]
    assert [row[2] for row in rows] == [None, rows[0][0]]
