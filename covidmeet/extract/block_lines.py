"""The lines of a page with the block elements that they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element
from covidmeet.text.html_lines import BLOCKS, raw_lines

_NO_BLOCK = frozenset(("html", "head", "title", "legend"))
_TAGS = tuple(sorted(BLOCKS - _NO_BLOCK))

Span = tuple[int, int]
"""Numbers of lines ``first:stop``."""


@dataclass
class BlockLines:
    """A page's lines, as ``Page.lines`` numbers them, each with the innermost block element around it."""

    page: Page
    owners: list[Element | None] = field(init=False)

    def __post_init__(self) -> None:
        page = self.page
        unusable = page.hidden | page.joined
        blocks = [element for element in page.root.iter(*_TAGS) if element not in unusable]
        numbered = raw_lines(page.root, blocks, hidden=page.hidden, joined=page.joined)
        self.owners = [owner for _, owner in numbered]

    @cached_property
    def spans(self) -> dict[Element, Span]:
        """The lines inside each element that holds any: those of an element stand in a row."""
        first: dict[Element, int] = {}
        stop: dict[Element, int] = {}
        for number, owner in enumerate(self.owners):
            if owner is not None:
                first.setdefault(owner, number)
                stop[owner] = number + 1
        # Children before their parents: each passes on what it holds, once.
        for element in reversed(list(self.page.root.iter())):
            parent = element.getparent()
            if element in first and parent is not None:
                first[parent] = min(first[element], first.get(parent, first[element]))
                stop[parent] = max(stop[element], stop.get(parent, stop[element]))
        return {element: (first[element], stop[element]) for element in first}

    @cached_property
    def linked(self) -> list[float]:
        """For each line the share of its block's own text that stands in links, 0 to 1."""
        holders = set(self.owners)
        block: dict[Element, Element | None] = {}
        inside: dict[Element, bool] = {}
        letters: dict[Element | None, int] = {}
        for element in self.page.root.iter():
            parent = element.getparent()
            block[element] = element if element in holders else block.get(parent)
            inside[element] = element.tag == "a" or inside.get(parent, False)
            for text, around in ((element.text, element), (element.tail, parent)):
                if text and inside.get(around):
                    letters[block[around]] = letters.get(block[around], 0) + _letters(text)
        own: dict[Element | None, int] = {}
        for owner, line in zip(self.owners, self.page.lines, strict=True):
            own[owner] = own.get(owner, 0) + _letters(line)
        return [min(1.0, letters.get(owner, 0) / max(1, own[owner])) for owner in self.owners]


def _letters(text: str) -> int:
    return len("".join(text.split()))
