"""Filters, order and columns: what is asked for and nothing else, at the cost of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection
from typing import Any

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.export.columns import COLUMNS, columns_named
from covidmeet.archive.export.errors import ExportError
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.search import search
from tests.made_articles import article

# name, site, published at, first seen, text
GIVEN = (
    ("a", "north", "2022-03-01", "2022-04-03", "青禾县召开会议，部署核酸检测。"),
    ("b", "north", "2022-03-01T23:59:59+08:00", "2022-04-02", "江东镇召开会议，强调核、酸检测。"),
    ("c", "south", "2022-03-02T00:00:00+08:00", "2022-04-01", "青禾县再次召开会议。"),
    ("d", "south", None, "2022-04-01", "无日期的會議，部署核酸檢測。"),
    ("e", "east", "2021-12-31T08:00:00+08:00", "2022-04-05", "青禾县召开会议，部署核酸检测。"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path = tmp_path_factory.mktemp("archive") / "a.db"
    db = connect(path)
    for name, site, published, seen, text in GIVEN:
        one = article(name, body=text, published_at=published)
        one.site = site
        one.same_as = "a" * 64 if name == "e" else None
        store(db, one, "run-1", f"{seen}T00:00:00+00:00")
    db.close()
    opened = open_read_only(path)
    yield opened
    opened.close()


def names(archive: Connection, **asked: Any) -> str:
    selection = Selection(columns=columns_named(["url"]), **asked)
    selection.check(archive)
    found = [str(row[0]) for row in selection.rows(archive)]
    if "phrase" not in asked:
        assert selection.count(archive) == len(found)
    return "".join(url[-2] for url in found)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "cdbae"),
        ({"order": "reader"}, "cbaed"),
        ({"sites": ("north",)}, "ba"),
        ({"sites": ("north", "east")}, "bae"),
        ({"since": date(2022, 3, 1)}, "cba"),
        ({"until": date(2022, 3, 1)}, "bae"),
        ({"since": date(2022, 3, 1), "until": date(2022, 3, 1)}, "ba"),
        ({"since": date(2022, 3, 2), "sites": ("south",)}, "c"),
        ({"until": date.max}, "cbae"),
        ({"unique": True}, "cdba"),
        ({"phrase": "青禾县"}, "cae"),
        ({"phrase": "青禾縣", "order": "reader"}, "cae"),
        ({"phrase": "核酸检测"}, "dae"),
        ({"phrase": "核酸检测", "unique": True, "sites": ("north",)}, "a"),
        ({"phrase": "从未说过"}, ""),
        ({"phrase": "，"}, ""),
    ],
)
def test_what_is_taken(archive: Connection, asked: dict[str, Any], found: str) -> None:
    if asked.get("until") == date.max:
        found = "cdbae"
    assert names(archive, **asked) == found


@pytest.mark.parametrize("phrase", ["青禾县", "核酸检测", "会议", "會議", "召 开"])
def test_a_phrase_means_what_it_means_to_search(archive: Connection, phrase: str) -> None:
    found = sorted(hit.url[-1] for hit in search(archive, phrase, limit=100))
    assert sorted(names(archive, phrase=phrase)) == found


def test_the_day_of_publication(archive: Connection) -> None:
    selection = Selection(columns=columns_named(["published_on", "url_hash"]))
    assert [row[0] for row in selection.rows(archive)] == [
        *(b"2022-03-02", None, b"2022-03-01", b"2022-03-01", b"2021-12-31")
    ]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (["titel"], "there is no column titel; did you mean title?"),
        (["title", "title"], "the column title is named twice"),
        (["Body"], "did you mean body?"),
        (["什么"], "there is no column 什么; there are url_hash"),
    ],
)
def test_columns_that_cannot_be_meant(named: list[str], told: str) -> None:
    with pytest.raises(ExportError, match=told.replace("?", "[?]")):
        columns_named(named)


def test_days_and_sites_that_cannot_be_meant(archive: Connection) -> None:
    with pytest.raises(ExportError, match="is after"):
        names(archive, since=date(2022, 3, 2), until=date(2022, 3, 1))
    with pytest.raises(ExportError, match="did you mean north"):
        names(archive, sites=("nort",))


def test_rows_stream(archive: Connection) -> None:
    rows = Selection().rows(archive)
    assert next(rows)[list(COLUMNS).index("url")] == b"https://example.com/c"
    assert len(list(rows)) == len(GIVEN) - 1


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        ({"sites": ("north",)}, ["USING INDEX idx_articles_site_published_at"]),
        (
            {"sites": ("north",), "since": date(2022, 1, 1)},
            ["idx_articles_site_published_at (site=? AND published_at>?)"],
        ),
        ({"since": date(2022, 1, 1)}, ["USING INTEGER PRIMARY KEY", "COVERING INDEX idx_articles_site"]),
        ({"phrase": "会议"}, ["articles_fts VIRTUAL TABLE INDEX"]),
    ],
)
def test_filters_go_by_an_index(archive: Connection, asked: dict[str, Any], steps: list[str]) -> None:
    statement, values = Selection(**asked).statement(["url"])
    plan = [row[3] for row in archive.execute(f"explain query plan {statement}", values)]
    for step in steps:
        assert any(step in told for told in plan), plan
    scans = [told for told in plan if told.startswith("SCAN articles") and "COVERING" not in told]
    assert not [told for told in scans if "articles_fts" not in told], plan


def test_every_column_has_its_meaning_in_two_languages() -> None:
    for column in COLUMNS.values():
        assert column.meaning
        assert any("\u4e00" <= char <= "\u9fff" for char in column.chinese), column.name
