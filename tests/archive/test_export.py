"""Export: all columns, harmless in a spreadsheet, the same text when read back."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.export import defuse, read_csv, restore, rows, write_csv, write_jsonl
from covidmeet.items import COLUMNS
from tests.archive.test_articles import article

FORMULAS = ["=1+1", "+86", "-1", "@cmd", "\tx", "\rx"]


@pytest.mark.parametrize("field", FORMULAS)
def test_a_field_that_a_spreadsheet_would_run_is_defused(field: str) -> None:
    assert defuse(field) == "'" + field
    assert restore(defuse(field)) == field


@pytest.mark.parametrize("field", ["会议", "'tis", "1-1", "", " =1", "''", "“=1”"])
def test_other_fields_stay(field: str) -> None:
    assert defuse(field) == field


@given(st.text(alphabet="'=+-@\t\rx会\n,\""))
def test_restoring_gives_back_every_text(field: str) -> None:
    assert restore(defuse(field)) == field
    assert not defuse(field).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_csv_file_read_back_gives_the_archive(database: Path, tmp_path: Path) -> None:
    db = connect(database)
    nasty = '=SUM(A1)\n"引号",逗号\r\n\t制表'
    long = "会议" * 100_000
    for name, body in (("a", nasty), ("b", long), ("c", "'=1 会议")):
        store(db, article(name, body=body, reporters=["苏木"], deck="-第一行\n+第二行"), "run-1")
    path = tmp_path / "out.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        assert write_csv(rows(db), stream) == 3
    stored = [{name: value or "" for name, value in row.items()} for row in rows(db)]
    assert list(read_csv(path)) == stored
    header = path.read_text("utf-8-sig").splitlines()[0]
    assert tuple(header.split(",")) == COLUMNS


def test_json_lines_hold_lists_and_nulls(database: Path) -> None:
    db = connect(database)
    store(db, article(reporters=["苏木"], repairs={"reading": 3}), "run-1")
    stream = io.StringIO()
    assert write_jsonl(rows(db), stream) == 1
    record = json.loads(stream.getvalue())
    assert tuple(record) == COLUMNS
    assert (record["reporters"], record["repairs"], record["source"]) == (["苏木"], {"reading": 3}, None)


def test_rows_stream(database: Path) -> None:
    db = connect(database)
    for number in range(5):
        store(db, article(f"{number}"), "run-1")
    streamed = rows(db)
    assert next(streamed)["url"] == "https://example.com/0"
    assert len(list(streamed)) == 4
