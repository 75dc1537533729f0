"""Captures that a user brings along."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from covidmeet.discovery.capture_files import read_captures
from covidmeet.discovery.dialects import BadAnswer
from covidmeet.discovery.rows import Row

URL = "http://www.qinghe.example/a/1"
RECORD = Row("20221130081502", URL, filename="x.warc.gz", offset=5_000_000_000, length=900)


def test_csv_as_a_query_of_the_columnar_index_gives_it(tmp_path: Path) -> None:
    file = tmp_path / "captures.csv"
    file.write_text(
        "url,fetch_time,warc_filename,warc_record_offset,warc_record_length\n"
        f'"{URL}","2022-11-30 08:15:02","x.warc.gz","5000000000","900"\n',
        encoding="utf-8-sig",
    )
    assert read_captures(file).rows == [RECORD]


def test_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "captures.jsonl"
    file.write_text(
        f'{{"original": "{URL}", "timestamp": "2022-11-30T08:15:02Z", "filename": "x.warc.gz",'
        ' "offset": 5000000000, "length": 900}\n\n',
        encoding="utf-8",
    )
    assert read_captures(file).rows == [RECORD]


@pytest.mark.parametrize("text", ["url,when\nhttp://a.example/,2022\n", "nothing\nhere\n"])
def test_a_file_without_the_columns_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "captures.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadAnswer, match=r"captures\.csv: row 1"):
        read_captures(file)


@pytest.mark.parametrize("text", ["{", "[1]\n"])
def test_lines_that_are_no_objects_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "captures.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadAnswer, match="line 1"):
        read_captures(file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"url,timestamp\nhttp://qinghe.example/1.html,20221110081500\n\xff\xfe,\xff\n"),
        ("a.jsonl", b'{"url": "http://qinghe.example/\xff", "timestamp": "20221110081500"}\n'),
    ],
    ids=["no UTF-8", "no UTF-8 in JSON"],
)
def test_a_damaged_file_is_refused_in_a_sentence(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadAnswer, match=name):
        read_captures(path)


@pytest.mark.parametrize("limit", [128 * 1024, 2**31 - 1], ids=["the default", "raised"])
def test_a_field_is_bounded_whatever_limit_the_process_has(limit: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"url,timestamp\n" + b"x" * 200_000 + b",20221110081500\n")
    before = csv.field_size_limit(limit)
    try:
        with pytest.raises(BadAnswer, match=r"a\.csv: .*field"):
            read_captures(path)
    finally:
        csv.field_size_limit(before)
