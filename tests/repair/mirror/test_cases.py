"""Damaged places and what stood there, clean ones that look damaged, and what cannot be known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from covidmeet.repair.fixes import apply, tally
from covidmeet.repair.mirror import damaged, repair

CASES = Path(__file__).parents[2] / "cases"


def cases(name: str) -> list[Any]:
    found = json.loads((CASES / f"mirror-{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.mark.parametrize("case", cases("wild") + cases("synthetic"))
def test_repaired(case: dict[str, Any]) -> None:
    found = repair(case["seen"])
    assert found.text == case["text"], case["why"]
    assert tally(found.fixes) == case["rules"]
    assert apply(case["seen"], found.fixes) == found.text
    assert found.unrepaired == ()
    assert damaged(case["seen"])
    assert repair(found.text).text == found.text


@pytest.mark.parametrize("case", cases("negative"))
def test_left_alone(case: dict[str, Any]) -> None:
    found = repair(case["text"])
    assert found.text == case["text"]
    assert found.fixes == ()
    assert found.unrepaired == ()
    assert not damaged(case["text"])


@pytest.mark.parametrize("case", cases("known-failures"))
@pytest.mark.xfail(strict=True, reason="the text does not tell")
def test_known_failures(case: dict[str, Any]) -> None:
    assert repair(case["seen"]).text == case["text"], case["why"]
