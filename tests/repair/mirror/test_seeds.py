"""The two damaged pages that the work began with, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from covidmeet.repair.fixes import apply, tally
from covidmeet.repair.mirror import damaged, repair

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


def seed(number: str) -> str:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"no document {number} in {SEEDS}")
    return found[0].read_text(encoding="utf-8")


def test_page_with_the_whole_ranking() -> None:
    seen = seed("002")
    found = repair(seen)
    assert tally(found.fixes) == {"lost_byte": 3, "reading": 225}
    assert apply(seen, found.fixes) == found.text
    assert not found.unrepaired


def test_page_with_the_first_step_and_two_shifted_runs() -> None:
    found = repair(seed("003"))
    assert tally(found.fixes) == {"reading": 69, "shifted_run": 2}
    runs = "".join(fix.after for fix in found.fixes if fix.rule == "shifted_run")
    assert runs == "得住、" + "保“院內零感染”“院感零容忍”。"


@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_other_pages_do_not_move(number: str) -> None:
    seen = seed(number)
    assert repair(seen).text == seen
    assert not damaged(seen)
