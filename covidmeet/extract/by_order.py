"""An article by the order of its page's lines, where nothing more is known of a layout."""

from __future__ import annotations

import re
from collections.abc import Sequence

from covidmeet.extract.page import Extraction, Page
from covidmeet.extract.titles import headline_places, page_title
from covidmeet.text.broken_headings import joined_lines
from covidmeet.text.bylines import read_line
from covidmeet.text.html_lines import as_shown, with_gaps
from covidmeet.text.info import is_outlet, tells_date
from covidmeet.text.lines import Line, Role
from covidmeet.text.positions import Outside, is_prose
from covidmeet.text.script import fold

_LONGEST_HEAD = 20  # lines from the headline to the text
_SOURCE = re.compile(r"(?:^|[\s\d])(?:信息|文章|新闻|稿件|本文)?(?:来源|稿源)\s?:\s?\S{2}")
_LONGEST_INFO = 80  # characters of a line that tells time, source or names


def read(page: Page) -> Extraction:
    """All lines from the headline on; where the headline cannot be told, all lines of the page."""
    lines = list(enumerate(page.lines))
    at = headline_at(page, page.lines)
    first = first_prose(page.lines, 0 if at is None else at.stop)
    above = list(enumerate(page.raw_lines[:first]))
    return head(page, above, [Line(text, places=(number,)) for number, text in lines[first:]])


def head(page: Page, above: Sequence[tuple[int, str]], body: Sequence[Line]) -> Extraction:
    """Headline, deck and info among the numbered raw lines ``above`` a text.

    Where no headline is told, the lines above are as unknown as those of the text.
    """
    title = page_title(page)
    texts = [as_shown(raw) for _, raw in above]
    # A page may repeat the headline above, in the path to the page: the last one stands at the text.
    at = max(headline_places(title, texts), key=lambda place: place.start, default=None) if title else None
    if at is None:
        unknown = [Line(text, places=(number,)) for (number, _), text in zip(above, texts, strict=True)]
        return Extraction(unknown + list(body))
    numbers = tuple(number for number, _ in above[at.start : at.stop])
    found = [Line(joined_lines(texts[at.start : at.stop]), role=Role.TITLE, places=numbers)]
    for (number, raw), text in list(zip(above, texts, strict=True))[at.stop :]:
        # Time and source stand side by side by style alone.
        told = with_gaps(raw)
        line = (told, Role.INFO) if is_info(told) else (text, Role.DECK)
        found.append(Line(line[0], role=line[1], places=(number,)))
    found.sort(key=lambda line: line.role is Role.DECK)
    outside = [(number, text) for (number, _), text in zip(above[: at.start], texts, strict=False)]
    return Extraction(found + list(body), Outside(outside), origins={"title": "head"})


def headline_at(page: Page, lines: Sequence[str]) -> range | None:
    """Where the headline that the page's head tells stands above running text.

    A page may repeat it: above, in the path to the page; below, among the links to others.
    """
    title = page_title(page)
    places = list(headline_places(title, lines)) if title else []
    for place in places:
        first = first_prose(lines, place.stop)  # the headline itself may be a sentence
        if first - place.stop < _LONGEST_HEAD and first < len(lines):
            return max((other for other in places if other.stop <= first), key=lambda other: other.start)
    return None


def first_prose(lines: Sequence[str], start: int = 0) -> int:
    """The index of the first line of running text from ``start`` on, or the number of lines."""
    return next((i for i in range(start, len(lines)) if is_prose(fold(lines[i]))), len(lines))


def is_info(line: str) -> bool:
    """Whether a line between headline and text tells when it was published, or by whom."""
    if len(line) > _LONGEST_INFO or "。" in line:
        return False
    if tells_date(line) or is_outlet(line) or _SOURCE.search(fold(line)):
        return True
    facts = read_line(line, fold(line))
    return facts is not None and bool(facts.source or facts.editors or facts.reporters)


def names_editor(line: str) -> bool:
    """Whether a line below a text names who edited or reported it; a date there is that of another page."""
    facts = read_line(line, fold(line)) if len(line) <= _LONGEST_INFO else None
    return facts is not None and bool(facts.editors or facts.reporters)
