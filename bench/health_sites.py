"""Invented sites for ``bench.health``: what they publish day by day, and the counts of a crawl of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from covidmeet.health.sample import ARCHIVED, FRONTS, OUTSIDE, PAGES, REJECTED, PageFacts, Sample

FIRST_DAY = date(2021, 3, 1)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a site publishes.

    ``rate``: pages a day on the lists; ``topic``: share that is wanted; ``entries``: length of the list;
    ``weekend``, ``holiday``: factors of the rate; ``calm``: share of weeks without anything wanted;
    ``burst``: share of weeks with three times as much.
    """

    name: str
    rate: float
    topic: float
    entries: int = 20
    weekend: float = 1.0
    holiday: float = 1.0
    calm: float = 0.0
    burst: float = 0.0
    ends: bool = False


HABITS = (
    Habit("city paper", 12, 0.3, 60, weekend=0.5, holiday=0.4, burst=0.1),
    Habit("busy list of meetings", 4, 0.9, 20, burst=0.1, calm=0.02),
    Habit("office, closed at weekends", 5, 0.6, 20, weekend=0.05, holiday=0.0, burst=0.05, calm=0.05),
    Habit("weeks without a meeting", 3, 0.5, 20, weekend=0.3, holiday=0.3, calm=0.35),
    Habit("county, two a week", 0.3, 0.8, 15, weekend=0.3, holiday=0.1, calm=0.1),
    Habit("one article a month", 1 / 30, 0.9, 10),
    Habit("portal in bursts", 20, 0.15, 80, burst=0.2, calm=0.1),
    Habit("a site that ends", 4, 0.6, 20, weekend=0.4, holiday=0.2, ends=True),
)


@dataclass(slots=True)
class Item:
    """One page of the site."""

    number: int
    facts: PageFacts


@dataclass(slots=True)
class SimulatedSite:
    """``habit`` lived by ``random``; ``change`` is what a failure makes of a list and of a page."""

    habit: Habit
    random: Random
    day: int = 0
    items: list[Item] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    noted: set[tuple[str, str]] = field(default_factory=set)
    number: int = 0
    week: tuple[float, float] = (1.0, 1.0)
    lists: Callable[[list[Item], int], list[Item]] | None = None
    page: Callable[[PageFacts, int], PageFacts] | None = None
    lacking: tuple[float, float, float, float] = (0.0, 0.01, 0.03, 0.01)
    length: float = 700.0

    def __post_init__(self) -> None:
        # Sites differ in how many of their pages lack a field, and in how long their texts are.
        self.lacking = (0.0, *(self.random.choice((0.0, 0.01, 0.03)) for _ in range(3)))  # type: ignore[assignment]
        self.length = self.random.choice((300.0, 700.0, 1500.0))
        while len(self.items) < self.habit.entries:
            self._publish(FIRST_DAY - timedelta(days=len(self.items) // max(1, round(self.habit.rate))))

    @property
    def today(self) -> date:
        return FIRST_DAY + timedelta(days=self.day)

    def next_day(self) -> None:
        """Publish what a day brings."""
        self.day += 1
        if self.day % 7 == 0:
            calm = 0.0 if self.random.random() < self.habit.calm else self.random.lognormvariate(0, 0.25)
            self.week = (3.0 if self.random.random() < self.habit.burst else 1.0, calm)
        rate = self.habit.rate * self.week[0] * self.random.lognormvariate(0, 0.2)
        if self.today.weekday() >= 5:
            rate *= self.habit.weekend
        if is_holiday(self.today):
            rate *= self.habit.holiday
        if self.habit.ends and self.day > 250:
            rate = 0.0
        for _ in range(poisson(self.random, rate)):
            self._publish(self.today)

    def crawl(self) -> dict[str, Any]:
        """The counts of a crawl today."""
        listed = self.items[: self.habit.entries]
        if self.lists is not None:
            listed = self.lists(listed, self.day)
        sample, counts = Sample(), {"lists/read": 1, "articles/found": len(listed), "articles/known": 0}
        for item in listed:
            facts = item.facts if self.page is None else self.page(item.facts, self.day)
            if facts.url in self.seen:
                counts["articles/known"] += 1
                continue
            sample.add(facts)
            if facts.kind != REJECTED:
                self.seen.add(facts.url)
            _count(counts, facts)
        told = sample.counts(self.noted)
        self.noted |= {(row[0], row[1]) for row in told.get(PAGES, ())}
        return counts | told | {FRONTS: self._fronts(listed)}

    @staticmethod
    def _fronts(listed: list[Item]) -> dict[str, str]:
        """Of two lists, that share the pages."""
        sides = ([item.number for item in listed if item.number % 2 == side] for side in (0, 1))
        return {f"list {side}": str(numbers) for side, numbers in enumerate(sides)}

    def _publish(self, day: date) -> None:
        self.number += 1
        text = f"{self.number:08x}"
        kind = ARCHIVED if self.random.random() < min(self.habit.topic * self.week[1], 1.0) else OUTSIDE
        if self.random.random() < 0.01:
            text = f"{max(self.number - self.random.randint(1, 9), 0):08x}"  # a text that is printed twice
        if self.random.random() < 0.004:
            kind = REJECTED
        lacks = "".join(x for x, p in zip("tdsg", self.lacking, strict=True) if self.random.random() < p)
        length = max(30, round(self.random.lognormvariate(math.log(self.length), 0.6)))
        last = "0000000e" if self.random.random() < 0.05 else f"{self.number:07x}e"
        published = "" if "d" in lacks else day.isoformat()
        facts = PageFacts(
            f"{self.number:08x}", kind, text, f"{self.number:07x}f", last, length, published, lacks
        )
        self.items.insert(0, Item(self.number, facts))
        del self.items[200:]


def is_holiday(day: date) -> bool:
    """A week in February and in October, and three days in May."""
    return (day.month, day.day) in _HOLIDAYS


_HOLIDAYS = frozenset(
    [(2, day) for day in range(1, 8)] + [(10, day) for day in range(1, 8)] + [(5, day) for day in range(1, 4)]
)


def poisson(random: Random, mean: float) -> int:
    """A count with that mean (Knuth 1969)."""
    limit, count, product = math.exp(-min(mean, 500.0)), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


_FIELDS = {"title": "t", "published_at": "d", "source": "s"}


def _count(counts: dict[str, Any], facts: PageFacts) -> None:
    def add(name: str) -> None:
        counts[name] = counts.get(name, 0) + 1

    if facts.kind == REJECTED:
        add("rejects/no_body")
        return
    add("articles/new" if facts.kind == ARCHIVED else "articles/out_of_scope")
    add("articles/extracted")
    add("fields/body")
    add("layouts/generic" if "g" in facts.lacks else "layouts/page")
    for name, letter in _FIELDS.items():
        counts[f"fields/{name}"] = counts.get(f"fields/{name}", 0) + (letter not in facts.lacks)


def outage() -> dict[str, Any]:
    """The counts of a crawl on a day on which the site did not answer."""
    return {"lists/failed": 1, "rejects/unreachable": 1}
