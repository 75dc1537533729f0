"""Makes the weights of ``extract/chooser.py`` from pages with a reader's answer.

    python -m tools.chooser FOLDER...

A folder is as ``bench/extract.py`` reads it.  Prints the weights fitted on all pages, and the mean F1 of the
lines chosen, fitted and with the pages of one host left out at a time.
Needs numpy (the dependency group ``tables``).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from bench.extract import Real, normal, pages
from covidmeet.extract import chooser
from covidmeet.extract.block_lines import BlockLines
from covidmeet.extract.generic_headline import find_headline
from covidmeet.extract.line_facts import NAMES, facts, with_votes
from covidmeet.extract.votes import votes
from covidmeet.process import Fetched, decode_page
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading, Scope

_PENALTY = 3.0  # L2
_ROUNDS = 50  # of Newton's method
_SURE = 6  # letters of a line that cannot stand in the answer by chance


@dataclass
class Sample:
    """The lines of one page: features, whether each is of the answer, its weight (0: optional)."""

    name: str
    host: str
    rows: Any
    right: Any
    weight: Any
    letters: Any
    spans: set[tuple[int, int]]


def sample(real: Real, voted: bool) -> Sample:
    """One page as a sample; ``voted``: with the lines that trafilatura takes."""
    page = decode_page(Fetched(real.gold["url"], real.body), Reading(Sites(()), Scope("all")))
    blocks = BlockLines(page)
    _, at = find_headline(page, blocks)
    gold, alone = normal("".join(real.gold["body"])), {normal(one) for one in real.gold["body"]}
    optional = [normal(one) for one in real.gold.get("optional") or []]
    lines = [normal(line) for line in page.lines]
    inside = [bool(one) and (one in gold if len(one) >= _SURE else one in alone) for one in lines]
    sure = [number for number, line in enumerate(lines) if inside[number] and len(line) >= 2 * _SURE]
    first, last = (min(sure) - 2, max(sure) + 2) if sure else (0, -1)
    right = [known and first <= number <= last for number, known in enumerate(inside)]
    left_out = [
        not known and any(line and (line == one or (len(line) >= _SURE and line in one)) for one in optional)
        for line, known in zip(lines, right, strict=True)
    ]
    letters = np.array([0.0 if out else max(1, len(line)) for line, out in zip(lines, left_out, strict=True)])
    rows = with_votes(facts(blocks, at), votes(page) if voted else set())
    host = urlsplit(real.gold["url"]).hostname or ""
    spans = set(blocks.spans.values())
    return Sample(real.name, host, np.array(rows), np.array(right, float), np.sqrt(letters), letters, spans)


def fit(samples: list[Sample]) -> Any:
    """The weights of a logistic regression, by Newton's method."""
    rows = np.vstack([one.rows for one in samples])
    right = np.concatenate([one.right for one in samples])
    weight = np.concatenate([one.weight for one in samples])
    found = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (likely - right)) + _PENALTY * found
        curve = (rows * (weight * likely * (1 - likely))[:, None]).T @ rows + _PENALTY * np.eye(len(found))
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    return found


@contextmanager
def without_host(reals: Sequence[Real], host: str) -> Iterator[None]:
    """Let the chooser use weights that were fitted without the pages of ``host``."""
    kept = chooser.ALONE, chooser.VOTED
    try:
        for name, voted in (("ALONE", False), ("VOTED", True)):
            found = fit([one for one in _samples(tuple(reals), voted) if one.host != host])
            setattr(chooser, name, dict(zip(NAMES, found.tolist(), strict=True)))
        yield
    finally:
        chooser.ALONE, chooser.VOTED = kept


_made: dict[bool, list[Sample]] = {}


def _samples(reals: tuple[Real, ...], voted: bool) -> list[Sample]:
    """The samples of all pages, made once."""
    if voted not in _made:
        _made[voted] = [sample(real, voted) for real in reals]
    return _made[voted]


def score(one: Sample, weights: Any) -> tuple[float, float]:
    """F1 of the lines chosen, by letters, and what was expected of it."""
    likely = (1 / (1 + np.exp(-np.clip(one.rows @ weights, -30, 30)))).tolist()
    span, certainty = chooser.best_span(likely, [int(n) for n in one.letters], one.spans)
    chosen = np.zeros(len(likely))
    chosen[slice(*chooser.trimmed(span, likely))] = 1
    shared = (one.letters * one.right * chosen).sum()
    return float(2 * shared / max(1e-9, (one.letters * (chosen + one.right)).sum())), certainty


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--voted", action="store_true", help="with trafilatura's lines as a feature")
    arguments = parser.parse_args()
    samples = [sample(real, arguments.voted) for folder in arguments.folders for real in pages(folder)]
    weights = fit(samples)
    fitted = [score(one, weights) for one in samples]
    left_out = []
    for host in sorted({one.host for one in samples}):
        without = fit([one for one in samples if one.host != host])
        left_out += [(*score(one, without), one.name) for one in samples if one.host == host]
    print("fitted", np.mean([f for f, _ in fitted]), "hosts left out", np.mean([f for f, _, _ in left_out]))
    for f, certainty, name in sorted(left_out)[:25]:
        print(f"  {f:.3f} expected {certainty:.3f} {name}")
    print("low", [(name, round(f, 2), round(c, 2)) for f, c, name in left_out if c < 0.85])
    for name, weight in zip(NAMES, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
