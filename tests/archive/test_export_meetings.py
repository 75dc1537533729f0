"""Meetings as tables of an export: a row a meeting, by the filters of its article."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive import articles
from covidmeet.archive.db import connect
from covidmeet.archive.export.codebook import codebook
from covidmeet.archive.export.exporting import export
from covidmeet.archive.export.formats import Manner
from covidmeet.archive.export.meeting_columns import MEETING_COLUMNS, WIDE_COLUMNS
from covidmeet.archive.export.meetings import meetings_asked
from covidmeet.archive.reader import open_read_only
from tests.archive.test_meetings import TEXT, article

OTHER = (
    "3月2日，全市疫情防控工作视频会议召开，市长沈青出席并讲话。\n会后，青禾县随即召开会议，县长白长河主持会议并讲话。\n"
    "白长河强调，要做好核酸检测，要备足口罩。"
)


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    path = tmp_path / "a.db"
    db = connect(path)
    articles.store(db, article(), "run")
    second = article("https://www.qinghe.example/2.html", OTHER)
    second.published_at = "2022-03-03"
    second.meetings = article("https://www.qinghe.example/2.html", OTHER).meetings
    articles.store(db, second, "run")
    db.close()
    return open_read_only(path)


def rows(archive: Any, table: str, **asked: Any) -> list[dict[str, str]]:
    stream = BytesIO()
    export(archive, stream, meetings_asked(table, asked), Manner())
    return list(csv.DictReader(stream.getvalue().decode().splitlines()))


def test_a_row_is_a_meeting(archive: Any) -> None:
    found = rows(archive, "meetings")
    assert list(found[0]) == [column.name for column in MEETING_COLUMNS]
    assert [row["name"] for row in found] == [
        "疫情防控工作调度会",
        "全市疫情防控工作视频会议",
        "青禾县随即召开会议",
    ]
    assert [row["n"] for row in found] == ["1", "1", "2"]
    assert TEXT[int(found[0]["sentence_start"]) : int(found[0]["sentence_end"])].startswith("1月6日")


def test_the_wide_form_has_people_orders_and_a_column_a_measure(archive: Any) -> None:
    first, _, third = rows(archive, "meetings-wide")
    assert list(first) == [column.name for column in WIDE_COLUMNS]
    assert (first["chair"], first["chair_post"], first["people"]) == ("周清", "县委书记", "周清、白长河")
    assert (first["order_count"], first["orders"]) == ("1", "周清强调，各镇要落实扫码、测温措施。")
    assert (first["measure_测温"], first["measure_口罩"]) == ("1", "0")
    assert (third["chair"], third["measure_核酸检测"], third["measure_口罩"]) == ("白长河", "1", "1")


def test_filters_are_those_of_the_articles(archive: Any) -> None:
    assert [row["n"] for row in rows(archive, "meetings", since=date(2022, 3, 1))] == ["1", "2"]
    assert [row["name"] for row in rows(archive, "meetings", phrase="扫码")] == ["疫情防控工作调度会"]
    assert rows(archive, "meetings", until=date(2021, 1, 1)) == []


def test_the_codebook_tells_every_column_of_both(archive: Any) -> None:
    text = codebook()
    for column in WIDE_COLUMNS:
        assert f"| `{column.name}` |" in text
        assert column.chinese
