"""Round trips: each format read by the programs that people use, every text identical, dates as dates."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import polars
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.export import defuse, read_csv, restore
from covidmeet.archive.export.columns import COLUMNS, OF_CSV, columns_named
from covidmeet.archive.export.errors import ExportError
from covidmeet.archive.export.formats import FORMATS, format_of
from covidmeet.archive.reader import open_read_only
from covidmeet.items import COLUMNS as ARCHIVED
from tests.archive.hard_texts import HARD, LONG, exported, make
from tests.made_articles import article


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("archive") / "a.db", long=True)


@pytest.fixture(scope="module")
def short_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("short") / "a.db")


def stored(path: Path) -> list[dict[str, Any]]:
    db = open_read_only(path)
    names = ", ".join(ARCHIVED)
    rows = db.execute(f"select {names} from articles order by first_seen, rowid").fetchall()
    return [dict(zip(ARCHIVED, row, strict=True)) for row in rows]


DELIMITED = ["csv", "tsv", "csv.gz", "csv.zst", "tsv.gz", "tsv.zst"]


@pytest.mark.parametrize("ending", DELIMITED)
def test_read_csv_gives_the_archive(archive: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"a.{ending}"
    done = exported(archive, target, bom=True)
    assert done.rows == len(HARD) + 1
    expected = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        | {"published_on": row["published_at"] or ""}
        for row in stored(archive)
    ]
    assert list(read_csv(target)) == expected


def test_the_columns_of_csv_are_those_published_and_the_day(archive: Path, tmp_path: Path) -> None:
    exported(archive, tmp_path / "a.csv")
    head = (tmp_path / "a.csv").read_bytes().split(b"\r\n")[0].decode()
    assert tuple(head.split(",")) == (*[name for name in ARCHIVED if name != "published_on"], "published_on")
    assert head.split(",")[:24] == [
        *("url_hash", "url", "site", "title", "deck", "original_title", "body", "body_original", "script"),
        *("published_at", "source", "reporters", "editors", "charset", "layout", "repairs", "stripped"),
        *("content_hash", "same_as", "first_seen", "last_seen", "run_id", "warc", "original_url"),
    ]


@pytest.mark.parametrize("ending", ["csv", "tsv", "csv.gz"])
def test_pandas_reads_csv(archive: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"a.{ending}"
    exported(archive, target)
    frame = pandas.read_csv(
        target,
        sep="\t" if ending == "tsv" else ",",
        dtype=str,
        keep_default_na=False,
        parse_dates=["published_on"],
    )
    assert [restore(text) for text in frame["title"]] == [*HARD.values(), LONG]
    assert frame["published_on"].dt.date.tolist()[0] == date(2022, 3, 1)


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "csv.zst"])
def test_polars_reads_csv(archive: Path, tmp_path: Path, ending: str) -> None:
    exported(archive, tmp_path / f"a.{ending}")
    frame = polars.read_csv(tmp_path / f"a.{ending}", infer_schema=False)
    assert [restore(text) for text in frame["body"]] == [*HARD.values(), LONG]
    assert frame["published_on"].str.to_date()[0] == date(2022, 3, 1)


@pytest.mark.parametrize("ending", ["jsonl", "ndjson", "jsonl.gz", "jsonl.zst"])
def test_json_lines_hold_lists_objects_and_nulls(archive: Path, tmp_path: Path, ending: str) -> None:
    from covidmeet.archive.export.compression import opened

    exported(archive, tmp_path / f"a.{ending}")
    with opened(tmp_path / f"a.{ending}") as stream:
        records = [json.loads(line) for line in stream.read().split("\n")[:-1]]
    assert [record["title"] for record in records] == [*HARD.values(), LONG]
    assert tuple(records[0]) == tuple(COLUMNS)
    assert (records[0]["reporters"], records[0]["repairs"]) == (["苏木"], {"reading": 3})
    assert (records[0]["source"], records[0]["published_on"]) == (None, "2022-03-01")


def test_pandas_and_polars_read_json_lines(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    exported(archive, target)
    frame = pandas.read_json(target, lines=True, dtype=False)
    assert frame["title"].tolist() == [*HARD.values(), LONG]
    assert polars.read_ndjson(target, infer_schema_length=None)["title"].to_list() == [*HARD.values(), LONG]


def test_parquet_is_typed_and_identical(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.parquet"
    exported(archive, target)
    rows = pq.read_table(target).to_pylist()
    assert [row["title"] for row in rows] == [row["body"] for row in rows] == [*HARD.values(), LONG]
    assert rows[0]["published_on"] == date(2022, 3, 1)
    assert rows[1]["first_seen"] == datetime(2022, 4, 1, 0, 0, 1, tzinfo=UTC)
    assert (rows[0]["source"], rows[0]["reporters"], rows[0]["deck"]) == (None, '["苏木"]', HARD["lines"])
    described = pq.read_schema(target).field("title").metadata
    assert described[b"description_zh"].decode() == COLUMNS["title"].chinese
    frame = polars.read_parquet(target)
    assert frame.schema["published_on"] == polars.Date
    assert frame["title"].to_list() == [*HARD.values(), LONG]
    assert pandas.read_parquet(target)["title"].tolist() == [*HARD.values(), LONG]


def test_parquet_goes_out_in_groups(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("covidmeet.archive.export.parquet_format._GROUP_BYTES", 2_000)
    exported(archive, tmp_path / "a.parquet")
    assert pq.ParquetFile(tmp_path / "a.parquet").num_row_groups == 3
    assert pq.read_table(tmp_path / "a.parquet")["title"].to_pylist() == [*HARD.values(), LONG]


def test_xlsx_holds_strings_and_dates(short_archive: Path, tmp_path: Path) -> None:
    exported(short_archive, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["articles"]
    head, *rows = sheet.iter_rows()
    names = [cell.value for cell in head]
    assert names == list(COLUMNS)
    titles = [row[names.index("title")] for row in rows]
    assert {cell.data_type for cell in titles} == {"s"}
    assert [unescape(cell.value) for cell in titles] == list(HARD.values())
    assert rows[0][names.index("published_on")].value == datetime(2022, 3, 1)
    assert rows[0][names.index("published_on")].is_date
    assert rows[1][names.index("first_seen")].value == datetime(2022, 4, 1, 0, 0, 1)
    frame = pandas.read_excel(tmp_path / "a.xlsx", dtype={"title": str}, keep_default_na=False)
    assert [unescape(text) for text in frame["title"]] == list(HARD.values())


def test_xlsx_refuses_long_texts_or_cuts_and_counts_them(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    with pytest.raises(ExportError, match=r"^4 cells hold more than the 32,767 characters"):
        exported(archive, target)
    assert list(tmp_path.iterdir()) == []
    done = exported(archive, target, truncate=True)
    assert (done.rows, done.notes["truncated"]) == (len(HARD) + 1, 4)
    sheet = openpyxl.load_workbook(target)["articles"]
    *_, last = sheet.iter_rows(values_only=True)
    assert last[list(COLUMNS).index("body")] == LONG[:32_767]


def test_xlsx_refuses_more_rows_than_a_sheet_has(
    short_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("covidmeet.archive.export.xlsx_format.SHEET_ROWS", len(HARD) + 1)
    exported(short_archive, tmp_path / "a.xlsx")
    monkeypatch.setattr("covidmeet.archive.export.xlsx_format.SHEET_ROWS", len(HARD))
    with pytest.raises(ExportError, match="here are more"):
        exported(short_archive, tmp_path / "b.xlsx")


def test_a_cut_halves_no_character_and_no_escape() -> None:
    from collections import Counter

    from covidmeet.archive.export.xlsx_format import fitted

    text, whole = fitted("a" + "𠮷" * 20_000, Counter())
    assert (text, whole) == ("a" + "𠮷" * 16_383, False)
    text, whole = fitted("\x01" * 10_000, Counter())
    assert not whole
    assert len(text) <= 32_767
    assert set(unescape(text)) == {"\x01"}
    assert fitted("x" * 32_767, Counter()) == ("x" * 32_767, True)


def test_sqlite_holds_a_table(archive: Path, tmp_path: Path) -> None:
    for name in ("a.sqlite", "b.db"):
        exported(archive, tmp_path / name)
        db = sqlite3.connect(tmp_path / name)
        rows = db.execute("select title, published_on, source from articles order by rowid").fetchall()
        assert [title for title, *_ in rows] == [*HARD.values(), LONG]
        assert rows[0][1:] == ("2022-03-01", None)
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        plan = db.execute("explain query plan select * from articles where url_hash = 'x'").fetchall()
        assert "USING INDEX" in plan[0][3]
        db.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.sqlite", "b.db"]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv", "csv"),
        ("a.CSV", "csv"),
        ("a.b.ndjson.gz", "jsonl"),
        ("a.db", "sqlite"),
        ("x.tsv.zst", "tsv"),
    ],
)
def test_the_ending_says_the_format(name: str, form: str) -> None:
    assert format_of(name)[0] is FORMATS[form]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.xslx", "did you mean .xlsx"),
        ("a.cvs", "did you mean .csv"),
        ("a.pdf", "there are .csv"),
        ("a", "the ending says the format"),
        ("a.gz", "the ending says the format"),
        ("a.parquet.gz", "parquet is not packed once more"),
        ("a.xlsx.zst", "xlsx is not packed once more"),
    ],
)
def test_other_endings_are_refused(name: str, told: str) -> None:
    with pytest.raises(ExportError, match=told):
        format_of(name)


def test_a_missing_extra_is_named(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"pip install 'covidmeet\[data\]'"):
        exported(archive, tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_what_is_done_to_texts_is_counted(archive: Path, tmp_path: Path) -> None:
    done = exported(archive, tmp_path / "a.csv")
    changed = sum(defuse(text) != text for text in HARD.values())
    assert sum(done.notes.values()) == 4 * changed  # title, deck, text, text as published
    assert sum(exported(archive, tmp_path / "a.parquet").notes.values()) == 0


@pytest.mark.parametrize("ending", ["csv", "jsonl.gz", "csv.zst", "parquet", "sqlite"])
def test_the_same_archive_gives_the_same_bytes(archive: Path, tmp_path: Path, ending: str) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        exported(archive, tmp_path / folder / f"a.{ending}")
    assert (tmp_path / "one" / f"a.{ending}").read_bytes() == (tmp_path / "two" / f"a.{ending}").read_bytes()


def test_half_a_character_in_a_list_stays(tmp_path: Path) -> None:
    db = connect(tmp_path / "a.db")
    store(db, article("a"), "run-1")
    db.execute("""update articles set reporters = '["\\ud842"]', repairs = 'no json'""")
    db.close()
    exported(tmp_path / "a.db", tmp_path / "a.jsonl")
    record = json.loads((tmp_path / "a.jsonl").read_text("utf-8"))
    assert (record["reporters"], record["repairs"]) == (["\ud842"], "no json")


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "jsonl.zst", "sqlite"])
def test_bytes_that_are_no_utf_8_stop_no_export_and_dates_that_are_none_are_counted(
    tmp_path: Path, ending: str
) -> None:
    db = connect(tmp_path / "a.db")
    store(db, article("a", published_at="soon"), "run-1")
    db.execute("update articles set source = cast(x'e4bc9aff' as text), last_seen = 'never'")
    db.close()
    done = exported(tmp_path / "a.db", tmp_path / f"a.{ending}")
    if ending == "csv":
        assert b"\xe4\xbc\x9a\xff" in (tmp_path / "a.csv").read_bytes()
    else:
        assert done.notes["undecoded"] == 1
    assert done.notes["undated"] == (2 if ending in ("parquet", "xlsx") else 0)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx", "sqlite"])
def test_an_empty_archive_gives_an_empty_table(tmp_path: Path, ending: str) -> None:
    connect(tmp_path / "a.db").close()
    assert exported(tmp_path / "a.db", tmp_path / f"a.{ending}").rows == 0
    if ending == "parquet":
        assert pq.read_table(tmp_path / "a.parquet").column_names == list(COLUMNS)
    elif ending == "csv":
        assert list(read_csv(tmp_path / "a.csv")) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("ending", ["csv.gz", "parquet", "sqlite"])
def test_an_export_is_private(archive: Path, tmp_path: Path, ending: str) -> None:
    before = os.umask(0o022)
    try:
        exported(archive, tmp_path / f"a.{ending}")
    finally:
        os.umask(before)
    assert (tmp_path / f"a.{ending}").stat().st_mode & 0o777 == 0o640


@pytest.mark.slow
def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """100 MB of text, in a process that has its own peak: see bench/export.py."""
    from bench.export import exported_by_a_process, generate

    process = multiprocessing.get_context("spawn").Process(target=generate, args=(tmp_path / "a.db", 6_000))
    process.start()
    process.join()
    most = {"csv": 80, "jsonl": 80, "parquet": 200}
    for ending, megabytes in most.items():
        _, peak, _ = exported_by_a_process(tmp_path / "a.db", tmp_path / f"a.{ending}", {})
        assert peak < megabytes, ending


def test_csv_keeps_the_columns_that_scripts_rely_on() -> None:
    published = [
        *("url_hash", "url", "site", "title", "deck", "original_title", "body", "body_original", "script"),
        *("published_at", "source", "reporters", "editors", "charset", "layout", "repairs", "stripped"),
        *("content_hash", "same_as", "first_seen", "last_seen", "run_id", "warc", "original_url"),
        "published_on",
    ]
    assert [column.name for column in OF_CSV] == published
    assert {column.name for column in columns_named(["all"])} > set(published)
