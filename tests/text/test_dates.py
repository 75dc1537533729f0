"""Dates in every shape that news pages use; what cannot be a date is none."""

from __future__ import annotations

import re
import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.dates import date_in_url, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-11-14 09:16:04", "2022-11-14T09:16:04+08:00"),
        ("2022-11-14 9:16", "2022-11-14T09:16:00+08:00"),
        ("2022年11月14日 9时16分", "2022-11-14T09:16:00+08:00"),
        ("2022年11月14日9时16分8秒", "2022-11-14T09:16:08+08:00"),
        ("2022年11月14日 09:16", "2022-11-14T09:16:00+08:00"),
        ("2022年1月4日", "2022-01-04"),
        ("2022 年 11 月 14 日", "2022-11-14"),
        ("2022/11/14", "2022-11-14"),
        ("2022.11.14", "2022-11-14"),
        ("2022.1.4 08:05", "2022-01-04T08:05:00+08:00"),
        ("二〇二二年十一月十四日", "2022-11-14"),
        ("二○二二年十月三十一日", "2022-10-31"),
        ("二零二一年八月廿四日", "2021-08-24"),
        ("二〇二二年十一月十四日上午九时三十分", "2022-11-14T09:30:00+08:00"),
        ("2022-11-14T09:16:04+08:00", "2022-11-14T09:16:04+08:00"),
        ("2022-11-14T09:16:04.123+0800", "2022-11-14T09:16:04+08:00"),
        ("2022-11-14T01:16:04Z", "2022-11-14T09:16:04+08:00"),
        ("2022-11-13T20:16:04.000Z", "2022-11-14T04:16:04+08:00"),
        ("2022-11-14 01:16:04 UTC", "2022-11-14T09:16:04+08:00"),
        ("2022-11-13T17:16:04-08:00", "2022-11-14T09:16:04+08:00"),
        ("Mon, 14 Nov 2022 01:16:04 GMT", "2022-11-14T09:16:04+08:00"),
        ("November 14, 2022", "2022-11-14"),
        ("２０２２年１１月１４日　０９：１６", "2022-11-14T09:16:00+08:00"),
        ("２０２２－１１－１４", "2022-11-14"),
        ("2022年11月14日 星期一 09:16", "2022-11-14T09:16:00+08:00"),
        ("2022年11月14日（星期一）下午3時20分", "2022-11-14T15:20:00+08:00"),
        ("2022-11-14 03:20:11 PM", "2022-11-14T15:20:11+08:00"),
        ("2022-11-14 12:05 AM", "2022-11-14T00:05:00+08:00"),
        ("2022年11月14日晚上8点", "2022-11-14T20:00:00+08:00"),
        ("20221114", "2022-11-14"),
        ("202211140916", "2022-11-14T09:16:00+08:00"),
        ("20221114091604", "2022-11-14T09:16:04+08:00"),
        ("1668388564", "2022-11-14T09:16:04+08:00"),
        ("1668388564123", "2022-11-14T09:16:04+08:00"),
        ("2022-11-14&nbsp;09:16", "2022-11-14T09:16:00+08:00"),
    ],
)
def test_one_date(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("• 2022-03-18", "2022-03-18"),
        ("发布时间:2021-08-04 20:01 来源:青禾网", "2021-08-04T20:01:00+08:00"),
        ("發佈時間：2021年8月4日 來源：青禾網", "2021-08-04"),
        ("更新时间：2021-08-09 08:00 发布时间：2021-08-04 20:01", "2021-08-04T20:01:00+08:00"),
        ("2024-05-13 09:16:04\u3000来源: 青禾发布\u3000青禾 举报", "2024-05-13T09:16:04+08:00"),
        ("来源：青禾日报 2022年11月14日 第A01版", "2022-11-14"),
        ("稿号 2022-13-45，2022-11-14 刊发", "2022-11-14"),
        ("2022-11-14 24:60 刊发", "2022-11-14"),
        ("2022-11-14 120 人参加", "2022-11-14"),
        ("电话 0755-20221114 转 2", "2022-11-14"),
    ],
)
def test_a_date_inside_text(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "青禾市召开会议",
        "2022-13-01",
        "2022-02-29",
        "2022-00-10",
        "1970-01-01 08:00:00",
        "0000-00-00",
        "2100-01-01",
        "12022-11-14",
        "0",
        "-1",
        "9999999999999",
        "123456789",
        "11月14日",
        "2022年11月",
        "二〇二二年十三月十四日",
    ],
)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_a_day_without_a_year_needs_one() -> None:
    assert parse_date("11月14日上午9时，会议召开", year=2022) == "2022-11-14T09:00:00+08:00"
    assert parse_date("[11-14 09:16]", year=2022) == "2022-11-14T09:16:00+08:00"
    assert parse_date("2021年3月5日", year=2022) == "2021-03-05"
    assert parse_date("2月29日", year=2022) is None
    assert parse_date("11月14日", year=1970) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.qinghe.example/news/hz/202211/t20221114_123.htm", "2022-11-14"),
        ("http://paper.qinghe.example/PC/content/202211/14/content_812.html", "2022-11-14"),
        ("http://www.qinghe.example/news/content/2022-11/14/content_812.htm", "2022-11-14"),
        ("https://www.qinghe.example/a/705/20210804/0a1b.html", "2021-08-04"),
        ("http://news.qinghe.example/hotnews/2016/0902/812.shtml", "2016-09-02"),
        ("http://www.qinghe.example/2022/11/4/812.html", "2022-11-04"),
        ("https://web.archive.org/web/20230101000000id_/http://qinghe.example/20221114/1.html", "2022-11-14"),
        ("https://www.qinghe.example/xw/content/post_8164213.html", None),
        ("https://www.qinghe.example/xw/content/post_20221114.html", None),
        ("http://www.qinghe.example/202211/t20221314_1.htm", None),
        ("http://www.qinghe.example/202211/", None),
        ("http://www.qinghe.example/?d=20221114", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_date_in_url(url: str, expected: str | None) -> None:
    assert date_in_url(url) == expected


_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+08:00)?")


@given(
    st.text(alphabet="0123456789-/.:年月日时分T+Z 十一二〇廿上下午月星期发布时间JanPM", max_size=40)
    | st.text(max_size=60),
    st.none() | st.integers(-5, 10_000),
)
def test_never_raises_and_is_idempotent(text: str, year: int | None) -> None:
    found = parse_date(text, year=year)
    if found is not None:
        assert _ISO.fullmatch(found)
        assert parse_date(found) == found
    date_in_url("http://qinghe.example/" + text)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S"]),
)
def test_every_moment_comes_back(moment: datetime, form: str) -> None:
    assert parse_date(moment.strftime(form)) == moment.strftime("%Y-%m-%dT%H:%M:%S+08:00")


def test_long_text_is_cheap() -> None:
    start = time.perf_counter()
    for unit in ("1", "2022-", "二", " ", "2022年1月", "12 jan "):
        parse_date(unit * 100_000)
    assert time.perf_counter() - start < 2.0
