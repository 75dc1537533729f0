"""The lines that trafilatura takes for the text of a page."""

from __future__ import annotations

from itertools import islice

from covidmeet.extract.page import Page
from covidmeet.text.fold import bare

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


def votes(page: Page) -> set[int]:
    """The numbers of the page's lines that stand in what trafilatura takes out.

    The lines are the page's own: trafilatura joins paragraphs of some pages and drops control characters,
    which the repair of mirrors needs.
    """
    # Imported on first use: it takes half a second, and most crawls have no page that needs it.
    from trafilatura import extract

    found = extract(page.text, include_comments=False, include_tables=True, fast=_has_many_blocks(page))
    text = _bare(found or "")
    there = {i for i, line in enumerate(page.lines) if (told := _bare(line)) and told in text}
    sure = [i for i in there if len(_bare(page.lines[i])) >= _SURE]
    return {i for i in there if min(sure) <= i <= max(sure)} if sure else set()


def _has_many_blocks(page: Page) -> bool:
    """Whether trafilatura's comparison with jusText, which takes quadratic time, is to be left out."""
    return len(list(islice(page.root.iter(*_BLOCKS), _MANY_BLOCKS))) == _MANY_BLOCKS


def _bare(text: str) -> str:
    return bare(text).replace("|", "")  # a table's cells are apart by bars
