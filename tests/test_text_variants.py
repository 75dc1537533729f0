"""Names that a converter changed, and the feet of pages, on the routes of ``test_case_variants``."""

from __future__ import annotations

import pytest

from tests.test_case_variants import LEAD, ORDER, on_any_page, on_layout

BOTH_YU = [
    ("記者 於洋", "會議對於防控作出部署，要求把登記、採樣和送藥三件事分到人，當天辦完。", "于洋"),
    ("記者：於靜", "會議要求，由於人手不足，各鄉鎮把登記、採樣和送藥三件事分到人。", "于静"),
    ("記者 於洋", "會議要求，各鄉鎮把登記、採樣和送藥三件事分到人，當天辦完，便于群衆。", "於洋"),
    ("（記者 於建國）", "會議關于防控作出部署，要求把登記、採樣和送藥三件事分到人，當天辦完。", "於建国"),
]


@pytest.mark.parametrize(("byline", "text", "name"), BOTH_YU)
@pytest.mark.parametrize("route", [on_layout, on_any_page])
def test_a_reporter_whose_name_a_converter_wrote(route: object, byline: str, text: str, name: str) -> None:
    assert callable(route)
    lead = "3月2日，青禾縣召開疫情防控工作會議，縣委書記於志強主持會議並講話，各鄉鎮負責同志參加會議。"
    article = route(f"<p>{lead}</p><p>{text}</p><p>{byline}</p>")
    assert article.reporters == [name]
    assert f"县委书记{name[0]}志强主持" in article.body


# What a page's owner, maker and counter are called, and nothing else.
FOOTS = [
    "主办单位：青禾县卫生健康局",
    "承办单位：青禾县疾控中心",
    "技术支持：青禾县信息中心",
    "主办：青禾县人民政府办公室",
    "主办单位：县卫健局　承办单位：县疾控中心",
    "12",
    "86000",
    "8:30",
]
SENTENCES = [
    "主办单位：青禾县卫生健康局，请各乡镇于3月5日前报名。",
    "承办单位：县疾控中心负责采样，各乡镇负责登记和送药。",
    "技术支持：由县信息中心派人值守，系统故障半小时内到场处理。",
    "主办单位由县卫健局担任。",
    "86000人次参加了采样。",
    "12人到岗。",
]


@pytest.mark.parametrize("foot", FOOTS)
def test_a_foot_is_counted_below_the_text_and_kept_in_it(foot: str) -> None:
    below = on_layout(f"<p>{LEAD}</p><p>{ORDER}</p><p>{foot}</p>")
    assert below.body.split("\n") == [LEAD, ORDER]
    assert sum(below.stripped.values()) == 1
    assert [line.text for line in below.stripped_lines] == [foot]
    inside = on_layout(f"<p>{LEAD}</p><p>{foot}</p><p>{ORDER}</p>")
    assert (inside.body.split("\n"), inside.stripped) == ([LEAD, foot, ORDER], {})


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_sentence_that_begins_like_a_foot_stays_wherever_it_stands(sentence: str, place: int) -> None:
    lines = [LEAD, ORDER]
    lines.insert(place, sentence)
    article = on_layout("".join(f"<p>{line}</p>" for line in lines))
    assert (article.body.split("\n"), article.stripped) == (lines, {})
