"""An article of a page of no known layout: trafilatura finds the text, the page's lines tell the rest."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from covidmeet.extract import by_order
from covidmeet.extract.page import Found, NotAnArticle, Page
from covidmeet.extract.titles import page_title, same
from covidmeet.text.bylines import read_line
from covidmeet.text.html_lines import is_hidden
from covidmeet.text.script import fold

_LONGEST_INFO = 80  # characters of a line that tells time, source or names
_BELOW = 6  # lines below the text among which its editor is named


def read(page: Page) -> Found:
    """The text by trafilatura, under the headline that the page's head tells.

    Raises ``NotAnArticle`` (``no_text``) where there is no text.
    """
    body = _main_text(page)
    if not body:
        raise NotAnArticle("no_text", "no layout of the site matches, and no text was found")
    title = page_title(page)
    if title and same(body[0], title):
        body = body[1:]
    return Found(body=body, title=title, info=_info(page, title, body))


def _main_text(page: Page) -> list[str]:
    # Half a second to import, and most crawls never come here.
    from trafilatura import extract

    root = deepcopy(page.root)
    for element in list(root.iter(etree.Element)):
        if is_hidden(element) and element.getparent() is not None:
            element.drop_tree()
    text = extract(root, include_comments=False, include_tables=True, deduplicate=False)
    return [line for line in (line.strip() for line in (text or "").splitlines()) if line]


def _info(page: Page, title: str | None, body: list[str]) -> list[str]:
    """Lines around the text that tell time, source and names."""
    lines = page.lines
    first = next(
        (i for i, line in enumerate(lines) if body and same(line, body[0])), by_order.first_prose(lines)
    )
    last = next((i for i in range(len(lines) - 1, -1, -1) if body and same(lines[i], body[-1])), first)
    start = by_order.place_of(title, lines[:first]) if title else None
    above = lines[start + 1 : first] if start is not None else lines[max(0, first - _BELOW) : first]
    near = [*above, *lines[last + 1 : last + 1 + _BELOW]]
    return [line for line in near if len(line) <= _LONGEST_INFO and (by_order.is_info(line) or _tells(line))]


def _tells(line: str) -> bool:
    facts = read_line(line, fold(line))
    return bool(facts and (facts.source or facts.editors or facts.reporters))
