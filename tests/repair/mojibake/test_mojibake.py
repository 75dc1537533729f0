"""The classic wrong decodings: undone where they are certain, and nothing else touched."""

from __future__ import annotations

import json
import time
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covidmeet.repair.fixes import apply
from covidmeet.repair.mojibake import damaged, repair

from .damage import BIG5, CHANNELS, big5_as_gbk
from .texts import CLEAN, NEWS, TRADITIONAL

CASES = Path(__file__).parents[2] / "cases"
EXACT = ("gbk_as_latin1", "gbk_as_cp1252", "utf8_as_latin1", "utf8_as_cp1252, controls kept")
NOT_EXACT = sorted(set(CHANNELS) - set(EXACT))


@pytest.mark.parametrize("case", json.loads((CASES / "mojibake_damaged.json").read_text("utf-8")))
def test_damaged_cases(case: dict[str, Any]) -> None:
    found = repair(case["seen"])
    assert found.text == case["text"]
    assert [fix.rule for fix in found.fixes if fix.count] == case["rules"]
    assert apply(case["seen"], found.fixes) == found.text
    assert damaged(case["seen"])


@pytest.mark.parametrize("text", json.loads((CASES / "mojibake_negative.json").read_text("utf-8")))
def test_negative_cases(text: str) -> None:
    assert repair(text).text == text
    assert not damaged(text)


@pytest.mark.parametrize("line", NEWS)
@pytest.mark.parametrize("channel", EXACT)
def test_what_lost_nothing_is_exact(channel: str, line: str) -> None:
    rule, damage = CHANNELS[channel]
    seen = damage(line)
    found = repair(seen)
    assert found.text == line
    # Where no byte tells the two apart, Latin-1 is named.
    assert {fix.rule for fix in found.fixes} <= {rule, rule.replace("cp1252", "latin1")}
    assert apply(seen, found.fixes) == line


@pytest.mark.parametrize("channel", NOT_EXACT)
def test_lost_bytes_are_filled_in(channel: str) -> None:
    rule, damage = CHANNELS[channel]
    right = total = 0
    for line in NEWS:
        found = repair(damage(line))
        assert apply(damage(line), found.fixes) == found.text
        blocks = SequenceMatcher(None, found.text, line, autojunk=False).get_matching_blocks()
        right += sum(block.size for block in blocks)
        total += len(line)
    assert right / total >= (0.96 if "pairs" in channel else 0.97)  # a swallowed digit is one of ten
    assert any(fix.rule == rule for line in NEWS for fix in repair(damage(line)).fixes)


@pytest.mark.parametrize("channel", ["gbk_as_latin1", "utf8_as_latin1", "utf8_as_gbk, U+FFFD"])
def test_a_whole_text(channel: str) -> None:
    _, damage = CHANNELS[channel]
    seen = "\n".join(map(damage, NEWS))
    found = repair(seen)
    assert sum(a == b for a, b in zip(found.text.split("\n"), NEWS, strict=True)) >= len(NEWS) - 4


@pytest.mark.parametrize("channel", sorted(set(EXACT) - {"gbk_as_cp1252"}))
def test_a_part_of_a_clean_line(channel: str) -> None:
    _, damage = CHANNELS[channel]
    seen = "推荐阅读：" + damage("全市疫情防控工作会议召开") + "，点击查看全文。"
    assert repair(seen).text == "推荐阅读：全市疫情防控工作会议召开，点击查看全文。"


def test_big5_as_gbk_without_losses() -> None:
    line = "台中市召開防疫工作會議，要求各單位嚴格執行各項措施"
    kept = line.encode("cp950").decode("gb18030")
    found = repair(kept)
    assert found.text == line
    assert [fix.rule for fix in found.fixes] == [BIG5]


def test_big5_as_gbk_with_losses_comes_out_mostly_right() -> None:
    seen = big5_as_gbk(TRADITIONAL[1], "")
    assert "形勢依然嚴峻，任何時候都不能麻痺大意。" in repair(seen).text


@pytest.mark.parametrize(
    ("seen", "rule", "offset", "place"),
    [
        ("会议\ufffd\ufffd\ufffd召开", "replacement_character", 2, "\ufffd\ufffd\ufffd"),
        ("会议锟斤拷锟斤拷召开", "u_fffd_as_gbk", 2, "锟斤拷锟斤拷"),
        ("缓冲区：烫烫烫烫烫", "uninitialised_memory", 4, "烫烫烫烫烫"),
        ("栈：屯屯屯屯", "uninitialised_memory", 2, "屯屯屯屯"),
    ],
)
def test_what_is_gone_is_reported_and_left(seen: str, rule: str, offset: int, place: str) -> None:
    found = repair(seen)
    assert found.text == seen and not found.fixes
    assert [(left.rule, left.offset, left.seen) for left in found.unrepaired] == [(rule, offset, place)]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_identical(text: str) -> None:
    found = repair(text)
    assert found.text == text and not found.fixes and not found.unrepaired
    assert not damaged(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_no_string_raises_and_the_second_repair_does_nothing(text: str) -> None:
    found = repair(text)
    assert apply(text, found.fixes) == found.text
    assert repair(found.text).text == found.text
    assert damaged(text) == bool(found.fixes or found.unrepaired)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NEWS), st.sampled_from(sorted(CHANNELS)), st.integers(0, 30), st.integers(1, 30))
def test_repair_is_idempotent_on_pieces_of_damage(line: str, channel: str, start: int, size: int) -> None:
    seen = CHANNELS[channel][1](line)[start : start + size]
    found = repair(seen)
    assert apply(seen, found.fixes) == found.text
    assert repair(found.text).text == found.text


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="疫情防控会议召开全市要求，。、“”0123abc镇陽龘鐤é ", max_size=60))
def test_random_hanzi_are_not_moved(text: str) -> None:
    assert repair(text).text == text


def test_clean_text_is_passed_over_fast() -> None:
    text = "\n".join(NEWS) * 300
    taken = []
    for _ in range(3):
        start = time.process_time()
        assert not damaged(text)
        taken.append(time.process_time() - start)
    assert len(text.encode()) / min(taken) > 30e6  # 100 MB/s and more on an idle core.
