"""Promises of the repair that hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from covidmeet.repair.fixes import apply, tally
from covidmeet.repair.mirror import damaged, repair

from .forward import HALF_WIDTH, MARKS, NARROWED, NARROWED_LETTERS, Kit, damage, ranking
from .texts import REPORT, clean_text

STEPS = (0, 2, 4, 7, 9)
TRICKY = (
    '網(wǎng)絡ò業è)(yè)會?？?！?。?，,!；“”（）\x05\x06\x08 \n\t<>&"/pA1霸簝攘萍加邢薰'
    "\ue088\ue765\ufffd€保常小\x00\ud800😷"
)


@pytest.mark.parametrize("half_width", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_report_comes_back_exactly(step: int, half_width: bool) -> None:
    goal = REPORT.translate(HALF_WIDTH) if half_width else REPORT
    for seed in range(4):
        seen = damage(REPORT, Kit(ranking(step), overlapping=seed % 2 == 1), seed, half_width=half_width)
        found = repair(seen)
        text = found.text.translate(HALF_WIDTH) if half_width else found.text
        assert text == goal
        assert apply(seen, found.fixes) == found.text
        assert damaged(seen)


@pytest.mark.parametrize("half_width", [False, True])
def test_runs_in_which_all_was_narrowed(half_width: bool) -> None:
    """Letters, digits and blanks that a run shows are bytes of two characters, whatever narrowed them."""
    narrowed = NARROWED if half_width else NARROWED_LETTERS
    for seed in range(4):
        seen = damage(
            REPORT,
            Kit(ranking(9), overlapping=True),
            seed,
            half_width=half_width,
            narrowed=narrowed,
        )
        assert repair(seen).text.translate(narrowed) == REPORT.translate(narrowed)


@pytest.mark.parametrize("controls", ["", " ", "keep"])
def test_a_kit_that_hits_semicolons_as_well(controls: str) -> None:
    orders = "要守住院感底線；要守好自己的門；要備足物資；要及時回應；要快速反應。\n"
    goal = REPORT.replace("；", "。") + orders * 2
    for seed in range(3):
        seen = damage(goal, Kit(ranking(9), marks=MARKS + "；", overlapping=True), seed, controls=controls)
        assert repair(seen).text == goal


@pytest.mark.parametrize("controls", [" ", "each", "keep"])
def test_control_characters_go(controls: str) -> None:
    seen = damage(REPORT, Kit(ranking(4)), 3, controls=controls)
    found = repair(seen)
    assert found.text == REPORT
    assert tally(found.fixes)["control"] > 20


def test_readings_are_counted_one_by_one() -> None:
    seen = damage(REPORT, Kit(ranking(9), rate=0.0))
    found = repair(seen)
    assert sum(fix.before.count(")") for fix in found.fixes) == seen.count(")")
    assert tally(found.fixes)["reading"] == sum(fix.before[0] == "(" for fix in found.fixes)


def test_clean_text_comes_back_identical() -> None:
    text = clean_text(1_100_000)
    assert len(text.encode()) >= 1_000_000
    found = repair(text)
    assert found.fixes == ()
    assert found.unrepaired == ()
    assert not damaged(text)


def test_clean_lines_come_back_identical() -> None:
    for line in clean_text(150_000, seed=1).split("\n"):
        assert repair(line).text == line
        assert not damaged(line)


def test_spam_behind_the_damage_stays() -> None:
    spam = "感谢您访问我们的网站，您可能还对以下资源感兴趣：\n网站|会议|学习|动画?|国产!\n"
    seen = damage(REPORT, Kit(ranking(9)), 1) + spam
    assert repair(seen).text == REPORT + spam


def test_what_cannot_be_repaired_is_reported() -> None:
    seen = "網(wǎng)絡業(yè)務(wù)由杭云?zhuáng)公司經(jīng)辦。"
    found = repair(seen)
    assert "?zhuáng)" in found.text
    assert [left.rule for left in found.unrepaired] == ["lost_byte"]
    assert found.unrepaired[0].offset == seen.index("?zhuáng)")


@given(st.text(st.sampled_from(TRICKY), max_size=60))
@settings(max_examples=300, deadline=None)
@example("?")
@example("網(wǎng)?")
@example("?，\ud800")
def test_never_raises_and_is_stable(text: str) -> None:
    found = repair(text)
    assert apply(text, found.fixes) == found.text
    assert isinstance(damaged(text), bool)


@given(st.text(st.characters(exclude_characters="\x05\x06\x07\x08"), max_size=200))  # these are damage
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    assert repair(text).text == text


@given(st.integers(0, 9), st.integers(0, 10_000), st.booleans(), st.booleans())
@settings(max_examples=30, deadline=None)
def test_repair_is_idempotent(step: int, seed: int, half_width: bool, overlapping: bool) -> None:
    kit = Kit(ranking(step), overlapping=overlapping)
    once = repair(damage(REPORT, kit, seed, half_width=half_width)).text
    assert repair(once).text == once


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "?" * 1_000_000,
        "?，" * 100_000,
        "網(wǎng)" + "?" * 1_000_000,
        "網(wǎng)" + "?，" * 3_000,
        "?wǎng)" * 3_000,
    ],
    ids=["questions", "cut marks", "questions on a damaged page", "cut marks on one", "cut readings"],
)
def test_hostile_text_ends(text: str) -> None:
    began = time.perf_counter()
    repair(text)
    damaged(text)
    assert time.perf_counter() - began < 20
