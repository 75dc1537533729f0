"""An article of a page of no known layout: its most probable text, and its headline."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

from covidmeet.extract import by_order, surroundings
from covidmeet.extract.block_lines import BlockLines
from covidmeet.extract.chooser import Choice, choose
from covidmeet.extract.generic_headline import find_headline
from covidmeet.extract.page import Extraction, Page
from covidmeet.extract.titles import same
from covidmeet.extract.votes import votes
from covidmeet.language import stored
from covidmeet.reasons import Reason, Reject
from covidmeet.text.gb18030 import REPLACEMENT
from covidmeet.text.html_lines import with_gaps, with_indent
from covidmeet.text.lines import Line, Role
from covidmeet.text.positions import Outside
from covidmeet.text.wrapping import unwrapped

_BELOW = 6  # lines below the text among which its editor is named
_LOST = f"{REPLACEMENT} "
_ABOVE = 4  # lines above the headline, or the text without one, among which time and source stand
_BROKEN = 2  # lines in a row that are no running text
_DOUBTFUL = 0.8  # certainty below which the row is marked: of 77 real pages two
_ELSEWHERE = 0.1  # F1 with the text below the headline under which a doubtful choice is another text
_HARDLY = 0.6  # certainty below which nothing but the headline's place is believed


def read(page: Page) -> Extraction:
    """The text that is chosen, under the headline that the page's head tells.

    Raises ``Reject`` (``no_text``) where there is no text.
    """
    lines, blocks = page.lines, BlockLines(page)
    title, at = find_headline(page, blocks)
    choice = _choice(page, blocks, at)
    # A line of nothing but lost characters was an ornament; in a sentence they are damage.
    kept = [i for i in choice.lines if (at is None or i not in at) and lines[i].strip(_LOST)]
    while kept and (by_order.is_info(lines[kept[0]]) or (title and same(lines[kept[0]], title))):
        kept = kept[1:]
    kept = surroundings.without_others(blocks, kept)
    if at is not None and kept:
        kept = surroundings.summary(blocks, at, kept) + kept
    if not kept:
        raise Reject(Reason.NO_TEXT, stored("no layout of the site matches, and no text was found"))
    info = _info(page, blocks, at, kept[0], kept[-1]) if title else []
    found = [Line(title, role=Role.TITLE, places=tuple(at or ()))] if title else []
    found += [Line(with_gaps(page.raw_lines[i]), role=Role.INFO, places=(i,)) for i in info]
    deck = surroundings.deck(blocks, at, kept[0], info) if at is not None else []
    found += [Line(lines[i], role=Role.DECK, places=(i,)) for i in deck]
    text = [Line(lines[i], role=Role.BODY if title else Role.ANY, places=(i,)) for i in kept]
    found += unwrapped(text, [with_indent(page.raw_lines[i]) for i in kept])
    taken = {place for line in found for place in line.places}
    outside = Outside([(i, line) for i, line in enumerate(lines) if i not in taken])
    return Extraction(found, outside, how=_how(choice, kept, lines, at), origins={"title": "head"})


def choice_of(page: Page) -> Choice:
    """The lines that ``read`` takes the text from, and how certain they are."""
    blocks = BlockLines(page)
    return _choice(page, blocks, find_headline(page, blocks)[1])


def _choice(page: Page, blocks: BlockLines, at: range | None) -> Choice:
    choice = choose(blocks, at, lambda: votes(page))
    if choice.certainty < _DOUBTFUL and at is not None:
        below = _right_below(page.lines, at)
        is_elsewhere = bool(below) and _f1(set(choice.lines), set(below), page.lines) < _ELSEWHERE
        if choice.certainty >= _HARDLY and not is_elsewhere:
            return choice
        return replace(choice, lines=below, candidate="below_headline")
    return choice


def _how(choice: Choice, kept: list[int], lines: list[str], at: range | None) -> dict[str, Any]:
    """How the text was chosen, and the least F1 of its lines, by letters, against another candidate's."""
    others = [choice.votes] if choice.votes is not None else []
    if at is not None and choice.candidate != "below_headline":
        others.append(frozenset(_right_below(lines, at)))
    how: dict[str, Any] = {"candidate": choice.candidate, "certainty": round(choice.certainty, 2)}
    if others:
        how["agreement"] = round(min(_f1(set(kept), other, lines) for other in others), 2)
    return how | ({"doubtful": True} if choice.certainty < _DOUBTFUL else {})


def _f1(one: Set[int], other: Set[int], lines: list[str]) -> float:
    size = sum(len(lines[i]) for i in one) + sum(len(lines[i]) for i in other)
    return 2 * sum(len(lines[i]) for i in one & other) / size if size else 0.0


def _right_below(lines: list[str], at: range) -> list[int]:
    """The running text right below the headline, up to where it is broken."""
    first = by_order.first_prose(lines, at.stop)
    stop = first
    while (following := by_order.first_prose(lines, stop)) - stop <= _BROKEN and following < len(lines):
        stop = following + 1
    return list(range(first, stop))


def _is_entry(blocks: BlockLines, line: int, at: range | None) -> bool:
    """Whether a line above the headline is one of a list: the date of another article, and its headline."""
    if at is None or line >= at.start:
        return False
    owner = blocks.owners[line]
    return blocks.linked[line] > 0 or (owner is not None and owner.tag in ("li", "dd", "dt"))


def _info(page: Page, blocks: BlockLines, at: range | None, first: int, last: int) -> list[int]:
    """The indices of the lines around the headline that are info, and of one below that names the editor."""
    lines = page.lines
    above = (
        range(max(0, at.start - _ABOVE), first) if at is not None else range(max(0, first - _ABOVE), first)
    )
    shown = {i: with_gaps(page.raw_lines[i]) for i in above if at is None or i not in at}
    found = [i for i, text in shown.items() if by_order.is_info(text) and not _is_entry(blocks, i, at)]
    below = range(last + 1, min(last + 1 + _BELOW, len(lines)))
    return found + [i for i in below if by_order.names_editor(lines[i])][:1]
