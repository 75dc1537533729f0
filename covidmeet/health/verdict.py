"""The verdict on a run and its reason in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from covidmeet.health import floors, gaps, lists_trend, reach, trend
from covidmeet.health.evidence import FOUND_FLOOR, GAP_FLOOR, Evidence, PastRun
from covidmeet.health.past import Past
from covidmeet.health.words import format_counts
from covidmeet.language import stored

OK = "ok"
QUIET = "quiet"
STOPPED = "stopped"
DEGRADED = "degraded"
BLOCKED = "blocked"
BROKEN = "broken"
VERDICTS = (OK, QUIET, STOPPED, DEGRADED, BLOCKED, BROKEN)
"""From best to worst; the first two are one rank."""
HEALTHY = (OK, QUIET)

ARCHIVE_FAILED = "archive_failed"
"""Reason for closing: the archive can no longer be written."""
FINISHED = "finished"

# Scrapy's reason for closing -> what it means; whatever is not here is told as it is.
_ENDS = {
    "shutdown": stored("stopped by a signal; what it archived is kept"),
    "closespider_timeout": stored(
        "a run's longest time (CLOSESPIDER_TIMEOUT) was over; what it archived is kept"
    ),
    "memusage_exceeded": stored(
        "it used more memory than allowed (MEMUSAGE_LIMIT_MB); what it archived is kept"
    ),
    "cancelled": stored("the spider was closed before it began"),
}
# Ends that are judged by what was read until then.
_JUDGED_ENDS = (FINISHED, reach.BLOCKED_END, reach.UNREACHABLE_END)


def _trends(run: Evidence) -> list[str]:
    """What only the runs before show."""
    past = Past((PastRun(run.counts), *run.before))
    return [
        *lists_trend.found(past, run.floors.get(FOUND_FLOOR)),
        *lists_trend.new(past),
        *lists_trend.scope(past),
        *gaps.frozen(past, run.floors.get(GAP_FLOOR)),
        *trend.shares(past),
        *lists_trend.alike(past, run.today),
    ]


_Rule = Callable[[Evidence], list[str]]
# The worst first; the first verdict that has a reason is given, with all its reasons.
_RULES: tuple[tuple[str, tuple[_Rule, ...]], ...] = (
    (BLOCKED, (reach.refused,)),
    (BROKEN, (reach.no_list, reach.no_index, reach.no_article, reach.none_usable)),
    (
        DEGRADED,
        (
            reach.lists_lost,
            reach.sources_lost,
            reach.given_up,
            reach.notices,
            reach.only_old,
            reach.damaged_files,
            floors.crashed,
            floors.given_up,
            floors.rejected,
            floors.collapsed,
            floors.missed,
        ),
    ),
    # Asked last: what the run itself shows says more, and mostly is the cause.
    (DEGRADED, (_trends,)),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """``verdict`` is one of ``VERDICTS``; ``reason`` says why, for a person."""

    verdict: str
    reason: str


def judge(run: Evidence) -> Judgement:
    """The verdict on ``run``."""
    if run.closed == ARCHIVE_FAILED:
        return Judgement(
            BROKEN,
            stored("the archive failed: {counts}", counts=run.counts.get("archive/error", "no error given")),
        )
    if run.closed not in _JUDGED_ENDS:
        return Judgement(STOPPED, _stopped(run))
    for verdict, rules in _RULES:
        if reasons := [reason for rule in rules for reason in rule(run)]:
            return Judgement(verdict, "; ".join(reasons))
    if run.count("articles/new") or run.count("articles/changed"):
        return Judgement(OK, _summary(run))
    return Judgement(QUIET, _summary(run))


def rank(verdict: str | None) -> int:
    """How bad a verdict is, from 0; a run that is not yet judged, or the first one ever, is not bad."""
    return 0 if verdict is None or verdict in HEALTHY else VERDICTS.index(verdict)


def is_worse(verdict: str, than: str | None) -> bool:
    """Whether ``verdict`` is worse news than the one before it."""
    return rank(verdict) > rank(than)


def _stopped(run: Evidence) -> str:
    return stored(
        "{ENDS} ({archived:,} archived)",
        ENDS=_ENDS.get(run.closed, f"closed early: {run.closed}"),
        archived=run.archived,
    )


def _summary(run: Evidence) -> str:
    """What a healthy run found: ``2 new, 18 known; newest of 2022-11-20``."""
    names = ("new", "changed", "seen", "known", "out_of_scope", "out_of_range", "passed_by")
    counts = {name.replace("_", " "): run.count(f"articles/{name}") for name in names}
    told = format_counts({name: count for name, count in counts.items() if count or name == "new"}, most=7)
    rejected = stored("; rejected: {rejects}", rejects=format_counts(run.rejects)) if run.rejected else ""
    return f"{told}{rejected}{_age(run)}{_pace(run)}"


def _age(run: Evidence) -> str:
    """How fresh the news is: of this run, or of the archive where the run brought none."""
    if newest := run.counts.get("newest"):
        return stored("; newest of {newest}", newest=str(newest)[:10])
    if run.archived_newest:
        return stored(
            "; newest in the archive of {archived_newest}", archived_newest=run.archived_newest[:10]
        )
    return ""


def _pace(run: Evidence) -> str:
    usual = reach.usual_pace(run)
    now = reach.pace(run.counts)
    if usual is None or now is None or now < reach.SLOW * usual:
        return ""
    return stored("; slow: {now:.1f} s a page, usually {usual:.1f} s", now=now, usual=usual)
