"""Full text: every occurrence of a phrase, and nothing else."""

from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.search import search
from covidmeet.items import Article
from covidmeet.text.normal import content_hash
from covidmeet.text.urls import url_hash
from tests.archive.test_articles import article


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
        ('"引号', []),
        ("，", []),
        ("", []),
        ("防控 OR 会议", []),
        ("* NEAR(", []),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase: str, found: list[str], phrases: Path) -> None:
    hits = search(connect(phrases), phrase)
    assert sorted(hit.url.rsplit("/", 1)[1] for hit in hits) == found


def test_a_hit_shows_the_words_around_the_phrase(phrases: Path) -> None:
    (hit,) = search(connect(phrases), "落实防控")
    assert hit.snippet == "河湾区人民政府召开会议，落实防控措施。"


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
