"""How long nothing new has come, by the gaps before: on all lists, on one of them, and of articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from covidmeet.health import trend_rules as rules
from covidmeet.health.binomial import longer_gap
from covidmeet.health.evidence import PastRun
from covidmeet.health.past import Past
from covidmeet.health.sample import FRONTS, PAGES
from covidmeet.language import stored, stored_n

_GAPS = 6  # that tell how long one may be
_MANY_GAPS = 10
_GAP_CHANCE = 1e-3  # of a gap as long where new ones come by chance: a dozen gaps a year


def frozen(past: Past, most: float | None = None) -> Iterator[str]:
    """The lists, or one of several, name nothing else for longer than they ever did.

    ``most``: runs; the limit that a site states for all its lists together, in place of these comparisons.
    """
    gaps = _gaps([bool(run.counts.get(PAGES) or _brought(run)) for run in past.runs])
    if told := _too_long(rules.FROZEN, gaps, most):
        yield stored("no unknown page on the lists for {told}", told=told)
    elif most is None:
        yield from _unchanged_lists(past)


def _unchanged_lists(past: Past) -> Iterator[str]:
    """Each list whose first page names the same articles for too long."""
    fronts = [run.counts[FRONTS] for run in past.runs if run.counts.get(FRONTS)]
    for url in fronts[0] if fronts else ():
        hashes = [front[url] for front in fronts if url in front]
        gaps = _gaps([newer != older for newer, older in pairwise(hashes)])
        if told := _too_long(rules.FROZEN, gaps, None):
            yield stored("the list {url} names the same articles for {told}", url=url, told=told)


def stale(past: Past, most: float | None = None) -> Iterator[str]:
    """No new article came for longer than ever before, or than ``most`` runs, which the site states."""
    gaps = _gaps([_brought(run) for run in past.runs])
    if told := _too_long(rules.STALE, gaps, most):
        yield stored("no new article for {told}", told=told)


def _brought(run: PastRun) -> bool:
    return bool(run.counts.get("articles/new") or run.counts.get("articles/changed"))


def _gaps(brought: Sequence[bool]) -> list[int]:
    """Runs without, between runs with; the gap that is open first.  The oldest is left out."""
    gaps = [0]
    for has in brought:
        if has:
            gaps.append(0)
        else:
            gaps[-1] += 1
    return gaps[:-1]


def _too_long(rule: rules.TrendRule, gaps: Sequence[int], most: float | None) -> str:
    if most is not None:
        return (
            stored(
                "{runs}; the site's own limit is {most:g}",
                runs=stored_n("{count:,} run", "{count:,} runs", gaps[0]),
                most=most,
            )
            if gaps and gaps[0] > most
            else ""
        )
    if len(gaps) < _GAPS:
        return ""
    now, longest = gaps[0], max(gaps[1:], default=0)
    # Few gaps do not tell how long one may be.
    times = rule.step if len(gaps) > _MANY_GAPS else 2 * rule.step
    if now < rule.least or now <= times * longest:
        return ""
    if longer_gap(now, sum(gaps[1:]) + len(gaps) - 1, len(gaps) - 1) >= _GAP_CHANCE:
        return ""
    return stored(
        "{runs}; the longest gap before was {longest:,}",
        runs=stored_n("{count:,} run", "{count:,} runs", now),
        longest=longest,
    )
