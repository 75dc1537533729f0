"""Which days and addresses a walk over a paper's issues asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from covidmeet.archive.issue_days import ABSENT, FAILED, PARTIAL, READ, IssueDay
from covidmeet.crawl.issue_calendar import IssueCalendar, days_between, is_settled

NEW, OLD = "/pc/layout/%Y%m/%d/node_1.html", "/html/%Y-%m/%d/node_1.htm"


def walk(issues: dict[int, str], first: int, last: int, known_form: str = "") -> list[tuple[int, list[str]]]:
    """Days of November 2022 as they are asked for, where ``issues`` has day -> form of what is there."""
    days = days_between(date(2022, 11, first), date(2022, 11, last), 100)
    calendar = IssueCalendar(days, (NEW, OLD), known_form)
    asked = []
    while (found := calendar.next_day()) is not None:
        day, forms = found
        there = issues.get(day.day)
        asked.append((day.day, forms[: forms.index(there) + 1] if there in forms else forms))
        if there in forms:
            calendar.found(there)
        else:
            calendar.absent()
    return asked


def test_a_day_without_an_issue_costs_one_request() -> None:
    issues = {day: OLD for day in range(1, 11) if day != 6}
    assert walk(issues, 1, 10) == [
        (10, [NEW, OLD]),  # of the newest day nothing is known
        (9, [OLD]),
        (8, [OLD]),
        (7, [OLD]),
        (6, [OLD]),
        (5, [OLD]),
        (4, [OLD]),
        (3, [OLD]),
        (2, [OLD]),
        (1, [OLD]),
    ]


def test_the_form_of_an_earlier_run_is_asked_first() -> None:
    assert walk({3: OLD, 2: OLD}, 2, 3, known_form=OLD) == [(3, [OLD]), (2, [OLD])]


def test_where_the_paper_changed_its_addresses_no_day_is_lost() -> None:
    issues = {6: NEW, 5: NEW, 4: OLD, 3: OLD, 2: OLD}
    assert walk(issues, 2, 6) == [
        (6, [NEW]),
        (5, [NEW]),
        (4, [NEW]),
        (3, [NEW, OLD]),
        (4, [OLD]),  # which had been asked for by the other form
        (2, [OLD]),
    ]
    assert walk({6: NEW, 5: OLD}, 5, 6) == [(6, [NEW]), (5, [NEW, OLD])]


def test_a_long_gap_costs_little_more_than_a_request_a_day() -> None:
    asked = walk({30: NEW, 1: NEW}, 1, 30)
    assert [day for day, _ in asked] == list(range(30, 0, -1))
    # Of the 28 days without an issue the 2nd, 4th, 8th and 16th.
    assert [day for day, forms in asked if len(forms) > 1] == [28, 26, 22, 14]


def test_forms_that_change_every_day_end() -> None:
    issues = {day: (NEW, OLD)[day % 2] for day in range(1, 29)}
    assert len(walk(issues, 1, 28)) <= 2 * 28


def test_the_days_between() -> None:
    first, last = date(2022, 2, 27), date(2022, 3, 1)
    assert [day.isoformat() for day in days_between(first, last, 9)] == [
        "2022-03-01",
        "2022-02-28",
        "2022-02-27",
    ]
    assert list(days_between(first, last, 1)) == [last]
    assert list(days_between(last, first, 9)) == []


KNOWN = IssueDay(
    "paper", "2022-11-03", "", "meetings", READ, NEW, 4, 30, 0, 1, "2022-11-05T00:00:00+00:00", "r"
)


@pytest.mark.parametrize(
    ("known", "gateway", "topic", "settled"),
    [
        (KNOWN, "", "meetings", True),
        (KNOWN, "web.archive.example", "meetings", True),
        (KNOWN, "", "all", False),
        (replace(KNOWN, topic="all"), "", "meetings", True),
        (replace(KNOWN, outcome=FAILED, tries=9), "", "meetings", False),
        (replace(KNOWN, outcome=PARTIAL), "", "meetings", False),
        (replace(KNOWN, outcome=PARTIAL, tries=2), "", "meetings", True),
        (replace(KNOWN, outcome=PARTIAL, tries=2), "web.archive.example", "meetings", False),
        (replace(KNOWN, outcome=ABSENT), "", "all", True),
        (replace(KNOWN, outcome=ABSENT), "web.archive.example", "meetings", False),
    ],
)
def test_what_settles_a_day(known: IssueDay, gateway: str, topic: str, settled: bool) -> None:
    assert is_settled(known, gateway, topic) is settled
