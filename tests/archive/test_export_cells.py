"""A cell of CSV: harmless in a spreadsheet, without NUL, restored to the letter."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.archive.export import defuse, restore
from covidmeet.archive.export.cells import escape_nul, is_formula
from covidmeet.archive.export.columns import columns_named
from covidmeet.archive.export.text_formats import write_csv, write_tsv

FORMULAS = ["=1+1", "+86", "-1", "@cmd", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠某"]


@pytest.mark.parametrize("field", FORMULAS)
def test_a_field_that_a_spreadsheet_would_run_is_defused(field: str) -> None:
    assert defuse(field) == "'" + field
    assert restore(defuse(field)) == field


@pytest.mark.parametrize(
    "field", ["会议", "'tis", "1-1", "", " =1", "''", "“=1”", "，是", "。", "_x0041_", "_x005f_", "a_x"]
)
def test_other_fields_stay(field: str) -> None:
    assert defuse(field) == field


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("a\0b", "a_x0000_b"),
        ("\0=1", "_x0000_=1"),
        ("_x0000_", "_x005F_x0000_"),
        ("_x005F_x0000_", "_x005F_x005F_x005F_x0000_"),
    ],
)
def test_nul_and_what_looks_like_its_escape(field: str, written: str) -> None:
    assert defuse(field) == written
    assert restore(written) == field


@given(st.text(alphabet="'=+-@＝＋－＠\t\r\0_x05F会\n,\"") | st.text())
def test_restoring_gives_back_every_text(field: str) -> None:
    assert restore(defuse(field)) == field
    assert not defuse(field).startswith(tuple("=+-@＝＋－＠\t\r\n"))
    assert "\0" not in defuse(field)


@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(FORMULAS)] * 3),
        max_size=5,
    ),
    st.sampled_from([(write_csv, ","), (write_tsv, "\t")]),
)
def test_the_csv_module_reads_what_is_written(rows: list[tuple[str, ...]], form: tuple[object, str]) -> None:
    write, delimiter = form
    stream, notes = io.BytesIO(), Counter[str]()
    columns = columns_named(["url", "title", "body"])
    encoded = [tuple(field.encode() for field in row) for row in rows]
    assert write(encoded, columns, stream, notes) == len(rows)  # type: ignore[operator]
    text = io.StringIO(stream.getvalue().decode(), newline="")
    head, *found = csv.reader(text, delimiter=delimiter)
    assert head == ["url", "title", "body"]
    assert [tuple(map(restore, row)) for row in found] == rows
    assert notes["defused"] == sum(is_formula(escape_nul(f.encode())) for row in rows for f in row)
