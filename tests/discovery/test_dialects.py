"""Answers of index servers, good ones and hostile ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from covidmeet.discovery.answers import AnswerKind, judge
from covidmeet.discovery.dialects import (
    BadAnswer,
    Cdxj,
    CommonCrawl,
    IndexQuery,
    Wayback,
    dialect_of,
    new_rows,
)
from covidmeet.discovery.timemaps import read_timemap
from tests.growth import assert_linear

HOST = "www.qinghe.example"
LINE = f"example,qinghe)/a/1 20220301080000 http://{HOST}:80/a/1 text/html 200 AAAA 1200\n"
RECORD = f'{{"urlkey": "k", "timestamp": "20220301080000", "url": "http://{HOST}/a/1", "status": "200"}}\n'


def test_a_query_is_encoded_whole() -> None:
    address = Wayback().address(
        "https://archive.example/cdx/search/cdx", IndexQuery(f"{HOST}/a?b=1&c", "2020")
    )
    assert address == (
        "https://archive.example/cdx/search/cdx?url=www.qinghe.example%2Fa%3Fb%3D1%26c"
        "&matchType=prefix&from=2020&limit=10000&showResumeKey=true"
    )


def test_the_resume_key_is_sent_encoded_once_more() -> None:
    query = IndexQuery(HOST, resume="example%2Cqinghe%29%2F+2022030108000%3A")
    assert "resumeKey=example%252Cqinghe%2529%252F%2B2022030108000%253A" in Wayback().address(
        "http://a/", query
    )


def test_paging_of_the_wayback_machine_ends() -> None:
    wayback, query, seen = Wayback(), IndexQuery(HOST), set[tuple[str, str]]()
    page = wayback.read(f"{LINE}\nkey1".encode())
    following = wayback.following(query, page, new_rows(page, seen))
    assert following is not None and following.resume == "key1"
    # The same rows again, and a key that leads to itself.
    again = wayback.read(f"{LINE}\nkey2".encode())
    assert wayback.following(following, again, new_rows(again, seen)) is None
    assert wayback.following(following, page, is_new=True) is None
    assert wayback.following(following, wayback.read(b""), is_new=False) is None


def test_paging_of_numbered_pages_ends_with_a_page_of_known_rows() -> None:
    crawl, seen = CommonCrawl(), set[tuple[str, str]]()
    page = crawl.read(RECORD.encode())
    following = crawl.following(IndexQuery(HOST), page, new_rows(page, seen))
    assert following is not None and following.page == 1
    assert crawl.following(following, page, new_rows(page, seen)) is None


def test_the_first_answer_of_pywb_is_all() -> None:
    page = Cdxj().read(RECORD.encode())
    assert Cdxj().following(IndexQuery(HOST), page, is_new=True) is None


def test_more_columns_than_seven_are_taken() -> None:
    assert [row.length for row in Wayback().read(LINE.replace("\n", " more\n").encode()).rows] == [1200]


@pytest.mark.parametrize(
    "body", [LINE.encode()[:-20], b"Sorry for the trouble", b"[[1, 2", b'[{"a": 1}]', b'[["a"], ["b"]]']
)
def test_text_that_is_no_row_is_refused(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        Wayback().read(body)


@pytest.mark.parametrize("body", [RECORD.encode()[:-9], b'{"message": "down for maintenance"}', b"[1]"])
def test_json_that_is_no_row_is_refused(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        Cdxj().read(body)


@pytest.mark.parametrize("stamp", ["20221300000000", "2022", "soon", ""])
def test_a_row_without_a_date_is_left_out(stamp: str) -> None:
    page = Cdxj().read(RECORD.replace("20220301080000", stamp).encode())
    assert (page.rows, dict(page.skipped)) == ([], {"no_time": 1})


@pytest.mark.parametrize(
    ("status", "headers", "body", "answer"),
    [
        (200, {}, b"", AnswerKind.GOOD),
        (200, {}, b"<!DOCTYPE html><title>Maintenance</title>", AnswerKind.OUTAGE),
        (200, {}, b"\xef\xbb\xbf\n <html>", AnswerKind.OUTAGE),
        (200, {}, b"<http://www.qinghe.example/>; rel=original", AnswerKind.GOOD),
        (200, {"content-length": "900"}, LINE.encode(), AnswerKind.CUT),
        (200, {"content-length": "9", "content-encoding": "gzip"}, b"", AnswerKind.GOOD),
        (
            403,
            {"x-archive-wayback-runtime-error": "RobotAccessControlException: x"},
            b"",
            AnswerKind.EXCLUDED,
        ),
        (403, {}, b"Forbidden", AnswerKind.ERROR),
        (404, {}, b"<html>no such path", AnswerKind.ERROR),
        (500, {}, b"<Error><Code>InternalError</Code></Error>", AnswerKind.OUTAGE),
        (502, {}, b"", AnswerKind.TOO_MUCH),
        (504, {}, b"<html>", AnswerKind.TOO_MUCH),
    ],
)
def test_what_an_answer_is(status: int, headers: dict[str, str], body: bytes, answer: AnswerKind) -> None:
    assert judge(status, headers, body) is answer


@pytest.mark.parametrize(
    ("address", "dialect"),
    [
        ("http://127.0.0.1:8080/cdx/search/cdx", "wayback"),
        ("http://127.0.0.1:8080/CC-MAIN-2022-49-index", "commoncrawl"),
        ("http://127.0.0.1:8080/coll/cdx", "pywb"),
        ("http://127.0.0.1:8080/wayback/archive/cdx", "pywb"),
        ("http://127.0.0.1:8080/cdx", None),
        ("http://127.0.0.1:8080/search", None),
    ],
)
def test_the_dialect_follows_from_the_address(address: str, dialect: str | None) -> None:
    assert dialect_of(address) == dialect


def test_a_timemap_that_is_cut_is_refused() -> None:
    address = f"http://a.example/web/20220301080000/http://{HOST}/"
    whole = f'<{address}>; rel="memento"; datetime="Tue, 01 Mar 2022 08:00:00 GMT",\n'
    assert [row.timestamp for row in read_timemap(whole.encode()).rows] == ["20220301080000"]
    with pytest.raises(BadAnswer):
        read_timemap(whole.encode() + whole.encode()[:70])


@pytest.mark.parametrize("unit", ["<http://a>;", " ", '; rel="', "<x>; a=b ", "\n"])
def test_hostile_timemaps_take_linear_time(unit: str) -> None:
    def prepare(size: int) -> Callable[[], object]:
        body = b"<http://a>" + unit.encode() * size

        def read() -> None:
            with suppress(BadAnswer):
                read_timemap(body)

        return read

    assert_linear("timemap", prepare)


@pytest.mark.parametrize("body", [b'{"pages": "x"}', b'{"pages": null}', b'{"a":' * 100_000, b"[" * 100_000])
def test_answers_of_another_shape_are_refused(body: bytes) -> None:
    for dialect in (Cdxj(), CommonCrawl(), Wayback()):
        with pytest.raises(BadAnswer):
            dialect.read(body)
