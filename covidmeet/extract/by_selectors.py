"""An article by the selectors of a layout."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from covidmeet.extract import by_order
from covidmeet.extract.page import Found, Page
from covidmeet.extract.selectors import Element, compiled
from covidmeet.extract.titles import page_title
from covidmeet.site import Layout
from covidmeet.text.bylines import read_line
from covidmeet.text.dates import parse_date
from covidmeet.text.html_lines import html_lines, is_hidden
from covidmeet.text.info import tells_date
from covidmeet.text.script import fold

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SOURCE = re.compile(r"(?:来源|稿源)\s*:\s*\S")
_EDITOR = re.compile(r"(?:编辑|责编)\s*[:/|丨 ]?\s*\S")
_SOURCE_LABEL = re.compile(r"^[•·\s]*(?:(?:信息|文章|新闻|稿件|本文)?来源|稿源)\s*:\s*")
_EDITOR_BELOW = "./following::text()[contains(., '编') or contains(., '編')]"
# A mirror kit writes readings into labels too; they are repaired with the whole text, later.
_READING = re.compile(r"\([a-z\u00e0-\u01dc]{1,7} ?\)")
_LONGEST_INFO = 120  # characters of a line that tells time, source or names
_NEAR = 20  # places below the text; farther down are other articles


def read(page: Page, layout: Layout) -> Found | None:
    """What the layout's selectors find, or None where they find no text."""
    body, dropped, lines = _body(page, layout)
    if body is None:
        return None
    if layout.head_by_order:
        found = by_order.head(page, html_lines(page.root, until=body), lines)
        found.info += [] if found.title is None else _below(body, found.info)
        return found
    inside = dropped | {body}
    heading = next((node for node in _nodes(page, layout.title) if _lines(node, inside)), None)
    decks = list(_nodes(page, layout.deck))
    infos = list(_nodes(page, layout.info))
    outside = {node for node in (heading, *decks, *infos) if node is not None and not isinstance(node, str)}
    title, deck = _headlines(heading, inside | (outside - {heading}))
    title = title or page_title(page)
    info = [f"来源:{name}" for name in _sources(page, layout)]
    info += [line for node in infos for line in _lines(node, inside, gaps=True)]
    info = [line for line in dict.fromkeys(info) if len(line) <= _LONGEST_INFO]
    published = next(filter(None, (parse_date(_one(node)) for node in _nodes(page, layout.published))), None)
    told = fold(" ".join(info))
    if not (_SOURCE.search(told) and (published or tells_date(told))):
        info += _between(page, title, body)
    info += _below(body, info)
    # Headline and info inside the text's own element are not its text.
    if any(body in node.iterancestors() for node in outside):
        lines = html_lines(body, dropped | outside)
    deck += [line for node in decks for line in _lines(node, inside)]
    return Found(body=lines, title=title, deck=deck, info=info, published=published)


def _nodes(page: Page, selectors: tuple[str, ...]) -> Iterator[Any]:
    return (node for selector in selectors for node in page.find(selector))


def _body(page: Page, layout: Layout) -> tuple[Element | None, set[Element], list[str]]:
    """The element with the most text of the first selector with any, what to drop in it, and its lines."""
    for selector in layout.body:
        nodes = [node for node in page.find(selector) if not is_hidden(node)]
        for node in sorted(nodes, key=_length, reverse=True) if len(nodes) > 1 else nodes:
            dropped = {part for drop in layout.drop for part in compiled(drop)(node)}
            lines = html_lines(node, dropped)
            if lines:
                return node, dropped, lines
    return None, set(), []


def _length(element: Element) -> int:
    return sum(map(len, element.itertext()))


def _headlines(heading: Any, without: Collection[Element]) -> tuple[str | None, list[str]]:
    """Title and deck: a heading is one headline however it is broken, a box has one a line."""
    lines = _lines(heading, without) if heading is not None else []
    if not lines:
        return None, []
    if isinstance(heading, str) or heading.tag in _HEADINGS:
        return " ".join(lines), []
    return lines[0], lines[1:]


def _sources(page: Page, layout: Layout) -> list[str]:
    """The first source that a selector gives, without its label."""
    for node in _nodes(page, layout.source):
        name = _one(node)
        label = _SOURCE_LABEL.match(fold(name))
        name = name[label.end() :] if label else name
        if name:
            return [name]
    return []


def _between(page: Page, title: str | None, body: Element) -> list[str]:
    """Lines between headline and text that tell time or source, for pages where selectors miss them."""
    above = html_lines(page.root, until=body, gaps=True)
    at = by_order.place_of(title, above) if title else None
    return [] if at is None else [line for line in above[at + 1 :] if by_order.is_info(line)]


def _below(body: Element, info: list[str]) -> list[str]:
    """The first line below the text that names its editor, unless ``info`` does."""
    if any(_EDITOR.search(fold(line)) for line in info):
        return []
    for text in compiled(_EDITOR_BELOW)(body)[:_NEAR]:
        element = text.getparent()
        if element is not None and element.tag in ("script", "style"):
            continue
        if text.is_tail:
            element = element.getparent()
        for line in html_lines(element, gaps=True):
            plain = _READING.sub("", fold(line[:_LONGEST_INFO]))
            found = read_line(plain, plain)
            if found and found.editors:
                return [line]
    return []


def _lines(node: Any, without: Collection[Element] = (), *, gaps: bool = False) -> list[str]:
    if isinstance(node, str):
        return [" ".join(node.split())] if node.strip() else []
    return html_lines(node, without, gaps=gaps)


def _one(node: Any) -> str:
    return " ".join(_lines(node, gaps=True))
