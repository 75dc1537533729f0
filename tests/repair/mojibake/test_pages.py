"""Whole pages: the wrong decoder is told from all lines, and what no decoder explains is reported."""

from __future__ import annotations

import opencc
import pytest

from covidmeet.repair import mojibake
from covidmeet.repair.mojibake.swallowed import swallowed

from .damage import CHANNELS, converted_channels
from .texts import NEWS

CONVERTED = converted_channels(opencc.OpenCC("s2t").convert)
PAGE = "\n".join(NEWS[:10])


def told(page: str, shown: str) -> bool:
    """Whether every wrong line has a doubtful fix, or a report."""
    found = mojibake.repair(shown)
    doubts = {shown.count("\n", 0, fix.offset) for fix in found.fixes if fix.doubtful}
    doubts |= {shown.count("\n", 0, place.offset) for place in found.unrepaired}
    lines = zip(page.split("\n"), found.text.split("\n"), strict=True)
    return all(line == text or number in doubts for number, (line, text) in enumerate(lines))


@pytest.mark.parametrize("name", sorted(CONVERTED))
def test_a_page_that_was_made_traditional_afterwards(name: str) -> None:
    shown = CONVERTED[name](PAGE)
    found = mojibake.repair(shown)
    if shown.count("\n") < PAGE.count("\n"):  # Windows took a line end along with the byte before it
        assert CONVERTED[name](found.text) == shown
        return
    assert told(PAGE, shown)
    right = sum(line == text for line, text in zip(NEWS[:10], found.text.split("\n"), strict=True))
    assert right >= 7


@pytest.mark.parametrize("name", ["utf8_as_gbk, question marks", "utf8_as_gbk, bytes dropped"])
def test_characters_that_gbk_lacks_once_they_are_traditional(name: str) -> None:
    line = "全镇大力发展畜牧业，用望远镜观察畜群，镇长在镜头前介绍了畜产品的销路。"
    shown = CONVERTED[f"{name}, made Traditional"](line)
    assert "𣈶" in shown
    assert mojibake.repair(shown).text == line


def test_a_line_that_nothing_explains_is_reported_on_a_page_of_which_others_are_repaired() -> None:
    damaged = CHANNELS["utf8_as_gbk, bytes dropped"][1]
    unexplained = "鍚嶉€夋墜鐜灞鎬锟界鐖鏄撅緝鐨勬垜浠墍鏈夌殑浜洪兘鐭ラ亾浜嗭紒"
    found = mojibake.repair(
        "\n".join([*map(damaged, NEWS[:6]), unexplained, "这一行是后来加上去的，没有损坏。"])
    )
    assert unexplained not in found.text or unexplained in {place.seen for place in found.unrepaired}
    assert found.text.endswith("没有损坏。")


def test_a_question_mark_behind_each_loss_is_the_mark_of_the_loss() -> None:
    line = "最近4年，鹤山镇的经济得到了很大发展，全镇2022年的产值达到6亿元。"
    found = mojibake.repair(CHANNELS["utf8_as_gbk, by Windows"][1](line))
    assert "?" not in found.text
    digits = [fix for fix in found.fixes if fix.after[-1:].isdigit()]
    assert digits and all(fix.doubtful and fix.runner_up for fix in digits)


def test_digits_that_were_swallowed_are_weighed_by_what_follows() -> None:
    costs = {known: dict(swallowed("在", known)) for known in (b"", b"998", b"022")}
    assert min("0123456789", key=costs[b"998"].__getitem__) == "1"
    assert min("0123456789", key=costs[b"022"].__getitem__) == "2"
    assert costs[b""]["1"] < costs[b""]["7"] < costs[b""]["0"]
    assert dict(swallowed("。", b""))["\n"] < dict(swallowed("在", b""))["\n"]
