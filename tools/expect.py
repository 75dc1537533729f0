"""Propose expectations for sample pages: ``python -m tools.expect SITE``.

A page without ``expect.json`` gets one that says what a crawl makes of it today, marked ``"proposed": true``.
The tests fail on a proposal: a person reads the page, corrects the proposal and takes the mark out.  An
expectation that is there is never touched; where the crawl finds something else, the difference is printed.
Each page gets a line that says what was done with it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from covidmeet.crawl.site_registry import all_sites
from covidmeet.newsite.expectation import PROPOSED, idle_selectors, list_of, proposal
from covidmeet.newsite.writing import as_json
from covidmeet.process import decode_page
from covidmeet.site import Layout, Site
from covidmeet.stages.reading import Reading
from tools.sample_pages import PAGES, SamplePage, differences, outcome, sample_pages


def propose(site: str, root: Path = PAGES) -> int:
    """Write what is missing, print what was done and what differs; the number of faults."""
    pages = sample_pages(site, root) if site.isidentifier() else []
    if not pages:
        print(f"{site}: no sample pages in {root.joinpath(site)}; save one there first")
        return 1
    stated = next((one for one in all_sites() if one.name == site), None)
    if stated is None:
        print(f"{site}: no spider states a site of that name")
        return 1
    waiting = sum(_needs_a_person(page, stated) for page in pages)
    idle = [one for one in idle_of(stated, pages) if one not in unseen_selectors()]
    for one in idle:
        print(f"{site}: layout {one}: finds nothing on any page of that layout")
    print(f"{site}: {len(pages)} pages, {waiting} of them wait for a person")
    return waiting + len(idle)


def idle_of(site: Site, pages: list[SamplePage]) -> list[str]:
    """``layout: field selector`` for each that finds nothing on any sample page of its layout.

    Some are known from real pages of which no sample was made: ``unseen_selectors.txt`` names them.
    """
    found = []
    for layout in site.layouts:
        of_layout = [page for page in pages if (page.expected or {}).get("layout") == layout.name]
        if isinstance(layout, Layout) and of_layout:
            decoded = [decode_page(page.fetched, Reading()) for page in of_layout]
            found += [f"{layout.name}: {idle}" for idle in idle_selectors(layout, decoded)]
    return found


def unseen_selectors() -> set[str]:
    """Those that ``unseen_selectors.txt`` names."""
    lines = PAGES.joinpath("unseen_selectors.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _found(page: SamplePage, site: Site) -> dict[str, Any]:
    """What a crawl makes of a page: an article, its reject, or a list."""
    is_list = page.is_list if page.expected is not None else not outcome(page)
    return list_of(page.fetched, site) if is_list else outcome(page)


def _differences(page: SamplePage, found: Mapping[str, Any]) -> list[str]:
    expected = {name: value for name, value in (page.expected or {}).items() if name != PROPOSED}
    if not page.is_list:
        return differences(expected, found)
    told, there = expected["list"], found["list"]
    problems = []
    if set(told["articles"]) != set(there["articles"]):
        problems.append(f"articles: expected {told['articles']}, found {there['articles']}")
    if not set(told.get("next", ())) <= set(there["next"]):  # of an issue only some of its pages are named
        problems.append(f"next: expected {told['next']}, found {there['next']}")
    return problems


def _needs_a_person(page: SamplePage, site: Site) -> bool:
    found = _found(page, site)
    if page.expected is None:
        page.expectation_file.write_text(as_json(proposal(found)), encoding="utf-8")
        print(f"{page.name}: proposed; read page.body, correct expect.json, take out {PROPOSED!r}")
        return True
    problems = _differences(page, found)
    if problems and page.known_failure:
        print(f"{page.name}: known: {page.known_failure}")
        return False
    if problems:
        print(f"{page.name}: the crawl finds something else; expect.json is left as it is")
        print("\n".join(problems))
    elif PROPOSED in page.expected:
        print(f"{page.name}: still a proposal; read page.body, then take out {PROPOSED!r}")
    else:
        print(f"{page.name}: as expected")
    return bool(problems) or PROPOSED in page.expected


def main(arguments: list[str]) -> int:
    """Exit code 0: every page has an expectation and meets it; 1: a person has to look."""
    if len(arguments) != 1:
        print("usage: python -m tools.expect SITE", file=sys.stderr)
        return 2
    return 1 if propose(arguments[0]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
