"""The meetings of an article as shown, and where its words and the facts disagree."""

from __future__ import annotations

import sqlite3

from covidmeet.archive.meetings_schema import STATEMENTS
from covidmeet.items import Article
from covidmeet.show.meetings_view import NONE_FOUND, meetings
from covidmeet.show.sheet import Sheet
from covidmeet.show.words import words_of


def shown(title: str, body: str, language: str | None = None) -> str:
    db = sqlite3.connect(":memory:")
    for statement in STATEMENTS:
        if statement.startswith("create table"):
            db.execute(statement)
    sheet = Sheet()
    article = Article(url="https://www.qinghe.example/a.html", title=title, body=body, url_hash="a" * 64)
    meetings(sheet, db, article, words_of(language))
    return str(sheet)


def test_words_that_tell_of_a_meeting_without_one_are_noted() -> None:
    title, body = "县卫健局学习全县疫情防控工作会议精神", "连日来，县卫健局学习全县疫情防控工作会议精神。"
    assert NONE_FOUND in shown(title, body)
    assert "未识别出" in shown(title, body, "zh")


def test_nothing_is_noted_of_an_article_on_another_matter() -> None:
    assert shown("青禾县召开防汛工作会议", "1月6日，青禾县召开防汛工作会议。") == ""
