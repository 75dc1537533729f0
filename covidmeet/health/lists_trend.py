"""How a run compares with the runs before it: what the lists name, and how long nothing new has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median
from typing import TypeVar

from covidmeet.health import trend_rules as rules
from covidmeet.health.binomial import at_most, poisson_at_most
from covidmeet.health.evidence import PastRun
from covidmeet.health.past import Past
from covidmeet.health.sample import PAGES
from covidmeet.health.words import plural

_TOGETHER = 10  # runs
_AT_ONCE = 0.25  # of the usual number on the lists
_FEW = 8  # entries; of fewer a quarter is chance
_SMOOTHED = 3  # runs of which the median is looked at
_EVER_FEWER = 0.9  # of the fewest in the usual runs
_EVER_LESS = 0.7  # of the fewest that ten runs brought
_BURST = 4  # times the usual; the first run of all, and the one after an outage, bring more
_A_THIRD = 1 / 3
_SCOPE_WINDOWS = (4, 8, 16, 32)  # runs
_T = TypeVar("_T")


def found(past: Past, floor: float | None = None) -> Iterator[str]:
    """The lists name far fewer articles than usual, or fewer than the ``floor`` that the site states."""
    counts = [int(run.counts.get("articles/found", 0)) for run in past.runs]
    if not counts:
        return
    if floor is not None:
        if counts[0] < floor:
            yield f"found {counts[0]:,}; the site's own floor is {floor:g}"
        return
    usual = _usual([int(run.counts.get("articles/found", 0)) for run in past.runs[1:] if run.is_healthy])
    if not usual:
        return
    middle = median(usual)
    if middle >= _FEW and counts[0] < _AT_ONCE * middle:
        yield f"found {counts[0]:,}; the median of {len(usual)} usual runs is {middle:g}"
        return
    now = median(counts[:_SMOOTHED])
    if len(counts) > _SMOOTHED and now < rules.FOUND.step * middle and now < _EVER_FEWER * min(usual):
        yield f"found {now:g} in the median of three runs; the median of {len(usual)} usual runs is {middle:g}"


def _usual(counts: Sequence[int]) -> Sequence[int]:
    """The ten runs in a row, of the healthy ones before, that found the most: a slow fall is none."""
    if len(counts) < rules.FOUND.least:
        return ()
    return max(_rows(counts, min(_TOGETHER, len(counts))), key=median)


def new(past: Past) -> Iterator[str]:
    """Ten runs together brought far fewer new articles than runs before them."""
    counts = [int(run.counts.get("articles/new", 0)) for run in past.runs]
    before = [
        count
        for count, usual in zip(counts[_TOGETHER:], past.usual[_TOGETHER:], strict=True)
        if usual
    ][:-1]  # the first run of all reads what the lists have kept for months
    if len(before) < rules.NEW.least:
        return
    most = _BURST * (median(before) + 1)
    before = [min(count, most) for count in before]
    brought, usual = sum(counts[:_TOGETHER]), _TOGETHER * sum(before) / len(before)
    fewest = min((sum(row) for row in _rows(before, _TOGETHER)), default=usual)
    if brought >= min(rules.NEW.step * usual, _EVER_LESS * fewest):
        return
    if poisson_at_most(brought, usual) < rules.NEW.chance:
        yield f"{brought:,} new in ten runs; usual are {usual:.0f}"


def scope(past: Past) -> Iterator[str]:
    """Of what the runs saw first, far less than ever before is on the matter."""
    seen = [_by_scope(run) for run in past.runs]
    for together in _SCOPE_WINDOWS:
        recent = seen[:together]
        before = [pair for pair, usual in zip(seen[together:], past.usual[together:], strict=True) if usual]
        inside, total = _sum(recent)
        inside_before, total_before = _sum(before)
        if total < _FEW or total_before < rules.SCOPE.least:
            continue
        rows = [_sum(row) for row in _rows(before, together)] or [(inside_before, total_before)]
        lowest = min((part / whole for part, whole in rows if whole >= _FEW), default=1.0)
        if inside / total >= min(rules.SCOPE.step * lowest, rules.SCOPE.step * inside_before / total_before):
            continue
        if at_most(inside, total, (inside_before + 0.5) / (total_before + 1)) < rules.SCOPE.chance:
            yield (
                f"{inside:,} of {plural(total, 'new page')} of {together} runs are in scope;"
                f" before {inside_before:,} of {total_before:,}"
            )
            return


def _by_scope(run: PastRun) -> tuple[int, int]:
    """Pages in scope, and all, of those that the run was the first to see."""
    inside, outside = (int(run.counts.get(f"pages/{kind}", 0)) for kind in ("archived", "outside"))
    return inside, inside + outside


def _sum(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def _rows(values: Sequence[_T], together: int) -> Iterator[Sequence[_T]]:
    """So many values in a row, from each place on."""
    return (values[at : at + together] for at in range(len(values) - together + 1))


def frozen(past: Past, most: float | None = None) -> Iterator[str]:
    """The lists name nothing unknown for longer than they ever did."""
    gaps = _gaps([bool(run.counts.get(PAGES) or _brought(run)) for run in past.runs])
    if told := _too_long(rules.FROZEN, gaps, most):
        yield f"no unknown page on the lists for {told}"


def stale(past: Past, most: float | None = None) -> Iterator[str]:
    """No new article came for longer than ever before, or than ``most`` runs, which the site states."""
    gaps = _gaps([_brought(run) for run in past.runs])
    if told := _too_long(rules.STALE, gaps, most):
        yield f"no new article for {told}"


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


def _too_long(rule: rules.Rule, gaps: Sequence[int], most: float | None) -> str:
    if most is not None:
        return f"{plural(gaps[0], 'run')}; the site's own limit is {most:g}" if gaps and gaps[0] > most else ""
    if len(gaps) < 2:
        return ""
    now, longest = gaps[0], max(gaps[1:], default=0)
    # Few gaps do not tell how long one may be.
    times = rule.step if len(gaps) > _TOGETHER else 2 * rule.step
    if now < rule.least or now <= times * longest:
        return ""
    return f"{plural(now, 'run')}; the longest gap before was {longest:,}"


def alike(past: Past, today: date) -> Iterator[str]:
    """One day is that of the new pages of run after run."""
    dated = [days for pages in past.pages if (days := [page.day for page in pages if page.day])]
    recent, before = dated[: rules.ALIKE.least], dated[rules.ALIKE.least :]
    if len(recent) < rules.ALIKE.least:
        return
    now, usual = _days(recent), _days(before)
    present = {(today + timedelta(days=step)).isoformat() for step in (-1, 0, 1)}
    day, count = max(((day, n) for day, n in now.items() if day not in present), key=_second, default=("", 0))
    if count >= rules.ALIKE.step and count > max(usual.values(), default=0):
        yield f"{day} is the day of new pages in {count} of {len(recent)} runs"


def _second(pair: tuple[str, int]) -> int:
    return pair[1]


def _days(runs: Sequence[Sequence[str]]) -> dict[str, int]:
    """Day → runs in which a third of the new pages have it."""
    found: dict[str, int] = {}
    for days in runs:
        for day, count in Counter(days).items():
            if count >= _A_THIRD * len(days):
                found[day] = found.get(day, 0) + 1
    return found
