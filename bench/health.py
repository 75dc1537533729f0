"""Healthy years and slow failures of invented sites, by the numbers of their runs alone.

    python -m bench.health [SITE_YEARS [SEED]]

Each day is a crawl, judged by ``covidmeet.health`` beside the runs before it.  Writes how often a healthy
site was called unhealthy, and after how many days a failure was, into bench/health.md and bench/health.json.
"""

from __future__ import annotations

import json
import math
import platform
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.health_faults import FAULTS
from bench.health_sites import HABITS, SimulatedSite, outage
from covidmeet.health.evidence import Evidence, PastRun
from covidmeet.health.gaps import stale
from covidmeet.health.past import LOOKED_AT, Past
from covidmeet.health.verdict import HEALTHY, judge

HERE = Path(__file__)
DAYS = 365
HEALTHY_DAYS = 40  # before a failure begins
WATCHED = 60  # days of a failure
_OUTAGE = 0.01  # of the days
_TIMES = 2  # sites of each habit and failure
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


def main() -> None:
    """Run all and write the figures; seconds of CPU: 2 a site-year."""
    years = int(sys.argv[1]) if len(sys.argv) > 1 else 304
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    kinds = {
        fault.name: {str(strength): delays(fault.name, strength, seed, _TIMES) for strength in (1, 0.5)}
        for fault in FAULTS
    }
    size = len(HABITS)  # a year of each habit
    alarms = [alarm for part in range(years // size) for alarm in healthy_years(size, seed * 100 + part)]
    write(figures_of(alarms, years // size * size, seed, kinds))


def figures_of(
    alarms: Sequence[tuple[str, str]], years: int, seed: int, kinds: Mapping[str, Any]
) -> dict[str, Any]:
    """What is kept of a measurement."""
    words = (re.sub(r"[\d,.]+", "N", reason.split(";")[0])[:60] for _, reason in alarms)
    by_habit = Counter(habit for habit, _ in alarms)
    return {
        "years": years,
        "seed": seed,
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "alarms": len(alarms),
        "by_habit": {habit.name: by_habit[habit.name] for habit in HABITS},
        "by_reason": dict(Counter(words).most_common()),
        "kinds": dict(kinds),
    }


def write(figures: dict[str, Any]) -> None:
    """Both files."""
    HERE.with_suffix(".json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    HERE.with_suffix(".md").write_text(report(figures), "utf-8")


def report(figures: dict[str, Any]) -> str:
    """The figures in Markdown."""
    years, of_each = figures["years"], figures["years"] / len(HABITS)
    lines = [
        "# Slow failures and false alarms\n",
        f"Made by `python -m bench.health {years} {figures['seed']}` on {figures['date']}"
        f" ({figures['machine']}): invented sites, a crawl a day, by the numbers of the runs.\n",
        f"**{figures['alarms']} false alarms in {years} healthy site-years:"
        f" {figures['alarms'] / years:.2f} a site and year.** Alarms within a week of each other are one;"
        " outages of a day and the end of a site are none. The thresholds were set on other seeds.\n",
        "| healthy site | false alarms | a site and year |\n|---|---|---|",
        *(f"| {habit} | {n} | {n / of_each:.2f} |" for habit, n in figures["by_habit"].items()),
        "\n| reason | false alarms | a site and year |\n|---|---|---|",
        *(f"| {reason} | {n} | {n / years:.3f} |" for reason, n in figures["by_reason"].items()),
        f"\nDays to the first alarm after {HEALTHY_DAYS} healthy days: median, 90 % of the sites, and how"
        f" many were not told within {WATCHED} days; – is later. *Two a week* is the county site;"
        " sites with one article a month were not measured.\n",
        "| failure | in full | at half strength | two a week, in full | at half strength |",
        "|---|---|---|---|---|",
    ]
    for name, by_strength in figures["kinds"].items():
        cells = [_days(by_strength[strength], slow) for slow in (False, True) for strength in ("1", "0.5")]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _days(by_habit: dict[str, list[int | None]], slow: bool) -> str:
    """Median, nine tenths, and the missed."""
    found = sorted(
        WATCHED + 1 if day is None else day
        for habit, days in by_habit.items()
        if habit.startswith("county") is slow
        for day in days
    )
    at = (median(found), found[math.ceil(0.9 * len(found)) - 1])
    told = ", ".join(f"{round(n)}" if n <= WATCHED else "–" for n in at)
    missed = sum(day > WATCHED for day in found)
    return f"{told}; missed {missed} of {len(found)}" if missed else told


if __name__ == "__main__":
    main()
