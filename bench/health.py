"""Healthy years and slow failures of invented sites, by the numbers of their runs alone.

    python -m bench.health [SITE_YEARS [SEED]]

Each day is a crawl, judged by ``covidmeet.health`` beside the runs before it.  Writes how often a healthy
site was called unhealthy, and after how many days a failure was, into bench/health.md and bench/health.json,
from which the table of the rules in docs/scheduling.md is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.health_faults import FAULTS
from bench.health_sites import HABITS, SimulatedSite, outage
from covidmeet.health.evidence import Evidence, PastRun
from covidmeet.health.lists_trend import stale
from covidmeet.health.past import LOOKED_AT, Past
from covidmeet.health.verdict import HEALTHY, judge

HERE = Path(__file__)
DAYS = 365
HEALTHY_DAYS = 40  # before a failure begins
WATCHED = 60  # days of a failure
_OUTAGE = 0.01  # of the days
_SAME = 7  # days within which an alarm that comes again is the same


@dataclass(slots=True)
class Crawls:
    """A site's runs, judged one by one."""

    site: SimulatedSite
    before: list[PastRun] = field(default_factory=list)  # newest first

    def day(self, out: bool = False) -> tuple[str, str]:
        """Crawl on the next day; the verdict and its reason, ``stale`` where only ``status`` tells."""
        self.site.next_day()
        counts = outage() if out else self.site.crawl()
        judged = judge(Evidence(counts, before=self.before, today=self.site.today, **self._history()))
        self.before.insert(0, PastRun(counts, judged.verdict))
        del self.before[LOOKED_AT:]
        if judged.verdict in HEALTHY and (told := next(stale(Past(self.before)), None)):
            return "stale", told
        return judged.verdict, judged.reason

    def _history(self) -> dict[str, Any]:
        ten = self.before[:10]
        return {
            "history": [run.counts for run in ten],
            "healthy_history": [run.counts for run in ten if run.is_healthy],
        }


def healthy_years(years: int, seed: int) -> list[tuple[str, str]]:
    """Every alarm of healthy sites: habit and reason; an alarm that goes on for days is one."""
    alarms = []
    for number in range(years):
        random = Random(f"{seed} healthy {number}")
        habit = HABITS[number % len(HABITS)]
        crawls, last = Crawls(SimulatedSite(habit, random)), -_SAME
        for day in range(DAYS):
            out = random.random() < _OUTAGE
            verdict, reason = crawls.day(out)
            rings = verdict not in HEALTHY and not out
            # That a site has ended is no false alarm.
            true = habit.ends and day > 250
            if rings and day - last > _SAME and not true:
                alarms.append((habit.name, reason))
            last = day if rings else last
    return alarms


def delays(fault: str, strength: float, seed: int, times: int) -> dict[str, list[int | None]]:
    """Habit → days from the beginning of the failure to the first alarm; None where there was none."""
    (chosen,) = (one for one in FAULTS if one.name == fault)
    found: dict[str, list[int | None]] = {}
    for habit in HABITS:
        if habit.ends or habit.rate < 0.1:
            continue
        for number in range(times):
            crawls = Crawls(SimulatedSite(habit, Random(f"{seed} {fault} {strength} {habit.name} {number}")))
            days = 0
            while crawls.day()[0] not in HEALTHY or days < HEALTHY_DAYS:
                days += 1
            chosen.begin(crawls.site, strength)
            told = (day for day in range(1, WATCHED + 1) if crawls.day()[0] not in HEALTHY)
            found.setdefault(habit.name, []).append(next(told, None))
    return found
