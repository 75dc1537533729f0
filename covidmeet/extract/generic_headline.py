"""The headline of a page of no known layout: by its head, and by the line that repeats it."""

from __future__ import annotations

from collections.abc import Iterator

from covidmeet.extract import by_order
from covidmeet.extract.block_lines import BlockLines
from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element
from covidmeet.extract.titles import META_SELECTORS, page_title
from covidmeet.text.fold import bare

_HEADS = (*META_SELECTORS, "//title")
_HEADINGS = ("h1", "h2", "h3", "h4")
_SHORTEST = 6  # letters of a headline that is told by a part of what the head says
_SHARE = 0.4  # of what the head says


def find_headline(page: Page, blocks: BlockLines) -> tuple[str | None, range | None]:
    """The headline, and the numbers of its lines, or None for either where it is not told.

    A heading that the head repeats is the headline, whole, with whatever marks are in it; without one, the
    line that stands above running text.
    """
    heads = [bare(head) for head in _heads(page)]
    for tags in (("h1",), _HEADINGS):
        for number, line in enumerate(page.lines):
            owner = blocks.owners[number]
            if owner is not None and _tag(owner) in tags and _begins(line, heads):
                return line, range(number, number + 1)
    title, at = page_title(page), by_order.headline_at(page, page.lines)
    if at is None:
        again = [number for number, line in enumerate(page.lines) if _begins(line, heads)]
        if again:
            longest = max(again, key=lambda number: len(page.lines[number]))
            return page.lines[longest], range(longest, longest + 1)
    return title, at


def _tag(owner: Element) -> str:
    """The heading around a block, else its own tag: a heading may hold a ``div``."""
    for element in (owner, owner.getparent()):
        if element is not None and element.tag in _HEADINGS:
            return str(element.tag)
    return ""


def _begins(line: str, heads: list[str]) -> bool:
    """Whether what the head says begins with the line, and is not much more."""
    told = bare(line)
    return len(told) >= _SHORTEST and any(
        head.startswith(told) and len(told) >= _SHARE * len(head) for head in heads
    )


def _heads(page: Page) -> Iterator[str]:
    for selector in _HEADS:
        for found in page.find(selector)[:1]:
            text = found if isinstance(found, str) else "".join(found.itertext())
            if text.strip():
                yield text
