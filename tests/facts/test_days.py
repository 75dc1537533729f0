"""The day of a meeting, and what its year and month are had from."""

from __future__ import annotations

from datetime import date

import pytest

from covidmeet.facts import facts
from covidmeet.items import Article

HELD = "，青禾县召开疫情防控工作会议。县长周清主持会议。"


def day(
    text: str, published: str | None = "2022-03-05", url: str = "", captured_at: str | None = None
) -> tuple[str, str] | None:
    article = Article(
        url=url, title="青禾县召开会议", body=text, published_at=published, captured_at=captured_at
    )
    (meeting,) = facts(article)
    return (meeting.held_on.value, meeting.held_on.inferred) if meeting.held_on else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3月4日上午", "2022-03-04"),
        ("12月30日", "2021-12-30"),  # the year before
        ("4日", "2022-03-04"),
        ("28日", "2022-02-28"),  # the month before
        ("31日", "2022-01-31"),  # February has none
        ("昨天下午", "2022-03-04"),
        ("昨（4）日", "2022-03-04"),
        ("昨(4)日晚", "2022-03-04"),
        ("今日", "2022-03-05"),
        ("2月17日至18日", "2022-02-18"),  # of several days the last
        ("2月26日、27日", "2022-02-27"),
        ("2020年6月17日至18日", "2020-06-18"),
    ],
)
def test_a_day_is_the_latest_not_after_publication(words: str, expected: str) -> None:
    found = day(words + HELD)
    assert found is not None
    assert found[0] == expected
    assert found[1] in ("published_at", "")


def test_what_gives_the_year_is_told() -> None:
    assert day("3月4日" + HELD) == ("2022-03-04", "published_at")
    assert day("3月4日" + HELD, None, url="https://a.example/2021/05/06/1.html") == ("2021-03-04", "address")
    assert day("3月4日" + HELD, None, captured_at="2020-03-03T20:00:00+00:00") == (
        "2020-03-04",
        "captured_at",
    )
    assert day("3月4日" + HELD + "2021年春季学期即将开学。", None) == ("2021-03-04", "a year in the text")
    assert day("3月4日" + HELD, None) == ("--03-04", "no year can be had")
    assert day("4日" + HELD, None) == ("---04", "no month can be had")


def test_yesterday_counts_from_the_day_of_publication_only() -> None:
    assert day("昨天" + HELD, None, captured_at="2020-03-03T20:00:00+00:00") is None


def test_days_of_other_things_are_not_that_of_the_meeting() -> None:
    assert day("截至3月1日，全县无新增病例。3月4日" + HELD) == ("2022-03-04", "published_at")


def test_a_leap_day_has_a_year_that_has_one() -> None:
    assert day("2月29日" + HELD, "2023-03-05") == (date(2020, 2, 29).isoformat(), "published_at")
