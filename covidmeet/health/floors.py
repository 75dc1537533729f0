"""Checks on quality: share of rejects, fill rates of fields, layouts that no longer match."""

from __future__ import annotations

from covidmeet.health.binomial import at_most
from covidmeet.health.evidence import FOUND_FLOOR, GAP_FLOOR, Counts, Evidence, starting
from covidmeet.health.words import format_counts, percent
from covidmeet.language import stored, stored_n
from covidmeet.platforms import FALLBACKS
from covidmeet.reasons import Reason

_FEWEST = 5  # articles; with fewer, those of the last healthy runs are looked at too
_ENOUGH = 20  # articles that are judged by the floor alone
_UNLIKELY = 0.01
_MANY_BEFORE = 100  # articles that tell how many are usually empty
_OFTEN = 0.2  # share of the articles; a rarer layout may well be absent for a while
_COLLAPSED = 0.5  # of the share it had
_CHANCE = 1e-3  # significance level: there are hundreds of runs a year
_NO_FIELDS = frozenset({"sound", FOUND_FLOOR, GAP_FLOOR})
_MISSING = {
    "layout": stored("no layout of the site matches"),
    "whole": stored("only the beginning of the page was received"),
}
_GIVEN_UP = (Reason.TOO_SLOW, Reason.TOO_MUCH_MEMORY, Reason.WORKER_CRASHED)
_MANY = 3  # rejected pages with none that was sound


def crashed(run: Evidence) -> list[str]:
    """A stage or the extractor failed: always a fault of this program or its archive."""
    count = run.rejects.get(Reason.ERROR, 0)
    return (
        [
            stored(
                "{pages} crashed a stage, see the log",
                pages=stored_n("{count:,} page", "{count:,} pages", count),
            )
        ]
        if count
        else []
    )


def given_up(run: Evidence) -> list[str]:
    """A page held a worker process too long, took up its memory or ended it."""
    count = sum(run.rejects.get(reason, 0) for reason in _GIVEN_UP)
    pages = stored_n("{count:,} page", "{count:,} pages", count)
    return (
        [stored("gave up {pages} that a process could not read, see the log", pages=pages)] if count else []
    )


def rejected(run: Evidence) -> list[str]:
    """Too many pages were rejected."""
    sound = run.archived + run.outside
    bad = run.rejected
    if not bad:
        return []
    # A page that is rejected on every run must not outweigh the many that need not be fetched again.
    share = (sound + run.known) / (sound + run.known + bad)
    if share >= run.floors.get("sound", 0.0) and (sound or bad < _MANY):
        return []
    if not run.has_lists:
        return [stored("{bad:,} rejected, {archived:,} archived", bad=bad, archived=run.archived)]
    return [
        stored(
            "{bad:,} of {pages} rejected: {rejects}",
            bad=bad,
            pages=stored_n("{count:,} page", "{count:,} pages", sound + bad),
            rejects=format_counts(run.rejects),
        )
    ]


def missed(run: Evidence) -> list[str]:
    """A field is empty, or no layout matched, more often than the site's floors allow."""
    if not run.extracted:
        return []
    reasons = []
    for name, floor in run.floors.items():
        own = run.extracted - _filled(run.counts, name)
        if name in _NO_FIELDS or not own:
            continue
        filled, total = _pooled(run, name)
        if filled < floor * total and not _by_chance(run, name, own, floor):
            what = _MISSING.get(name, stored("{name} is empty", name=name))
            limit = (
                stored("at most {value} may be so", value=percent(1 - floor))
                if floor < 1
                else stored("none may be so")
            )
            reasons.append(
                stored(
                    "{what} on {own:,} of {articles} ({limit})",
                    what=what,
                    own=own,
                    articles=stored_n("{count:,} article", "{count:,} articles", run.extracted),
                    limit=limit,
                )
            )
    return reasons


def collapsed(run: Evidence) -> list[str]:
    """A layout that used to match hardly matches any more, by more than chance."""
    before: dict[str, int] = {}
    for old in run.history:
        for name, count in starting(old, "layouts/").items():
            before[name] = before.get(name, 0) + count
    total, now = sum(before.values()), run.extracted
    layouts = starting(run.counts, "layouts/")
    reasons = []
    for name, count in before.items():
        share, seen = count / total, layouts.get(name, 0)
        fell = now and name not in FALLBACKS and share >= _OFTEN and seen / now < _COLLAPSED * share
        # Additive smoothing, because few earlier articles prove little.
        if fell and at_most(seen, now, (count + 1) / (total + 2)) < _CHANCE:
            instead = ", ".join(f"{other} {layouts[other]:,}" for other in layouts if other != name)
            reasons.append(
                stored(
                    "layout {name} matches {seen:,} of {articles}, before {share}",
                    name=name,
                    seen=seen,
                    articles=stored_n("{count:,} article", "{count:,} articles", now),
                    share=percent(share),
                )
                + (stored("; now {instead}", instead=instead) if instead else "")
            )
    return reasons


def _by_chance(run: Evidence, name: str, empty: int, floor: float) -> bool:
    """Whether so many may be empty by chance: few pages, or a site that always has some."""
    few = run.extracted < _ENOUGH and bool(run.healthy_history)
    if few and at_most(run.extracted - empty, run.extracted, floor) >= _UNLIKELY:
        return True
    before = sum(int(old.get("articles/extracted", 0)) for old in run.healthy_history)
    if before < _MANY_BEFORE:
        return False
    usual = sum(_filled(old, name) for old in run.healthy_history) / (before + 1)
    return at_most(run.extracted - empty, run.extracted, usual) >= _CHANCE


def fill_rates(counts: Counts) -> dict[str, float]:
    """Field → share of the run's articles that have it; empty where none was extracted."""
    total = int(counts.get("articles/extracted", 0))
    if not total:
        return {}
    rates = {name: _filled(counts, name) / total for name in sorted(starting(counts, "fields/"))}
    return rates | {"layout": _filled(counts, "layout") / total}


def _filled(counts: Counts, name: str) -> int:
    total = int(counts.get("articles/extracted", 0))
    if name == "layout":
        return total - sum(int(counts.get(f"layouts/{name}", 0)) for name in FALLBACKS)
    if name == "whole":
        return total - int(counts.get("articles/unfinished", 0))
    return int(counts.get(f"fields/{name}", 0))


def _pooled(run: Evidence, name: str) -> tuple[int, int]:
    """How many articles have a field, of how many: the run's own, and of healthy runs before if few."""
    filled, total = _filled(run.counts, name), run.extracted
    for old in run.healthy_history:
        if total >= _FEWEST:
            break
        filled += _filled(old, name)
        total += int(old.get("articles/extracted", 0))
    return filled, total
