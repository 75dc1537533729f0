"""The tables of meetings are written with their article, replaced with it, and go with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from covidmeet.archive import articles
from covidmeet.archive.db import connect
from covidmeet.archive.meetings import copy_meetings, stored_rows
from covidmeet.archive.rewriting import differences, rewrite, row_of
from covidmeet.archive.transactions import transaction
from covidmeet.facts import facts
from covidmeet.items import Article
from covidmeet.text.normal import content_hash
from covidmeet.text.urls import hash_of

TEXT = (
    "1月6日上午，青禾县召开疫情防控工作调度会。县委书记周清主持会议并讲话，县委副书记、县长白长河参加会议。\n"
    "周清强调，各镇要落实扫码、测温措施。"
)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return connect(tmp_path / "a.db")


def article(url: str = "https://www.qinghe.example/1.html", body: str = TEXT, look: bool = True) -> Article:
    made = Article(
        url=url,
        url_hash=hash_of(url),
        site="generic",
        title="青禾县召开疫情防控工作调度会",
        body=body,
        body_original=body,
        published_at="2022-01-07",
        content_hash=content_hash(body),
    )
    made.meetings = facts(made) if look else None
    return made


def test_a_meeting_is_in_the_tables_under_the_names_of_the_reference(db: Database) -> None:
    articles.store(db, article(), "run")
    (meeting,) = db.query("select * from meetings")
    assert (meeting["n"], meeting["name"], meeting["held_on"]) == (1, "疫情防控工作调度会", "2022-01-06")
    assert (meeting["half_day"], meeting["convener"], meeting["place"]) == ("上午", "青禾县", None)
    assert (meeting["level"], meeting["form"]) == ("county", "dispatch")
    assert TEXT[meeting["sentence_start"] : meeting["sentence_end"]].startswith("1月6日上午")
    people = [(row["name"], row["post"], row["role"]) for row in db.query("select * from people")]
    assert people == [
        ("周清", "县委书记", "chair"),
        ("周清", "县委书记", "speaks"),
        ("白长河", "县委副书记、县长", "attends"),
    ]
    (order,) = db.query("select * from orders")
    assert order["text"] == "周清强调，各镇要落实扫码、测温措施。"
    assert TEXT[order["offset"] :].startswith(order["text"])
    measures = [(row["measure"], row["form"]) for row in db.query("select * from measures order by measure")]
    assert measures == [("场所码", "扫码"), ("测温", "测温")]


def test_the_id_of_a_meeting_is_the_same_in_every_archive(db: Database, tmp_path: Path) -> None:
    other = connect(tmp_path / "b.db")
    articles.store(other, article("https://www.qinghe.example/2.html"), "run")
    for archive in (db, other):
        articles.store(archive, article(), "run")
    ids = [
        next(archive.query("select meeting_id from meetings where url_hash = ?", [article().url_hash]))
        for archive in (db, other)
    ]
    assert ids[0] == ids[1]
    assert 0 < ids[0]["meeting_id"] < 2**53


def test_addresses_whose_hashes_begin_alike_keep_their_meetings_apart(db: Database) -> None:
    first, second = article(), article("https://www.qinghe.example/2.html")
    assert first.url_hash and second.url_hash
    second.url_hash = first.url_hash[:12] + second.url_hash[12:]
    for one in (first, second, first):
        articles.store(db, one, "run")
    assert next(db.query("select count(*) as n, count(distinct url_hash) as u from meetings")) == {
        "n": 2,
        "u": 2,
    }
    assert next(db.query("select count(*) as n from people"))["n"] == 6


def test_the_same_page_again_changes_no_row(db: Database) -> None:
    articles.store(db, article(), "run")
    before = stored_rows(db, article().url_hash or "")
    assert articles.store(db, article(), "later") is articles.Outcome.SEEN
    assert stored_rows(db, article().url_hash or "") == before is not None


def test_a_changed_text_has_its_own_meetings_only(db: Database) -> None:
    articles.store(db, article(), "run")
    articles.store(db, article(body=TEXT.replace("周清", "高远")), "later")
    assert {row["name"] for row in db.query("select name from people")} == {"高远", "白长河"}
    articles.store(db, article(body=TEXT.replace("召开", "计划召开")), "last")
    for table in ("meetings", "people", "orders", "measures"):
        assert not list(db.query(f"select * from {table}")), table


def test_with_the_facts_switched_off_the_tables_stay_until_the_text_changes(db: Database) -> None:
    articles.store(db, article(), "run")
    articles.store(db, article(look=False), "later")
    assert len(list(db.query("select * from meetings"))) == 1
    articles.store(db, article(body=TEXT + "完。", look=False), "last")
    assert not list(db.query("select * from meetings"))


def test_a_meeting_goes_with_its_article(db: Database) -> None:
    articles.store(db, article(), "run")
    db.execute("delete from articles")
    for table in ("meetings", "people", "orders", "measures"):
        assert not list(db.query(f"select * from {table}")), table


def test_rows_that_were_lost_are_a_difference_and_are_made_again(db: Database) -> None:
    articles.store(db, article(), "run")
    before = stored_rows(db, article().url_hash or "")
    db.execute("delete from people where role = 'chair'")
    row = row_of(db, article().url_hash or "")
    assert row is not None
    assert set(differences(row, article())) == {"meetings"}
    with transaction(db):
        rewrite(db, row, article())
    assert stored_rows(db, article().url_hash or "") == before
    again = row_of(db, article().url_hash or "")
    assert again is not None
    assert not differences(again, article())


def test_views_count_a_text_once_and_say_who_held_which_post_when(db: Database) -> None:
    articles.store(db, article(), "run")
    copy = article("https://www.qinghe.example/2.html")
    copy.same_as = article().url_hash
    articles.store(db, copy, "run")
    articles.store(db, article("https://www.qinghe.example/3.html", TEXT.replace("1月6日", "1月3日")), "run")
    weeks = list(db.query("select * from meetings_by_week"))
    assert weeks == [{"week": "2022-01-03", "level": "county", "meetings": 2}]
    posts = list(db.query("select name, post, since, until, meetings from people_posts where name = '周清'"))
    assert posts == [
        {"name": "周清", "post": "县委书记", "since": "2022-01-03", "until": "2022-01-06", "meetings": 2}
    ]


def test_an_article_is_stored_whole_or_not_at_all(db: Database) -> None:
    broken = article()
    assert broken.meetings
    db.execute("drop table measures")
    with pytest.raises(Exception, match="measures"):
        articles.store(db, broken, "run")
    assert not list(db.query("select * from articles"))
    assert not list(db.query("select * from meetings"))


def test_meetings_come_along_when_archives_are_merged(db: Database, tmp_path: Path) -> None:
    articles.store(db, article(), "run")
    target = connect(tmp_path / "b.db")
    bare = article(look=False)
    articles.store(target, bare, "run")
    with transaction(target):
        copy_meetings(target, db.conn, bare.url_hash or "")
    assert stored_rows(target, bare.url_hash or "") == stored_rows(db, bare.url_hash or "") is not None
    db.execute("delete from meetings")
    with transaction(target):
        copy_meetings(target, db.conn, bare.url_hash or "")
    assert stored_rows(target, bare.url_hash or "") is None
