"""Full text: every occurrence of a phrase, and nothing else."""

from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.search import search
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
