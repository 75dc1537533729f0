"""What is found in the invented reports is what a reader finds in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from covidmeet.facts import facts
from covidmeet.facts.model import Meeting
from tests.facts.labels import Expected, Report
from tests.facts.reports_county import REPORTS as OF_COUNTIES
from tests.facts.reports_county_more import REPORTS as OF_COUNTIES_TOO
from tests.facts.reports_other import REPORTS as OF_OTHERS
from tests.facts.reports_second import REPORTS as SECOND
from tests.facts.reports_township import REPORTS as OF_TOWNSHIPS
from tests.facts.reports_unit import REPORTS as OF_UNITS
from tests.facts.reports_unusual import REPORTS as UNUSUAL
from tests.facts.reports_unusual_more import REPORTS as UNUSUAL_TOO

ALL = (*OF_COUNTIES, *OF_COUNTIES_TOO, *OF_TOWNSHIPS, *OF_OTHERS, *OF_UNITS, *UNUSUAL, *UNUSUAL_TOO, *SECOND)


def test_there_are_enough_of_each_level_and_form() -> None:
    meetings = [meeting for report in ALL for meeting in report.meetings]
    assert len({report.key for report in ALL}) == len(ALL) >= 58
    assert len([one for one in meetings if one.level in ("county", "township")]) >= 15
    assert {one.level for one in meetings} == {
        "national",
        "province",
        "prefecture",
        "county",
        "township",
        "unit",
    }
    assert {one.form for one in meetings} == {
        *("teleconference", "video", "on-site", "special", "dispatch", "standing", "other")
    }


@pytest.mark.parametrize("report", ALL, ids=lambda report: report.key)
def test_a_report_is_read_as_by_a_reader(report: Report) -> None:
    found = facts(report.article())
    assert [one.name.value for one in found] == [one.name for one in report.meetings]
    for meeting, expected in zip(found, report.meetings, strict=True):
        assert dict(_simple(meeting)) == dict(_expected(expected))
        assert _people(meeting) == {one.name: (one.posts, one.roles - {"attends"}) for one in expected.people}
        attending = {one.name for one in expected.people if one.roles == {"attends"}}
        assert {
            one.name.value for one in meeting.people if {r.value for r in one.roles} == {"attends"}
        } == attending
        orders = [order.value for order in meeting.orders]
        assert len(orders) == len(expected.orders), orders
        assert all(order.startswith(start) for order, start in zip(orders, expected.orders, strict=True)), (
            orders
        )
        assert {one.value for one in meeting.measures} == set(expected.measures.split())
        if expected.division_code:
            assert meeting.division_code == expected.division_code


def _simple(meeting: Meeting) -> Iterator[tuple[str, str | None]]:
    for name in ("held_on", "half_day", "place", "convener", "level", "form"):
        fact = getattr(meeting, name)
        yield name, fact.value if fact else None


def _expected(expected: Expected) -> Iterator[tuple[str, str | None]]:
    for name in ("held_on", "half_day", "place", "convener", "level", "form"):
        yield name, getattr(expected, name)


def _people(meeting: Meeting) -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    return {
        one.name.value: (
            tuple(post.value for post in one.posts),
            frozenset(role.value for role in one.roles) - {"attends"},
        )
        for one in meeting.people
    }
