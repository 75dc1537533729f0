"""The query language: what is an operator, what is text, and where a fault is."""

from __future__ import annotations

import pytest

from covidmeet.archive.query_parser import MOST_TERMS, parse
from covidmeet.archive.query_tree import AllOf, AnyOf, Excluded, Filter, Node, QueryError, SoughtWords


def shown(node: Node) -> str:
    """The tree in one line."""
    if isinstance(node, SoughtWords):
        return f"title[{node.phrase.phrase}]" if node.in_title else node.phrase.phrase
    if isinstance(node, Excluded):
        return f"!{shown(node.part)}"
    if isinstance(node, (AllOf, AnyOf)):
        joint = "&" if isinstance(node, AllOf) else "|"
        return f"({joint.join(map(shown, node.parts))})"
    if isinstance(node, Filter):
        return f"<{node.values[-1]}>"
    return "{" + " ".join(one.values[-1] for one in node.filters) + "}"


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("核酸检测", "核酸检测"),
        ("核酸 隔离", "(核酸&隔离)"),
        ("核酸\u3000隔离", "(核酸&隔离)"),
        ("核酸 AND 隔离", "(核酸&隔离)"),
        ("核酸 OR 隔离 流调", "(核酸|(隔离&流调))"),
        ("(核酸 OR 隔离) 流调", "((核酸|隔离)&流调)"),
        ("核酸 -隔离", "(核酸&!隔离)"),
        ("核酸 －隔离", "(核酸&!隔离)"),
        ("核酸 NOT (隔离 OR 流调)", "(核酸&!(隔离|流调))"),
        ("NOT NOT 核酸", "核酸"),
        ('"核酸 检测" 隔离', "(核酸 检测&隔离)"),
        ("“核酸 检测”", "核酸 检测"),
        ('"OR"', "OR"),
        ("site:qinghe 核酸", "(<qinghe>&核酸)"),
        ('title:核酸 -title:"a b"', "(title[核酸]&!title[a b])"),
        ("TITLE：核酸", "title[核酸]"),
        ("level:county 核酸 chair:周清", "(核酸&{county 周清})"),
        ("level:county OR chair:周清", "({county}|{周清})"),
        ("-level:county", "!{county}"),
        # Text, though it looks like an operator.
        ("COVID-19", "COVID-19"),
        ("常委会（扩大）会议", "常委会（扩大）会议"),
        ("会议(扩大)", "会议(扩大)"),
        ("(会议(扩大) 核酸)", "(会议(扩大)&核酸)"),
        ("上午9:30", "上午9:30"),
        ("http://qinghe.example", "http://qinghe.example"),
        ("时间:3月", "时间:3月"),
        ("“四早”要求", "“四早”要求"),
        ("and or not", "(and&or&not)"),
        ("核酸 - 隔离", "(核酸&隔离)"),
        ('5"屏', '5"屏'),
        ("，", "，"),
        ("", ""),
    ],
)
def test_a_query_is_read_as_it_is_meant(query: str, tree: str) -> None:
    assert shown(parse(query)) == tree


@pytest.mark.parametrize(
    ("query", "at", "message"),
    [
        ('核酸 "隔离', 3, "a quotation mark is not closed"),
        ("核酸 (隔离", 3, "a parenthesis is not closed"),
        ("核酸 隔离)", 5, "a parenthesis closes that was not opened"),
        ("核酸 ()", 3, "an empty pair of parentheses"),
        ("核酸 OR", 3, "OR has nothing behind it"),
        ("OR 核酸", 0, "OR has nothing before it"),
        ("核酸 AND OR 隔离", 3, "AND has nothing behind it"),
        ("核酸 NOT", 3, "NOT has nothing behind it"),
        ("核酸 site:", 3, "site: has no value"),
        ("核酸 since:2022-13", 3, "there is no day 2022-13"),
        ("until:yesterday", 0, "yesterday is no day"),
        ("held:2022-02-30", 0, "there is no day 2022-02-30"),
        ("核酸 level:city", 3, "city is no level; they are national, province"),
        ("(" * 21 + "核酸" + ")" * 21, 20, "too many parentheses"),
        (" ".join(["核酸"] * (MOST_TERMS + 1)), 3 * MOST_TERMS, "more than 100 words"),
    ],
)
def test_a_fault_is_told_with_its_place(query: str, at: int, message: str) -> None:
    with pytest.raises(QueryError, match="at character") as error:
        parse(query)
    assert str(error.value).startswith(message)
    assert error.value.at == at


@pytest.mark.parametrize("unit", ["(", ")", '"', "“", "-", "NOT ", "a:", "site:", "OR ", "a(", ") "])
def test_a_long_query_ends(unit: str) -> None:
    try:
        parse(unit * 20_000)
    except QueryError as error:
        assert len(str(error)) < 200
