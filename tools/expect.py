"""Propose expectations for sample pages: ``python -m tools.expect SITE``.

A page without ``expect.json`` gets one that says what a crawl makes of it today, marked ``"proposed": true``.
The tests fail on a proposal: a person reads the page, corrects the proposal and takes the mark out.  An
expectation that is there is never touched; where the crawl finds something else, the difference is printed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.sample_pages import PAGES, SamplePage, differences, outcome, sample_pages

PROPOSED = "proposed"
# What a person can check against the page; the rest of a row is the archive's own.
_FIELDS = (
    "url",
    "site",
    "layout",
    "title",
    "deck",
    "original_title",
    "body",
    "script",
    "published_at",
    "source",
    "reporters",
    "editors",
    "charset",
)


def proposal(found: Mapping[str, Any]) -> dict[str, Any]:
    """The expectation that ``found`` would meet, marked as proposed."""
    if not found:  # no article's address: a list page, if anything
        return {PROPOSED: True, "list": {"articles": [], "next": []}}
    named = _FIELDS if "body" in found else ("reject", "out_of_scope")
    return {PROPOSED: True, **{name: found[name] for name in named if name in found}}


def propose(site: str, root: Path = PAGES) -> int:
    """Write what is missing, print what differs; the number of pages that need a person."""
    pages = sample_pages(site, root) if site.isidentifier() else []
    if not pages:
        print(f"{site}: no sample pages in {root.joinpath(site)}; save one there first")
        return 1
    return sum(_needs_a_person(page) for page in pages)


def _needs_a_person(page: SamplePage) -> bool:
    if page.is_list and page.expected is not None:  # only a crawl of lists shows what they lead to
        return PROPOSED in page.expected
    found = outcome(page)
    if page.expected is None:
        text = json.dumps(proposal(found), ensure_ascii=False, indent=2)
        page.expectation_file.write_text(text + "\n", encoding="utf-8")
        print(f"{page.name}: proposed; read page.body, correct expect.json, take out {PROPOSED!r}")
        return True
    expected = {name: value for name, value in page.expected.items() if name != PROPOSED}
    problems = differences(expected, found)
    if problems and page.known_failure:
        print(f"{page.name}: known: {page.known_failure}")
        return False
    if problems:
        print(f"{page.name}: the crawl finds something else; expect.json is left as it is")
        print("\n".join(problems))
    elif PROPOSED in page.expected:
        print(f"{page.name}: still a proposal; read page.body, then take out {PROPOSED!r}")
    return bool(problems) or PROPOSED in page.expected


def main(arguments: list[str]) -> int:
    """Exit code 0: every page has an expectation and meets it; 1: a person has to look."""
    if len(arguments) != 1:
        print("usage: python -m tools.expect SITE", file=sys.stderr)
        return 2
    return 1 if propose(arguments[0]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
