"""Queries that are watched: what is new is told once, sent on, and stands in feeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pytest_httpserver import HTTPServer
from sqlite_utils import Database
from werkzeug import Request, Response

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.watches import file_of, read_watches
from covidmeet.cli.main import main
from tests.made_articles import page

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def archive(database: Path) -> Database:
    db = connect(database)
    store(
        db,
        page("a", "会议要求做好核酸检测。", "2022-03-02", title="核酸会议"),
        "run",
        "2022-03-03T00:00:00+00:00",
    )
    return db


def call(database: Path, *words: str) -> int:
    return main(["watch", *words, "-d", str(database)])


def come(db: Database, name: str, body: str = "核酸检测点开放。", **fields: Any) -> None:
    store(db, page(name, body, "2022-03-05", **fields), "run", "2022-03-06T00:00:00+00:00")


def test_what_is_new_is_told_once(
    archive: Database, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(database, "核酸") == 0
    assert "watched as 1: 核酸; it finds 1 articles so far" in capsys.readouterr().err
    assert call(database, "--tell") == 0
    assert capsys.readouterr().out == ""
    come(archive, "b", title="开放公告")
    come(archive, "c", "会议改期，另行通知。")
    call(database)
    assert capsys.readouterr().out == "  1  核酸  (1 new)\n"
    call(database, "--tell")
    assert capsys.readouterr().out.splitlines() == [
        "核酸: 1 new",
        "     开放公告  generic  https://b.example.com/",
    ]
    call(database, "--tell")
    assert capsys.readouterr().out == ""
    call(database, "--remove", "1")
    assert read_watches(database) == []
    assert call(database, "--remove", "1") == 1


def test_it_is_sent_on(archive: Database, database: Path, httpserver: HTTPServer) -> None:
    got: list[Any] = []

    def hooked(request: Request) -> Response:
        got.append(json.loads(request.data))
        return Response("")

    httpserver.expect_request("/hook").respond_with_handler(hooked)
    call(database, "核酸")
    come(archive, "b", title="开放公告")
    hook = f"WEBHOOK_URL={httpserver.url_for('/hook')}"
    assert main(["watch", "--tell", "-d", str(database), "-s", hook]) == 0
    (told,) = got
    assert (told["query"], told["new"], told["urls"]) == ("核酸", 1, ["https://b.example.com/"])


def test_feeds_are_valid_and_hold_the_newest_first(archive: Database, database: Path, tmp_path: Path) -> None:
    call(database, "核酸")
    come(archive, "b", title="开放\x0b公告 <b>&amp;")
    feeds = tmp_path / "feeds"
    assert call(database, "--feeds", str(feeds)) == 0
    names = sorted(path.name for path in feeds.iterdir())
    assert [name.split("-")[0] for name in names] == ["query", "site"]
    for path in feeds.iterdir():
        feed = etree.parse(path).getroot()
        assert feed.tag == f"{ATOM}feed"
        entries = feed.findall(f"{ATOM}entry")
        assert [entry.find(f"{ATOM}link").get("href")[8] for entry in entries] == ["b", "a"]
        assert feed.findtext(f"{ATOM}updated") == "2022-03-06T00:00:00+00:00"
        for entry in entries:
            assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "summary"))
    before = [path.read_bytes() for path in sorted(feeds.iterdir())]
    call(database, "--feeds", str(feeds))
    assert [path.read_bytes() for path in sorted(feeds.iterdir())] == before


def test_a_query_that_cannot_be_meant_is_not_watched(
    archive: Database, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(database, "(核酸") == 1
    assert not file_of(database).exists()
    call(database, "核酸")
    call(database, "核酸")
    assert len(read_watches(database)) == 1


@pytest.mark.parametrize("text", ["{", "[1]", '{"a": 1}', '[{"query": "x"}]'])
def test_a_damaged_file_is_told(
    text: str, archive: Database, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file_of(database).write_text(text, "utf-8")
    assert call(database, "--tell") == 1
    assert "no list of watched queries" in capsys.readouterr().err
