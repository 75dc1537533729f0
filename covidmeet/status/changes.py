"""What is different from the run before, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from covidmeet.archive.runs import RunRow
from covidmeet.health.evidence import starting
from covidmeet.health.floors import fill_rates
from covidmeet.health.words import percent
from covidmeet.language import stored

_STEP = 0.1  # of a fill rate; less is chance
_TIMES = 2.0  # more or fewer articles on the lists


def changes(run: RunRow, before: RunRow) -> list[str]:
    """How ``run`` differs from the run ``before`` it."""
    told = []
    if run.verdict != before.verdict:
        told.append(stored("verdict {verdict} → {verdict2}", verdict=before.verdict, verdict2=run.verdict))
    told += _lists(run.counts, before.counts)
    told += _fill(run.counts, before.counts)
    told += _groups(run.counts, before.counts, "layouts/", "layout")
    told += _groups(run.counts, before.counts, "rejects/", "rejects:")
    return told


def _lists(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    found, old = int(now.get("articles/found", 0)), int(before.get("articles/found", 0))
    if found == old or (found and old and max(found, old) < _TIMES * min(found, old)):
        return []
    return [stored("articles on the lists {old:,} → {found:,}", old=old, found=found)]


def _fill(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    rates, old = fill_rates(now), fill_rates(before)
    return [
        f"{name} {percent(old[name])} → {percent(rate)}"
        for name, rate in rates.items()
        if name in old and abs(rate - old[name]) >= _STEP
    ]


def _groups(now: Mapping[str, Any], before: Mapping[str, Any], prefix: str, what: str) -> list[str]:
    """Kinds that are new; those that are gone are no news where few pages were read."""
    fresh = [name for name in starting(now, prefix) if name not in starting(before, prefix)]
    known = starting(before, prefix) or prefix == "rejects/"
    return [stored("new {what} {fresh}", what=what, fresh=", ".join(fresh))] if fresh and known else []
