"""Mutated documents and pages: nothing crashes, and every row keeps the contract."""

from __future__ import annotations

import pytest

from covidmeet.items import Article
from covidmeet.process import attempt_whole
from covidmeet.reasons import Reason, Reject
from tests.hostile.fuzz import READING, breaches, mutations, run, seeds


@pytest.mark.parametrize("kind", [0, 1], ids=["documents", "pages"])
def test_mutations_keep_the_contract(kind: int) -> None:
    for page in mutations(seeds()[kind], 100, seed=7):
        outcome = attempt_whole(page, READING)
        reject = outcome if isinstance(outcome, Reject) else outcome.reject
        assert reject is None or reject.reason is not Reason.ERROR, str(reject)
        assert not isinstance(outcome, Article) or not breaches(outcome)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [0, 1], ids=["documents", "pages"])
def test_more_mutations_keep_the_contract(kind: int) -> None:
    _, wrong = run(seeds()[kind], 1_000, seed=8)
    assert not wrong
