"""The comparison with the runs before, by simulated numbers; one-off runs; what is noted of a page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bench.health import Crawls, healthy_years
from bench.health_faults import FAULTS, Fault
from bench.health_sites import HABITS, SimulatedSite
from covidmeet.archive.db import connect
from covidmeet.health.binomial import longer_gap
from covidmeet.health.evidence import PastRun
from covidmeet.health.lists_trend import new
from covidmeet.health.one_off import one_off
from covidmeet.health.past import Past
from covidmeet.health.sample import ARCHIVED, LACKS, PageFacts, Sample, facts_of
from covidmeet.health.trend import _meetings
from covidmeet.health.verdict import HEALTHY
from covidmeet.status.facts import site_status, weeks_until
from covidmeet.status.history import history
from tests.histories import NOW, add_run, counts_of

ALL = dict.fromkeys(LACKS, True)


def test_healthy_years_have_few_alarms() -> None:
    """Two of them; bench/health.md has the figures of hundreds."""
    assert len(healthy_years(2, 5)) <= 4


def test_every_failure_in_full_is_told_on_a_busy_site() -> None:
    habit = next(one for one in HABITS if one.name.startswith("busy"))
    for fault in FAULTS:
        crawls = Crawls(SimulatedSite(habit, Random(f"test {fault.name}")))
        for _ in range(25):
            crawls.day()
        fault.begin(crawls.site, 1.0)
        assert any(crawls.day()[0] not in HEALTHY for _ in range(25)), fault.name


# A tenth of the pages: bench/health.md has how often it is missed.
_NOT_AT_HALF = "a redesign on a fifth"


@pytest.mark.parametrize(
    "fault", [one for one in FAULTS if one.name != _NOT_AT_HALF], ids=lambda one: one.name
)
def test_failures_at_half_strength_are_told_on_a_busy_site(fault: Fault) -> None:
    habit = next(one for one in HABITS if one.name.startswith("busy"))
    crawls = Crawls(SimulatedSite(habit, Random(f"half {fault.name}")))
    for _ in range(40):
        crawls.day()
    fault.begin(crawls.site, 0.5)
    assert any(crawls.day()[0] not in HEALTHY for _ in range(40))


def test_a_gap_is_long_only_beside_many_shorter_ones() -> None:
    assert longer_gap(30, 30, 1) == pytest.approx(0.5)
    assert longer_gap(73, 60, 6) > 1e-3
    assert longer_gap(11, 40, 40) < 1e-3


def _told_as_few(before: list[int]) -> list[str]:
    """Twenty runs that brought nothing, after such runs, newest first."""
    return list(new(Past([PastRun({"articles/new": n}) for n in [0] * 20 + before + [0]])))


def test_weeks_without_anything_are_no_alarm_where_every_third_is_one() -> None:
    calm = ([5] * 14 + [0] * 7) * 6
    assert not _told_as_few(calm)
    assert _told_as_few([5, 4, 6, 5, 3, 5, 7] * 18) == ["0 new in 20 runs; usual are 100"]


def test_what_is_noted_of_a_page_counts_once() -> None:
    sample = Sample()
    page = facts_of(
        "http://a.example/1", ARCHIVED, "会议强调。\n要落实到位。", "2022-11-20T08:00", {"title": True}
    )
    sample.add(page)
    assert page.lacks == "dsg"
    counts = sample.counts()
    assert (counts["pages/archived"], counts["texts/median"], counts["dates/distinct"]) == (1, 9, 1)
    assert sample.counts({("x", ARCHIVED), page[:2]})["pages/archived"] == 0


def test_a_one_off_run_does_not_change_the_status(database: Path) -> None:
    db = connect(database)
    add_run(db, "cbg", NOW - timedelta(hours=20), "ok", "6 new", counts_of(6))
    bad = {"pages/archived": 0, "one_off": ["url"], "arguments": {"url": "http://www.cbg.cn/x"}}
    add_run(db, "cbg", NOW - timedelta(hours=2), "broken", "none could be used; one-off run (url=)", bad)
    site = site_status(db, "cbg", {}, False, 36, NOW)
    assert (site.verdict, site.is_well) == ("ok", True)
    assert site.one_off is not None
    assert site.one_off.verdict == "broken"
    assert one_off({"arguments": {"via": "x", "pages": "2"}}) == ["via"]


def test_the_history_has_a_row_a_week(database: Path) -> None:
    db = connect(database)
    for back in range(20):
        add_run(db, "cbg", NOW - timedelta(days=back), "ok" if back else "degraded", "", counts_of(2))
    weeks = history(db, "cbg", weeks_until(NOW))
    assert len(weeks) == 26
    assert sum(week.runs for week in weeks) == 20
    assert (weeks[-1].worst, weeks[-1].runs, weeks[-1].requests, weeks[-2].new) == ("degraded", 3, 63, 14)


def test_a_site_without_anything_new_is_stale(database: Path) -> None:
    db = connect(database)
    for back in range(60, 0, -1):
        new = 2 if back > 25 else 0
        add_run(db, "cbg", NOW - timedelta(minutes=back), "ok" if new else "quiet", "", counts_of(new))
    site = site_status(db, "cbg", {}, False, 36, NOW)
    assert site.verdict == "quiet"
    assert site.stale == "no new article for 25 runs; the longest gap before was 0"
    assert not site.is_well
    assert site_status(db, "cbg", {"gap": 40}, False, 36, NOW).is_well


def test_more_pages_without_a_meeting_are_told() -> None:
    def pages(first: int, count: int, without: int) -> list[PageFacts]:
        found = [0] * without + [1] * (count - without)
        return [
            facts_of(f"http://a.example/{first + n}", ARCHIVED, f"第{first + n}号。", "2022-11-20", ALL, has)
            for n, has in enumerate(found)
        ]

    before = pages(0, 90, 6)
    assert list(_meetings(pages(100, 20, 1), before)) == []
    assert list(_meetings(pages(100, 20, 15), before)) == [
        "no meeting is found in 15 of the newest 20 pages; before in 6 of 90"
    ]
    # Pages of runs from before, or with the facts switched off, say nothing of it.
    unknown = [facts_of(f"http://a.example/{n}", ARCHIVED, "完。", "2022-11-20", ALL) for n in range(90)]
    assert list(_meetings(pages(100, 20, 15), unknown)) == []
