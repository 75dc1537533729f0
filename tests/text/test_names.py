"""Names of persons: rare characters, dots and padding."""

import pytest

from covidmeet.text.bylines import names, read_line
from covidmeet.text.dateline import read_paragraphs
from covidmeet.text.script import fold


@pytest.mark.parametrize(
    "name",
    [
        "周〇",
        "林㐂",
        "赵𠅤",
        "陈𪜀禾",
        "吴𫍯",
        "郑𫠝",
        "孙𬱟",
        "何\U0002ceb1",
        "罗\U0002ebf1",
        "高\U00030001",
        "宋\U00031351",
        "刘\uf9dc",
        "丁\U0002f804",
        "阿依·古丽",
        "阿依•古丽",
        "阿依・古丽",
        "阿依‧古丽",
        "阿依⋅古丽",
        "阿依∙古丽",
        "阿依．古丽",
        "阿依･古丽",
        "阿依᛫古丽",
        "买买提·阿不都·热合曼",
    ],
)
def test_a_name_is_read_wherever_it_stands(name: str) -> None:
    assert names(f"张三 {name}、李小四") == ["张三", name, "李小四"]
    line = f"责任编辑：{name}"
    facts = read_line(line, fold(line))
    assert facts is not None
    assert facts.editors == [name]
    assert read_paragraphs([f"青禾日报讯（记者{name}）会议召开。"]).reporters == [name]


def test_what_nobody_sees_hides_no_label() -> None:
    line = "来\u200b源：青禾\u00ad日报 责任\u2060编辑：王\u200b小红\u3164"
    facts = read_line(line, fold(line))
    assert facts is not None
    assert (facts.source, facts.editors) == ("青禾日报", ["王小红"])


@pytest.mark.parametrize(
    ("listed", "read"),
    [
        ("李\u3000明 王\u200b小红", ["李明", "王小红"]),
        ("葛\U000e0100云", ["葛云"]),
        ("记者站 13800000000", ["记者站"]),
        ("①② ··· A·B", []),
        ("青禾·融媒", ["青禾·融媒"]),
        ("一个很长的不是名字的词", []),
    ],
)
def test_a_list_of_names(listed: str, read: list[str]) -> None:
    assert names(listed) == read
