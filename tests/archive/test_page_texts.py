"""Only a page that changed makes a revision; a rule of ours that changed replaces the row."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from covidmeet.archive.articles import Outcome, store
from covidmeet.archive.db import connect
from covidmeet.items import Article
from covidmeet.process import Fetched, process
from covidmeet.stages.reading import Reading
from tests.made_articles import article

FIRST = "3月3日，河湾区召开疫情防控工作会议，区委书记方青主持会议并讲话。"
SECOND = "会议强调，要压实各方责任，把各项措施落到实处。"
OLD = f"河湾区召开会议。\n{FIRST}"
NEW = f"{FIRST}\n{SECOND}"


def given(body: str, lines: list[str], others: list[str] | None = None, name: str = "a") -> Article:
    made = article(name, body=body)
    made.given = (lines, others or [])
    return made


@pytest.fixture
def db(database: Path) -> Database:
    return connect(database)


def revisions(db: Database) -> list[str]:
    return [body for (body,) in db.execute("select body from revisions")]


def body_of(db: Database) -> str:
    ((body,),) = db.execute("select body from articles").fetchall()
    return str(body)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((["一", "二"], ["12次"]), (["一", "二"], ["12次"])),
        ((["一", "二"], ["12次"]), (["一", "二"], ["13次"])),  # a counter outside the article
        ((["一"], ["二"]), (["一"], ["二"])),
    ],
)
def test_another_rule_makes_no_revision(
    before: tuple[list[str], list[str]], after: tuple[list[str], list[str]], db: Database
) -> None:
    store(db, given(FIRST, *before), "run-1")
    assert store(db, given(NEW, *after), "run-2") is Outcome.CHANGED
    assert (body_of(db), revisions(db)) == (NEW, [])


def test_another_page_makes_one_and_the_next_rule_none(db: Database) -> None:
    store(db, given(FIRST, ["一"]), "run-1")
    store(db, given(NEW, ["一", "二"]), "run-2")
    assert revisions(db) == [FIRST]
    store(db, given(SECOND, ["一", "二"]), "run-3")
    assert revisions(db) == [FIRST]


def test_a_page_that_changed_where_no_rule_looked_is_known_as_changed_then(db: Database) -> None:
    store(db, given(FIRST, ["一"], ["x"]), "run-1")
    assert store(db, given(FIRST, ["一", "二"], ["y"]), "run-2") is Outcome.SEEN
    store(db, given(NEW, ["一", "二"], ["z"]), "run-3")
    assert revisions(db) == []


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["河湾区召开会议", FIRST, SECOND], []),  # all that the row had is still there
        (["河湾区召开会议", SECOND], [FIRST]),
        (["河灣區召開會議", FIRST.replace("会议", "會\u200b議"), SECOND], []),
    ],
)
def test_of_a_row_of_before_nothing_that_a_page_said_is_lost(
    lines: list[str], kept: list[str], db: Database
) -> None:
    store(db, given(FIRST, ["old"]), "run-1")
    db.execute("delete from page_texts")
    store(db, given(NEW, lines), "run-2")
    assert revisions(db) == kept


def test_the_path_tells_what_a_page_gave_before_any_repair() -> None:
    page = f"<h1>河湾区召开会议</h1><p>{FIRST}</p><p>会议强调，\u00a0要压实責任。</p>"
    one = process(Fetched("file:///a.txt", f"河湾区召开会议\n{FIRST}\n{SECOND}".encode()), Reading())
    assert one.given == (["河湾区召开会议", FIRST, SECOND], [])
    other = process(Fetched("https://qinghe.example/a", page.encode()), Reading())
    assert other.given is not None
    assert FIRST in other.given[0] + other.given[1]
