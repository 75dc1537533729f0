"""Kinds of wording that once misled the rules, one short text each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from covidmeet.facts import facts
from covidmeet.facts.model import Meeting
from covidmeet.items import Article
from covidmeet.site import GENERIC


def found(body: str, title: str = "青禾县召开会议", division: str = "") -> list[Meeting]:
    article = Article(
        url="https://www.qinghe.example/a.html", title=title, body=body, published_at="2022-03-09"
    )
    return facts(article, replace(GENERIC, division=division))


def test_a_name_may_end_with_what_else_joins_two() -> None:
    (one,) = found("3月8日，市政府召开常务会议。市长陆景和主持会议，副市长周清和白桦出席。")
    assert [person.name.value for person in one.people] == ["陆景和", "周清", "白桦"]


def test_a_county_is_not_one_that_its_name_ends_with() -> None:
    for place in ("青岚县", "西北丰县"):  # 岚县 and 丰县 are in the table
        (one,) = found(f"3月8日，{place}召开疫情防控工作会议。县长周清主持。")
        assert one.division is None
    (one,) = found("3月8日，山西省岚县召开疫情防控工作会议。县长周清主持。")
    assert one.division_code == "141127"


def test_an_acting_head_of_a_county_is_not_a_county_of_that_name() -> None:
    (one,) = found("3月8日，望潮县召开疫情防控工作会议。县委副书记、代县长周清主持。")
    assert one.division is None
    (one,) = found("3月8日，代县召开疫情防控工作会议。县长周清主持。")
    assert one.division_code == "140923"


def test_what_each_of_several_bodies_did_is_no_meeting_of_its_own() -> None:
    (one,) = found(
        "3月8日，青禾县召开疫情防控工作会议。县长周清主持。\n会后，各乡镇（街道）立即召开会议，传达精神。"
    )
    assert one.name.value == "疫情防控工作会议"


def test_a_city_that_no_table_has_is_not_that_of_the_site() -> None:
    (one,) = found("3月8日，望潮市召开疫情防控工作推进会。", division="441300")
    assert one.division is None
    (one,) = found("3月8日，我市召开疫情防控工作推进会。", division="441300")
    assert one.division_code == "441300"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("3月8日，我市召开口岸疫情防控工作专班会议。", "口岸疫情防控工作专班会议"),
        ("3月8日晚，青禾县疫情防控会商研判会一开始，县长周清就拿出清单。", "青禾县疫情防控会商研判会"),
        ("3月8日，望潮村召开疫情防控会，村党支部书记周清主持。", "疫情防控会"),
        ("3月8日，清河街道召开疫情防控工作落实会，书记周清主持。", "疫情防控工作落实会"),
        ("3月8日，县委常委会召开扩大会议，县委书记周清主持。", "县委常委会召开扩大会议"),
    ],
)
def test_the_meeting_is_found(body: str, name: str) -> None:
    assert [one.name.value for one in found(body)] == [name]


def test_what_is_to_be_done_before_a_meeting_is_none() -> None:
    assert found("一、会议召开前，要做好消毒。二、会议召开期间，要戴口罩。", "会议防控要点") == []


def test_who_speaks_and_who_reports() -> None:
    (one,) = found(
        "3月8日，青禾县召开表彰座谈会。县长周清出席并讲话。周清传达了上级会议精神。\n"
        "县医院医生代表白桦说，要守住初心。副县长蓝云传达了文件，并就下一步工作进行部署。"
    )
    assert {p.name.value: sorted(r.value for r in p.roles) for p in one.people} == {
        "周清": ["attends", "speaks"],
        "白桦": ["reports"],
        "蓝云": ["reports", "speaks"],
    }


def test_a_name_that_is_an_everyday_word_is_one_where_the_text_calls_it_again() -> None:
    (one,) = found("3月8日，我院召开紧急会议。院长程前、党委书记蓝天参加会议。蓝天书记强调，要服从命令。")
    assert "蓝天" in {person.name.value for person in one.people}
