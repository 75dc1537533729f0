"""The repair as a whole: promises that hold for any text, and the offsets of its fixes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from covidmeet.repair import Repair, repair
from covidmeet.repair.fixes import Fix, apply, map_offset, to_output_offsets
from tests.arbitrary_texts import TEXTS


@given(TEXTS)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair(text)
    assert repair(once.text).text == once.text


@given(TEXTS)
def test_every_fix_stands_where_it_says(text: str) -> None:
    repaired = repair(text)
    for fix in repaired.fixes:
        assert repaired.text.startswith(fix.after, fix.offset)


def undone(repaired: Repair) -> str:
    """The input of a repair: ``before`` put back from the last fix to the first."""
    text = repaired.text
    for fix in reversed(repaired.fixes):
        stop = fix.offset + len(fix.after)
        assert text[fix.offset : stop] == fix.after
        text = text[: fix.offset] + fix.before + text[stop:]
    return text


SIDE_BY_SIDE = st.sampled_from(["議\x00\x05，", "議\x05\x00，", "議\x0b，", "會(huì)", "日?bào)", "锟斤拷"])


@given(st.lists(SIDE_BY_SIDE).map("".join))
@example("會(huì)議強調,發(fā)展經(jīng)濟\x00".encode().decode("latin-1"))
def test_fixes_put_back_give_the_input(text: str) -> None:
    assert undone(repair(text)) == text


def test_fixes_are_replayed_and_placed() -> None:
    repaired = repair("會(huì)議強調,發(fā)展經(jīng)濟,落實責(zé)任。\x01")
    assert repaired.text == "會議強調,發展經濟,落實責任。"
    assert repaired.counts == {"control": 1, "reading": 4}


def test_applying_a_fix_that_does_not_fit_fails() -> None:
    fixes = [Fix("x", 1, "b", "BB"), Fix("x", 3, "d", "")]
    assert apply("abcd", fixes) == "aBBc"
    assert [fix.offset for fix in to_output_offsets(fixes)] == [1, 4]
    assert [map_offset(offset, fixes) for offset in (0, 2)] == [0, 3]
    with pytest.raises(ValueError, match="does not fit at offset 1"):
        apply("axcd", fixes)
