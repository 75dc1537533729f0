"""Script: which one, and Simplified from either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.normal import content_hash
from covidmeet.text.script import fold, needs_conversion, script_of, simplify


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("會議強調,隨著形勢變化", "会议强调,随着形势变化"),
        ("意味著 沿著 著力 著手 面臨著", "意味着 沿着 着力 着手 面临着"),
        ("成效顯著 著名專家 專著 土著 卓著", "成效显著 著名专家 专著 土著 卓著"),
        ("大力著手整治", "大力着手整治"),
        ("乾隆年間", "乾隆年间"),
        ("抓落實的最后一公里", "抓落实的最后一公里"),
    ],
)
def test_traditional_becomes_simplified(traditional: str, simplified: str) -> None:
    assert simplify(traditional) == simplified


def test_script_of_a_text() -> None:
    assert script_of("會議強調") == "hant"
    assert script_of("会议强调") == "hans"
    assert script_of("2022-03-04") == "hans"


def test_a_few_traditional_characters_in_simplified_text_stay() -> None:
    assert not needs_conversion("乾隆年间，王濛设计了这座建筑，会议强调要保护好它")
    assert needs_conversion("全國服务热线 新闻中心 广东省黄埔區")


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_simplifying_never_raises(text: str) -> None:
    simplify(text)


def test_widths_and_blanks_do_not_make_another_text() -> None:
    assert content_hash("会议强调，要落实。\n第２项") == content_hash("会议强调,要落实。 第2项")
    assert content_hash("会议强调") != content_hash("会议指出")
