"""One list of sites, found by asking the spiders' modules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.spiders.documents import DocumentsSpider

SPIDERS = Path("covidmeet/spiders")


def test_the_sites_are_those_that_a_module_states_in_the_order_of_their_names() -> None:
    stated = [path.stem for path in sorted(SPIDERS.glob("*.py")) if "\nSITE = " in path.read_text("utf-8")]
    assert [site.name for site in all_sites()] == stated
    assert len(stated) >= 5


def test_documents_are_recognised_as_any_of_them() -> None:
    assert DocumentsSpider(path=".").sites == all_sites()


@pytest.mark.slow
def test_a_shell_can_ask_for_the_names() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "covidmeet.crawl.site_registry"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [site.name for site in all_sites()]
    assert done.stderr == ""
