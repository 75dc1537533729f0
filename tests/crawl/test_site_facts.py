"""What ``status`` has to know of a site is read from the text of its file; the rest is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from covidmeet.crawl.site_facts import _own_floors, facts_of_sites
from covidmeet.crawl.site_registry import all_sites
from covidmeet.health.evidence import FLOORS


@pytest.mark.parametrize(
    ("text", "floors"),
    [
        ("SITE = Site(name='a')", {}),
        ('SITE = Site(floors={"source": 0.0, "layout": 1})', {"source": 0.0, "layout": 1.0}),
        ("SITE = Site(floors=FLOORS_OF_PAPERS)", None),
        ('SITE = Site(floors={"source": LEAST})', None),
    ],
)
def test_floors_are_read_where_they_are_a_table(text: str, floors: dict[str, float] | None) -> None:
    assert _own_floors(text) == floors


def test_the_text_tells_what_the_sites_state() -> None:
    told = facts_of_sites()
    for site in all_sites():
        assert told[site.name].starts == site.starts
        assert dict(told[site.name].floors) == {**FLOORS, **site.floors}


@pytest.mark.slow
def test_no_spider_is_imported_for_it() -> None:
    program = (
        # As crawled just now: a file that was changed since would be imported to see whether that works.
        "import sys, time; from covidmeet.crawl.site_facts import facts_of_sites;"
        "from covidmeet.crawl.site_registry import site_files;"
        "facts_of_sites(dict.fromkeys(site_files(), time.time()));"
        "sys.exit('lxml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=Path.cwd(), timeout=60).returncode == 0
