"""A field of a site's pages that stands elsewhere than before is told, while it is still filled."""

from __future__ import annotations

import pytest

from covidmeet.extract.origins import ORIGINS as ALL_ORIGINS
from covidmeet.health.evidence import PastRun
from covidmeet.health.past import Past
from covidmeet.health.sample import ARCHIVED, PAGES, PLACES, PageFacts, origins_of
from covidmeet.health.trend import shares
from covidmeet.health.trend_rules import ORIGIN


def told(*runs: list[str], old_rows: bool = False) -> list[str]:
    """What is said of runs, newest first, whose pages have these origins."""
    pages = [
        [
            PageFacts(f"{run:04}{n:04}", ARCHIVED, f"{run}-{n}", length=500, origins=one)
            for n, one in enumerate(of)
        ]
        for run, of in enumerate(runs)
    ]
    rows = [[list(page)[: 8 if old_rows and run else None] for page in of] for run, of in enumerate(pages)]
    return [one for one in shares(Past([PastRun({PAGES: of}) for of in rows])) if "origin" in one]


LAYOUT = origins_of({"title": "layout", "published_at": "info", "source": "info"})


def test_a_day_from_the_address_instead_of_the_page() -> None:
    moved = origins_of({"title": "layout", "published_at": "address", "source": "info"})
    assert told([moved] * 20, *[[LAYOUT] * 10] * 6) == [
        "published_at is of another origin (mostly address, before info) on 20 of the newest 20 pages;"
        " before on 0 of 60"
    ]


@pytest.mark.parametrize(
    "runs",
    [
        [[LAYOUT] * 20, *[[LAYOUT] * 10] * 6],  # as ever
        [[LAYOUT[0] + "a" + LAYOUT[2]] * 20, [LAYOUT] * 10],  # hardly any history
        [["l-i"] * 20, *[[LAYOUT] * 10] * 6],  # empty: the rule on empty fields tells that
        [["lmi", "lii"] * 10, *[["lmi", "lii"] * 5] * 6],  # two layouts in use, as ever
        [["lmi"] * 4 + ["lii"] * 16, *[[LAYOUT] * 10] * 6],  # few pages
    ],
)
def test_no_alarm(runs: list[list[str]]) -> None:
    assert told(*runs) == []


def test_pages_noted_before_there_were_origins_say_nothing() -> None:
    assert told(["lmm"] * 20, *[[LAYOUT] * 10] * 6, old_rows=True) == []


def test_each_origin_has_its_letter() -> None:
    assert set(PLACES.values()) == set(ALL_ORIGINS)
    assert ORIGIN.told().startswith("the share among the newest")
