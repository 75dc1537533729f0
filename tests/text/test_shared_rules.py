"""The rules that all sites share."""

import pytest

from covidmeet.text.rules import SHARED, Rule, rule_book
from covidmeet.text.script import fold


@pytest.mark.parametrize("rule", SHARED, ids=lambda rule: rule.example[:12])
def test_a_rule_matches_its_example(rule: Rule) -> None:
    assert rule.matches(fold(rule.example))


@pytest.mark.parametrize(
    "line",
    [
        "会议强调，要加强版权保护，打击侵权盗版行为，营造良好环境。",
        "市关于疫情防控工作的通告",
        "上一轮核酸检测共采样三万人。",
        "分享经验、查找不足，是这次会议的主题。",
        "声明书由各单位主要负责人签署。",
        "更多志愿者加入到社区防控队伍中来，他们来自各行各业。",
        "12月5日",
        "联系群众是党员干部的基本功，要多到群众中去。",
        "关于我们的工作，群众最有发言权。",
    ],
)
def test_sentences_of_a_report_match_no_rule(line: str) -> None:
    assert rule_book().first_match(fold(line)) is None
