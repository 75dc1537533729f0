"""The runs before a run, as far as the rules on trends look at them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from covidmeet.health.evidence import PastRun
from covidmeet.health.sample import PAGES, PageFacts

LOOKED_AT = 400
"""Runs; a site with one article a month, crawled every day, shows its usual gap in them."""
_REFERENCE = 400  # pages
_LEARNED = 10  # healthy runs after an unhealthy one, from which on that was one of the site's ups and downs
_UNTOLD = frozenset({"stopped", "blocked", "broken"})  # such a run did not see what the site has


class Past:
    """``runs``: newest first, the one that is judged in front; those that saw nothing are left out."""

    def __init__(self, runs: Sequence[PastRun]) -> None:
        self.runs = [run for run in runs if run.verdict not in _UNTOLD]

    @cached_property
    def usual(self) -> list[bool]:
        """Of each run, whether it shows what is usual: healthy, or with ten healthy ones after it."""
        told, healthy = [], 0
        for run in self.runs:
            told.append(run.is_healthy or healthy >= _LEARNED)
            healthy += run.is_healthy
        return told

    def known(self) -> set[tuple[str, str]]:
        """Address and kind of every page that the runs noted."""
        return {(row[0], row[1]) for run in self.runs for row in run.counts.get(PAGES, ())}

    @cached_property
    def pages(self) -> list[list[PageFacts]]:
        """Of each run the pages that it was the first to see, as far back as they are looked at."""
        found: list[list[PageFacts]] = []
        total = 0
        for run in self.runs:
            if total < 2 * _REFERENCE:
                found.append([PageFacts(*row) for row in run.counts.get(PAGES, ())])
                total += len(found[-1])
        return found

    def split(self, newest: int) -> tuple[list[PageFacts], list[PageFacts]]:
        """At least ``newest`` pages of the last runs, and pages of healthy runs before them."""
        recent: list[PageFacts] = []
        reference: list[PageFacts] = []
        for place, (run, pages) in enumerate(zip(self.runs, self.pages, strict=False)):
            if len(recent) < newest or place == 0:
                recent += pages
            elif len(reference) < _REFERENCE and run.is_healthy:
                reference += pages
        return recent, reference
