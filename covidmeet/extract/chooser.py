"""Which lines of a page are its article, where no layout tells: by their probability and the best container.

Each line gets the probability of being the article's by a logistic regression on ``line_facts``.  Of all
elements of the page the one is taken whose lines have the greatest expected F1 against the unknown right
answer (minimum Bayes risk; for F1: Ye et al., "Optimizing F-measure", ICML 2012), and unlikely lines at its
ends are left out.  The weights are made by ``tools/chooser.py`` from pages with a reader's answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from covidmeet.extract.block_lines import BlockLines, Span
from covidmeet.extract.chooser_weights import ALONE, VOTED
from covidmeet.extract.line_facts import NAMES, facts, with_votes

_CERTAIN = 0.8  # certainty below which another extractor is asked
_AT_ENDS = 0.3  # probability below which a line at the end of the container is not the article's


@dataclass(frozen=True)
class Choice:
    """The numbers of the article's lines, and ``certainty``: the F1 that is expected of them, 0 to 1.

    ``candidate`` names how they were found; ``votes`` are the lines that the other extractor takes, None
    where it was not asked.
    """

    lines: list[int]
    certainty: float
    candidate: str = "container"
    votes: frozenset[int] | None = None


def choose(blocks: BlockLines, headline: range | None, ask: Callable[[], set[int]] | None = None) -> Choice:
    """The lines of a page that are most probably its article; none on a page without any line.

    ``ask`` gives the numbers of the lines that another extractor takes; it is called where the choice is not
    certain.
    """
    rows = facts(blocks, headline)
    choice = _decided(blocks, rows, ALONE)
    if ask is None or choice.certainty >= _CERTAIN:
        return choice
    asked = frozenset(ask())
    voted = replace(_decided(blocks, with_votes(rows, asked), VOTED), candidate="container+votes")
    best = max(choice, voted, key=lambda one: one.certainty)
    return replace(best, votes=asked)


def _decided(blocks: BlockLines, rows: Sequence[Sequence[float]], weights: Mapping[str, float]) -> Choice:
    likely = probabilities(rows, weights)
    letters = [len(line) for line in blocks.page.lines]
    span, certainty = best_span(likely, letters, set(blocks.spans.values()))
    return Choice(list(range(*trimmed(span, likely))), certainty)


def probabilities(rows: Sequence[Sequence[float]], weights: Mapping[str, float]) -> list[float]:
    """The probability of each line, from its features and their weights."""
    ordered = [weights.get(name, 0.0) for name in NAMES]
    return [_sigmoid(sum(map(_product, ordered, row))) for row in rows]


def best_span(likely: Sequence[float], letters: Sequence[int], spans: set[Span]) -> tuple[Span, float]:
    """Of ``spans`` the one with the greatest expected F1 by letters, and that."""
    expected = list(accumulate(map(_product, likely, letters), initial=0.0))
    total = list(accumulate(letters, initial=0))
    best, certainty = (0, 0), 0.0
    # The shortest first: of two with the same lines that tell anything the inner one.
    for first, stop in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        size = total[stop] - total[first] + expected[-1]
        f1 = 2 * (expected[stop] - expected[first]) / size if size else 0.0
        if f1 > certainty + 1e-9:
            best, certainty = (first, stop), f1
    return best, certainty


def trimmed(span: Span, likely: Sequence[float]) -> Span:
    """``span`` without the unlikely lines at its ends."""
    first, stop = span
    while first < stop and likely[first] < _AT_ENDS:
        first += 1
    while stop > first and likely[stop - 1] < _AT_ENDS:
        stop -= 1
    return first, stop


def _product(one: float, other: float) -> float:
    return one * other


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
