"""An article by the order of its page's lines, where nothing more is known of a layout."""

from __future__ import annotations

from collections.abc import Sequence

from covidmeet.extract.page import Extraction, Page
from covidmeet.extract.titles import page_title, same
from covidmeet.text.bylines import read_line
from covidmeet.text.info import tells_date
from covidmeet.text.lines import Line, Role
from covidmeet.text.positions import Outside, is_prose
from covidmeet.text.script import fold

_LONGEST_HEAD = 20  # lines from the headline to the text
_LONGEST_INFO = 80  # characters of a line that tells time, source or names


def read(page: Page) -> Extraction:
    """All lines from the headline on; where the headline cannot be told, all lines of the page."""
    lines = list(enumerate(page.lines))
    at = headline_at(page, page.lines)
    first = first_prose(page.lines, 0 if at is None else at + 1)
    return head(page, lines[:first], [Line(text, places=(number,)) for number, text in lines[first:]])


def head(page: Page, above: Sequence[tuple[int, str]], body: Sequence[Line]) -> Extraction:
    """Headline, deck and info among the numbered lines ``above`` a text.

    Where no headline is told, the lines above are as unknown as those of the text.
    """
    title = page_title(page)
    at = place_of(title, [text for _, text in above]) if title else None
    if at is None:
        return Extraction([Line(text, places=(number,)) for number, text in above] + list(body))
    found = [Line(above[at][1], role=Role.TITLE, places=(above[at][0],))]
    between = [(number, text, is_info(text)) for number, text in above[at + 1 :]]
    found += [Line(text, role=Role.INFO, places=(number,)) for number, text, info in between if info]
    found += [Line(text, role=Role.DECK, places=(number,)) for number, text, info in between if not info]
    return Extraction(found + list(body), Outside(list(above[:at])))


def headline_at(page: Page, lines: Sequence[str]) -> int | None:
    """Where the headline that the page's head tells stands above running text.

    A page may repeat it: above, in the path to the page; below, among the links to others.
    """
    title = page_title(page)
    places = [i for i, line in enumerate(lines) if title and same(line, title)]
    for place in places:
        first = first_prose(lines, place + 1)  # the headline itself may be a sentence
        if first - place <= _LONGEST_HEAD and first < len(lines):
            return max(i for i in places if i < first)
    return None


def first_prose(lines: Sequence[str], start: int = 0) -> int:
    """The index of the first line of running text from ``start`` on, or the number of lines."""
    return next((i for i in range(start, len(lines)) if is_prose(fold(lines[i]))), len(lines))


def place_of(title: str, lines: Sequence[str]) -> int | None:
    """Where the headline stands last in the lines above a text."""
    return next((i for i in range(len(lines) - 1, -1, -1) if same(lines[i], title)), None)


def is_info(line: str) -> bool:
    """Whether a line between headline and text tells when it was published, or by whom."""
    if len(line) > _LONGEST_INFO:
        return False
    if tells_date(line):
        return True
    facts = read_line(line, fold(line))
    return facts is not None and bool(facts.source or facts.editors or facts.reporters)
