"""An article of a page of no known layout: trafilatura finds the text, the page's lines tell the rest."""

from __future__ import annotations

from itertools import islice

from covidmeet.extract import by_order
from covidmeet.extract.page import Extraction, Page
from covidmeet.extract.titles import page_title, same
from covidmeet.reasons import Reason, Reject
from covidmeet.text.fold import bare
from covidmeet.text.html_lines import with_indent
from covidmeet.text.lines import Line, Role
from covidmeet.text.positions import Outside
from covidmeet.text.wrapping import unwrapped

_BELOW = 6  # lines below the text among which its editor is named
_MANY_BLOCKS = 1_500  # paragraphs and cells; of 104 real pages none has a third of it
_BLOCKS = (
    "p",
    "div",
    "li",
    "td",
    "th",
    "tr",
    "dd",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "br",
)
_SURE = 12  # letters; a shorter line may stand elsewhere on the page as well


def read(page: Page) -> Extraction:
    """The text by trafilatura, under the headline that the page's head tells.

    The lines are the page's own: trafilatura joins paragraphs of some pages and drops control characters,
    which the repair of mirrors needs.  Raises ``Reject`` (``no_text``) where there is no text.
    """
    lines = page.lines
    title, at = page_title(page), by_order.headline_at(page, lines)
    kept = [i for i in _chosen(page.text, lines, _has_many_blocks(page)) if at is None or i >= at.stop]
    while kept and (by_order.is_info(lines[kept[0]]) or (title and same(lines[kept[0]], title))):
        kept = kept[1:]
    if not kept:
        raise Reject(Reason.NO_TEXT, "no layout of the site matches, and no text was found")
    info = _info(lines, at, kept[0], kept[-1]) if title else []
    found = [Line(title, role=Role.TITLE, places=tuple(at or ()))] if title else []
    found += [Line(lines[i], role=Role.INFO, places=(i,)) for i in info]
    text = [Line(lines[i], role=Role.BODY if title else Role.ANY, places=(i,)) for i in kept]
    found += unwrapped(text, [with_indent(page.raw_lines[i]) for i in kept])
    taken = {place for line in found for place in line.places}
    return Extraction(found, Outside([(i, line) for i, line in enumerate(lines) if i not in taken]))


def _chosen(source: str, lines: list[str], many_blocks: bool) -> list[int]:
    """The indices of the lines that trafilatura takes for the article's text."""
    # Imported on first use: it takes half a second, and most crawls have no generic page.
    from trafilatura import extract

    found = extract(source, include_comments=False, include_tables=True, fast=many_blocks)
    text = _bare(found or "")
    there = {i for i, line in enumerate(lines) if _bare(line) and _bare(line) in text}
    sure = [i for i in there if len(_bare(lines[i])) >= _SURE]
    if not sure:
        return []
    first, last = min(sure), max(sure)
    while first - 1 in there:
        first -= 1
    while last + 1 in there:
        last += 1
    return sorted(i for i in there if first <= i <= last)


def _has_many_blocks(page: Page) -> bool:
    """Whether trafilatura's comparison with jusText, which takes quadratic time, is to be left out."""
    return len(list(islice(page.root.iter(*_BLOCKS), _MANY_BLOCKS))) == _MANY_BLOCKS


def _info(lines: list[str], at: range | None, first: int, last: int) -> list[int]:
    """The indices of the lines between headline and text, and right below the text, that are info."""
    above = range(at.stop, first) if at is not None else ()
    below = range(last + 1, min(last + 1 + _BELOW, len(lines)))
    return [i for i in (*above, *below) if by_order.is_info(lines[i])]


def _bare(text: str) -> str:
    return bare(text).replace("|", "")  # a table's cells are apart by bars
