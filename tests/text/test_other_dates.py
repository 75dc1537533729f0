"""Times told by the moment of reading, two-digit years and those of the Republic of China."""

from __future__ import annotations

from datetime import datetime
from doctest import testmod
from time import process_time

import pytest

from covidmeet.process import Fetched, process
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from covidmeet.text import other_dates
from covidmeet.text.dates import parse_date
from covidmeet.text.other_dates import tells_moment, with_full_dates
from tests.extract.test_any_page import FIRST, MENU, RELATED, SECOND, THIRD, TITLE, page, text_of

NOW = datetime(2022, 11, 10, 9, 30)

MOMENTS = {
    "今天 08:15": "2022-11-10 08:15",
    "昨天23:10 来源：青禾日报": "2022-11-09 23:10 来源：青禾日报",
    "前天　10：11": "2022-11-08　10：11",
    "大前天 10:11": "2022-11-07 10:11",
    "发布时间：昨天": "发布时间：2022-11-09",
    "昨天": "2022-11-09",
    "3小时前": "2022-11-10",
    "青禾日报 三個小時前": "青禾日报 2022-11-10",
    "10小时前来源：青禾日报": "2022-11-09来源：青禾日报",
    "9小时前": "9小时前",  # of this day or of the one before
    "半小时前": "2022-11-10",
    "5分钟前 | 青禾日报": "2022-11-10 09:25 | 青禾日报",
    "刚刚": "2022-11-10 09:30",
}


@pytest.mark.parametrize(("line", "expected"), MOMENTS.items())
def test_a_time_by_the_moment_of_reading(line: str, expected: str) -> None:
    assert with_full_dates(line, NOW) == expected
    assert tells_moment(line)


@pytest.mark.parametrize(
    "line",
    [
        "昨天，青禾县召开疫情防控会议",
        "昨日青禾新增两例",
        "今日 青禾 时政",
        "今日青禾",
        "记者昨天从县里获悉",
        "会议于3小时前结束",
        "前日。",
        "",
        "刚刚过去的一周",
        "提前3小时前往",
        "昨天 08:15 青禾县召开会议。江晚舟主持。",
    ],
)
def test_a_word_in_a_sentence_or_a_name_is_no_time(line: str) -> None:
    assert with_full_dates(line, NOW) == line
    assert not tells_moment(line)


YEARS = {
    "民国111年11月10日": "2022-11-10",
    "中華民國一百一十一年十一月十日": "2022-11-10",
    "民國一一一年十一月十日 上午8:15": "2022-11-10T08:15:00+08:00",
    "111年11月10日": "2022-11-10",
    "111/11/10 08:15": "2022-11-10T08:15:00+08:00",
    "22-11-10 08:15": "2022-11-10T08:15:00+08:00",
    "22年11月10日 8时15分": "2022-11-10T08:15:00+08:00",
    "22.11.10": "2022-11-10",
    "99-12-31 10:00": "1999-12-31T10:00:00+08:00",
    "1668039300": "2022-11-10T08:15:00+08:00",
    "1668039300000": "2022-11-10T08:15:00+08:00",
    "编号 22-11-10，2022-11-12": "2022-11-12",
}


@pytest.mark.parametrize(("text", "expected"), YEARS.items())
def test_other_years(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "编号 22-11-10",
        "49年10月1日",
        "88-12-31 10:00",
        "192.168.11.10 08:15",
        "12:30-13:30 22-11-10",
        "3111年",
    ],
)
def test_what_may_be_any_number_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def read(info: str, captured_at: str) -> str | None:
    html = page(f"{MENU}<h1>{TITLE}</h1><div>{info}</div><div>{text_of(FIRST, SECOND, THIRD)}</div>{RELATED}")
    url = "http://news.linshui.example/yw/c12a3456.html"
    article = process(Fetched(url, html.encode(), captured_at=captured_at), Reading(Sites()))
    assert article.body == f"{FIRST}\n{SECOND}\n{THIRD}"
    assert article.source == "临水日报"
    return article.published_at


@pytest.mark.parametrize(
    ("info", "captured_at", "expected"),
    [
        ("昨天 08:15　来源：临水日报", "2022-04-12T16:30:00+00:00", "2022-04-12T08:15:00+08:00"),
        ("3小时前 来源：临水日报", "2022-04-12T08:30:00+00:00", "2022-04-12"),
        ("昨天 08:15　来源：临水日报", "", None),
        ("22-04-12 08:15　来源：临水日报", "", "2022-04-12T08:15:00+08:00"),
        ("民國111年4月12日　来源：临水日报", "", "2022-04-12"),
    ],
)
def test_on_a_page_it_is_the_time_of_the_capture_that_counts(
    info: str, captured_at: str, expected: str | None
) -> None:
    """The first was captured half an hour after midnight in China."""
    assert read(info, captured_at) == expected


def test_the_examples_hold() -> None:
    assert testmod(other_dates).failed == 0


def test_hostile_lines_take_linear_time() -> None:
    def seconds(size: int) -> float:
        began = process_time()
        for unit in ("昨天 ", "1小时前", "民国一百", "22-1-", "时间：昨天", "1 "):
            other_dates.with_full_years(unit * size)
            parse_date(unit * size)
            with_full_dates(unit * size, NOW)
        return process_time() - began

    seconds(100)
    assert seconds(16_000) < 12 * max(seconds(4_000), 0.002)
