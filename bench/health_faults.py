"""The twelve slow failures of ``bench.health``, each at full and at half strength."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.health_sites import Item, SimulatedSite
from covidmeet.health.sample import ARCHIVED, OUTSIDE, PageFacts

_List = Callable[[list[Item], int], list[Item]]
_Page = Callable[[PageFacts, int], PageFacts]
_ROLL_OUT = 20  # days


@dataclass(frozen=True, slots=True)
class Fault:
    """``begin`` makes a site fail from now on, to a ``strength`` of 1 or less."""

    name: str
    begin: Callable[[SimulatedSite, float], None]


def _of_pages(change: Callable[[PageFacts], PageFacts], share: float = 1.0, slowly: bool = False) -> _Begin:
    """A failure of a share of the pages; which ones is decided by their addresses."""

    def begin(site: SimulatedSite, strength: float) -> None:
        start, known, lot = site.day, set(site.seen), site.random.random()

        def page(facts: PageFacts, day: int) -> PageFacts:
            now = share * strength * (min((day - start) / _ROLL_OUT, 1.0) if slowly else 1.0)
            hit = facts.url not in known and (int(facts.url, 16) * 0.6180339887 + lot) % 1.0 < now
            return change(facts) if hit else facts

        site.page = page

    return begin


_Begin = Callable[[SimulatedSite, float], None]


def _of_lists(change: Callable[[list[Item], int, float, list[Item]], list[Item]]) -> _Begin:
    def begin(site: SimulatedSite, strength: float) -> None:
        start, then = site.day, site.items[: site.habit.entries]
        site.lists = lambda listed, day: change(listed, day - start, strength, then)

    return begin


def _shrink(listed: list[Item], days: int, strength: float, then: list[Item]) -> list[Item]:
    return listed[: max(1, round(len(then) * (1 - strength * min(days, _ROLL_OUT) / _ROLL_OUT)))]


def _one_only(listed: list[Item], days: int, strength: float, then: list[Item]) -> list[Item]:
    return listed[: max(1, round(len(then) * (1 - strength)))]


def _frozen(listed: list[Item], days: int, strength: float, then: list[Item]) -> list[Item]:
    old = {item.number for item in then}
    if strength < 1:  # of two lists one is frozen
        half = len(then) // 2
        return [item for item in listed if item.number % 2 and item.number not in old][:half] + then[:half]
    return then


_NOTICE = "0000feed"

FAULTS = (
    Fault("a list that shrinks", _of_lists(_shrink)),
    Fault("one entry only", _of_lists(_one_only)),
    Fault("a frozen list", _of_lists(_frozen)),
    Fault(
        "off topic after a rewording",
        _of_pages(lambda page: page._replace(kind=OUTSIDE if page.kind == ARCHIVED else page.kind)),
    ),
    Fault(
        "a redesign rolled out slowly",
        _of_pages(lambda page: page._replace(lacks="".join({*page.lacks, "g"})), slowly=True),
    ),
    Fault(
        "a redesign on a fifth",
        _of_pages(lambda page: page._replace(lacks="".join({*page.lacks, "g"})), 0.2),
    ),
    Fault("the source is gone", _of_pages(lambda page: page._replace(lacks="".join({*page.lacks, "s"})))),
    Fault(
        "a notice in place of a third of the articles",
        _of_pages(
            lambda page: page._replace(
                kind=OUTSIDE, text=_NOTICE, first=_NOTICE, last=_NOTICE, length=60, day="", lacks="ds"
            ),
            1 / 3,
        ),
    ),
    Fault(
        "bodies cut to the first paragraph",
        _of_pages(lambda page: page._replace(length=page.length // 5, last="")),
    ),
    Fault("a notice in the layout everywhere", _of_pages(lambda page: page._replace(first=_NOTICE))),
    Fault(
        "one body under all addresses",
        _of_pages(lambda page: page._replace(text=_NOTICE, first=_NOTICE, last=_NOTICE, length=500)),
    ),
    Fault("dates all 1970", _of_pages(lambda page: page._replace(day="1970-01-01"))),
)
