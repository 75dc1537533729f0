"""How a run compares with the runs before it: how much the lists name, and what of it is in scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from statistics import fmean, median

from covidmeet.health import trend_rules as rules
from covidmeet.health.binomial import at_most, poisson_at_most
from covidmeet.health.evidence import PastRun
from covidmeet.health.past import Past
from covidmeet.language import stored, stored_n

_TOGETHER = 10  # runs
_AT_ONCE = 0.25  # of the usual number on the lists
_FEW = 8  # entries; of fewer a quarter is chance
_SMOOTHED = 3  # runs of which the median is looked at
_EVER_FEWER = 0.9  # of the fewest in the usual runs
_EVER_LESS = 0.65  # of the fewest that ten runs brought
_BURST = 4  # times the usual; the first run of all, and the one after an outage, bring more
_TIMES = 4  # as many runs before, which show how much it goes up and down
_NO_DOUBT = 1e-9  # chance, where there are fewer, or too few weeks
_OFTENER = 1.5  # times than any day before
_ALL = 0.95  # in scope: of a list of nothing else
_WEEK = 7  # runs; of a site that is crawled every day
_A_THIRD = 1 / 3
_REGULAR = 0.3  # variance by mean of the new a day; 1 where they come by chance
_NEW_WINDOWS = {10: 0.25, 20: 0.5, 40: 0.5}  # runs → part of the usual
_WEEKS_CHANCE = 0.002  # of weeks as low as these in a row: some 25 rows of two weeks a year
_SCOPE_WINDOWS = {12: 0.4, 20: 0.65, 40: 0.75}  # runs → part of the lowest share that they had


def found(past: Past, floor: float | None = None) -> Iterator[str]:
    """The lists name far fewer articles than usual, or fewer than the ``floor`` that the site states."""
    counts = [int(run.counts.get("articles/found", 0)) for run in past.runs]
    if not counts:
        return
    if floor is not None:
        if counts[0] < floor:
            yield stored("found {counts:,}; the site's own floor is {floor:g}", counts=counts[0], floor=floor)
        return
    usual = _usual([int(run.counts.get("articles/found", 0)) for run in past.runs[1:] if run.is_healthy])
    if not usual:
        return
    middle = median(usual)
    if middle >= _FEW and counts[0] < _AT_ONCE * middle:
        yield stored(
            "found {counts:,}; the median of {count} usual runs is {middle:g}",
            counts=counts[0],
            count=len(usual),
            middle=middle,
        )
        return
    now = median(counts[:_SMOOTHED])
    if len(counts) > _SMOOTHED and now < rules.FOUND.step * middle and now < _EVER_FEWER * min(usual):
        told = stored("found {now:g} in the median of three runs", now=now)
        yield stored(
            "{told}; the median of {count} usual runs is {middle:g}",
            told=told,
            count=len(usual),
            middle=middle,
        )


def _usual(counts: Sequence[int]) -> Sequence[int]:
    """The ten runs in a row, of the healthy ones before, that found the most: a slow fall is none."""
    if len(counts) < rules.FOUND.least:
        return ()
    rows = [counts[at : at + _TOGETHER] for at in range(max(len(counts) - _TOGETHER + 1, 1))]
    return max(rows, key=lambda row: (median(row), min(row)))


def new(past: Past) -> Iterator[str]:
    """Ten or twenty runs together brought far fewer new articles than runs before them."""
    counts = [int(run.counts.get("articles/new", 0)) for run in past.runs]
    for together in _NEW_WINDOWS:
        before = [count for count, usual in zip(counts, past.usual, strict=True) if usual][together:]
        before = before[:-1]  # the first run of all reads what the lists have kept for months
        if len(before) < rules.NEW.least:
            continue
        chance = rules.NEW.chance if len(before) >= _TIMES * together else _NO_DOUBT
        most = _BURST * (median(before) + 1)
        before = [min(count, int(most)) for count in before]
        brought, usual = sum(counts[:together]), together * fmean(before)
        if brought >= _few(before, together) * usual:
            continue
        fewest = min(_sums(before, together), default=usual)
        spread = _spread(before)
        if brought < _EVER_LESS * fewest and _is_improbable(
            poisson_at_most(int(brought / spread), usual / spread),
            chance,
            partial(_low_weeks, before, None, brought / together, together),
        ):
            yield stored(
                "{brought:,} new in {together} runs; usual are {usual:.0f}",
                brought=brought,
                together=together,
                usual=usual,
            )
            return


def _spread(counts: Sequence[int]) -> float:
    """How much more the sums of a week vary than by chance (variance by mean): there are bursts."""
    sums = _sums(counts, _WEEK)[::_WEEK]
    return max(1.0, _variance(sums) / fmean(sums)) if len(sums) > 1 and any(sums) else 1.0


def _variance(counts: Sequence[int]) -> float:
    """Of the counts themselves; ``statistics.pvariance`` reckons in fractions, twenty times as long."""
    middle = fmean(counts)
    return fmean((count - middle) ** 2 for count in counts)


def _spread_of_shares(parts: Sequence[int], wholes: Sequence[int], share: float) -> float:
    """The same of shares: their variance by that of the binomial distribution."""
    pairs = zip(_sums(parts, _WEEK)[::_WEEK], _sums(wholes, _WEEK)[::_WEEK], strict=True)
    terms = [(part - whole * share) ** 2 / (whole * share * (1 - share)) for part, whole in pairs if whole]
    return max(1.0, fmean(terms)) if terms else 1.0


def _few(before: Sequence[int], together: int) -> float:
    """What part of the usual is few: a week without a meeting is none where every day used to bring some."""
    regular = _variance(before) < _REGULAR * fmean(before)
    return rules.NEW.step if regular else _NEW_WINDOWS[together]


def scope(past: Past) -> Iterator[str]:
    """Of what the runs saw first, far less than ever before is on the matter."""
    inside, total = zip(*map(_by_scope, past.runs), strict=True)
    for together, step in _SCOPE_WINDOWS.items():
        usual = [place for place in range(together, len(total)) if past.usual[place]]
        inside_before, total_before = [inside[at] for at in usual], [total[at] for at in usual]
        hits, pages, before = sum(inside[:together]), sum(total[:together]), sum(total_before)
        if pages < _FEW or before < rules.SCOPE.least or len(usual) < rules.NEW.least:
            continue
        share = min(sum(inside_before) / before, 1 - 0.5 / before)
        if not share:
            continue
        chance = rules.SCOPE.chance if len(usual) >= _TIMES * together else _NO_DOUBT
        if share >= _ALL:
            step = max(step, rules.NEW.step)
        # Each is asked only where those before it say so: the last ones take the longest.
        if (
            hits < step * share * pages
            and hits < step * _lowest(inside_before, total_before, together, share) * pages
            and _is_improbable(
                _chance(hits, pages, inside_before, total_before, share),
                chance,
                partial(_low_weeks, inside_before, total_before, hits / pages, together),
            )
        ):
            told = stored(
                "{hits:,} of {pages} of {together} runs are in scope",
                hits=hits,
                pages=stored_n("{count:,} new page", "{count:,} new pages", pages),
                together=together,
            )
            yield stored(
                "{told}; before {sum:,} of {before:,}", told=told, sum=sum(inside_before), before=before
            )
            return


def _is_improbable(by_counts: float, limit: float, by_weeks: Callable[[], tuple[float, float]]) -> bool:
    """Whether nothing but a change explains the counts: by themselves, and by whole weeks as well.

    Where there are so few weeks that none of them could prove it, the counts alone must leave no doubt.
    ``by_weeks``: see ``_low_weeks``.
    """
    if by_counts >= limit:
        return False
    chance, least = by_weeks()
    return chance < _WEEKS_CHANCE if least < _WEEKS_CHANCE else by_counts < _NO_DOUBT


def _chance(hits: int, pages: int, parts: Sequence[int], wholes: Sequence[int], share: float) -> float:
    """Of so few hits where nothing has changed, by a binomial distribution as wide as the weeks before."""
    spread = _spread_of_shares(parts, wholes, share)
    usual = (sum(parts) + 0.5) / (sum(wholes) + 1)
    return at_most(int(hits / spread), int(pages / spread), usual)


def _low_weeks(
    parts: Sequence[int], wholes: Sequence[int] | None, level: float, together: int
) -> tuple[float, float]:
    """Chance of so many runs at ``level`` where weeks are drawn from those before; and if none was so low.

    Pages of one week are not independent: an event fills it, or nobody meets.  Weeks nearly are, so that each
    counts once, however many pages it has.  ``level``: of ``parts`` a run, or of ``parts`` by ``wholes``.
    """
    sums = _sums(parts, _WEEK)[::_WEEK]
    bases = [_WEEK] * len(sums) if wholes is None else _sums(wholes, _WEEK)[::_WEEK]
    weeks = [part / base for part, base in zip(sums, bases, strict=True) if base]
    # Jeffreys' prior: a few weeks without a low one do not show that there is none.
    low, none = ((count + 0.5) / (len(weeks) + 1) for count in (sum(week <= level for week in weeks), 0))
    return low ** (together / _WEEK), none ** (together / _WEEK)


def _lowest(parts: Sequence[int], wholes: Sequence[int], together: int, share: float) -> float:
    """The lowest share of all rows of so many runs; ``share`` where there is none with enough pages."""
    rows = zip(_sums(parts, together), _sums(wholes, together), strict=True)
    return min((part / whole for part, whole in rows if whole >= _FEW), default=share)


def _by_scope(run: PastRun) -> tuple[int, int]:
    """Pages in scope, and all, of those that the run was the first to see."""
    inside, outside = (int(run.counts.get(f"pages/{kind}", 0)) for kind in ("archived", "outside"))
    return inside, inside + outside


def _sums(values: Sequence[int], together: int) -> list[int]:
    """The sum of so many values in a row, from each place on."""
    up_to = list(accumulate(values, initial=0))
    return [high - low for low, high in zip(up_to, up_to[together:], strict=False)]


def alike(past: Past, today: date) -> Iterator[str]:
    """One day is that of the new pages of run after run."""
    dated = [days for pages in past.pages if (days := [page.day for page in pages if page.day])]
    recent, before = dated[: rules.ALIKE.least], dated[rules.ALIKE.least :]
    if len(recent) < rules.ALIKE.least:
        return
    now, usual = _days(recent), _days(before)
    present = {(today + timedelta(days=step)).isoformat() for step in (-1, 0, 1)}
    day, count = max(((day, n) for day, n in now.items() if day not in present), key=_second, default=("", 0))
    # Of a site on which this always was so, it says nothing.
    often = max(usual.values(), default=0) / max(len(before), 1)
    if count >= rules.ALIKE.step and before and count / len(recent) > _OFTENER * often:
        yield stored(
            "{day} is the day of new pages in {count} of {count2} runs",
            day=day,
            count=count,
            count2=len(recent),
        )


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
