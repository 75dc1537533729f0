"""Which reports of two outlets are taken for those of one meeting, on thirty pairs that a reader judged."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from covidmeet.archive import articles
from covidmeet.archive.db import connect
from covidmeet.facts import facts
from covidmeet.items import Article
from covidmeet.text.normal import content_hash
from covidmeet.text.urls import hash_of
from tests.archive.chain_pairs import OTHERS, SAME

PAIRS = (*SAME, *OTHERS)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Database:
    db = connect(tmp_path_factory.mktemp("chains") / "a.db")
    for number, pair in enumerate(PAIRS):
        for side, text in enumerate(pair):
            articles.store(db, _article(number, side, text), "run")
    return db


def _article(number: int, side: int, text: str) -> Article:
    body = text.replace("D", f"{number // 15 + 1}月{number % 15 * 2 + 1}日", 1)
    body = body.replace("E", f"{number // 15 + 1}月{number % 15 * 2 + 2}日", 1)
    url = f"https://www.qinghe.example/{number}-{side}.html"
    made = Article(url=url, url_hash=hash_of(url), site="generic", title=body.split("，")[1], body=body)
    made.body_original, made.content_hash = body, content_hash(body)
    made.source, made.published_at = ("绍兴晚报", "越州新闻网")[side], "2022-03-09"
    made.meetings = facts(made)
    assert len(made.meetings) == 1, body
    return made


def chained(db: Database) -> set[tuple[int, int]]:
    """The numbers of the pairs whose articles are chained."""
    query = (
        "select a.url, b.url from chains c join meetings m using (meeting_id)"
        " join meetings o on o.meeting_id = c.other join articles a on a.url_hash = m.url_hash"
        " join articles b on b.url_hash = o.url_hash"
    )
    urls = [[url.rsplit("/", 1)[1].partition("-")[0] for url in row] for row in db.execute(query).fetchall()]
    return {(int(one), int(other)) for one, other in urls}


def test_only_reports_of_one_meeting_are_chained(db: Database) -> None:
    assert len(PAIRS) == 30
    found = chained(db)
    assert {pair for pair in found if pair[0] != pair[1]} == set()
    wrong = sorted(one for one, _ in found if one >= len(SAME))
    assert wrong == []


def test_most_of_those_are_found(db: Database) -> None:
    missed = [SAME[number] for number in range(len(SAME)) if (number, number) not in chained(db)]
    assert len(missed) <= 1, missed


def test_both_are_found_from_either(db: Database) -> None:
    pairs = {tuple(row) for row in db.execute("select meeting_id, other from chains").fetchall()}
    assert pairs and pairs == {(other, one) for one, other in pairs}
