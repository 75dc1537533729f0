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
from covidmeet.text.script import fold

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SOURCE_LABEL = re.compile(r"^[•·\s]*(?:(?:信息|文章|新闻|稿件)?来源|稿源)\s*:\s*")
_SOURCE_ABOVE = "//text()[contains(., '来源') or contains(., '來源') or contains(., '稿源')]"
_EDITOR_BELOW = (
    "./following::text()"
    "[contains(., '编辑') or contains(., '編輯') or contains(., '责编') or contains(., '責編')]"
)
_LONGEST_INFO = 120  # characters of a line that tells time, source or names


def read(page: Page, layout: Layout) -> Found | None:
    """What the layout's selectors find, or None where they find no text."""
    dropped = {node for node in _nodes(page, layout.drop) if not isinstance(node, str)}
    body = _body(page, layout, dropped)
    if body is None:
        return None
    if layout.head_by_order:
        found = by_order.head(page, html_lines(page.root, dropped, until=body), html_lines(body, dropped))
        found.info += [] if found.title is None else list(_around(body, found.info))
        return found
    heading = _heading(page, layout, dropped | {body})
    decks = list(_nodes(page, layout.deck))
    infos = list(_nodes(page, layout.info))
    outside = {node for node in (heading, *decks, *infos) if node is not None and not isinstance(node, str)}
    title, deck = _headlines(heading, dropped | {body} | (outside - {heading}))
    info = [f"来源:{name}" for name in _sources(page, layout)]
    info += [line for node in infos for line in _lines(node, dropped | {body}, gaps=True)]
    info = [line for line in dict.fromkeys(info) if len(line) <= _LONGEST_INFO]
    return Found(
        body=html_lines(body, dropped | outside),
        title=title or page_title(page),
        deck=deck + [line for node in decks for line in _lines(node, dropped | {body})],
        info=info + list(_around(body, info)),
        published=next(
            filter(None, (parse_date(_one(node)) for node in _nodes(page, layout.published))), None
        ),
    )


def _nodes(page: Page, selectors: tuple[str, ...]) -> Iterator[Any]:
    return (node for selector in selectors for node in page.find(selector))


def _body(page: Page, layout: Layout, dropped: Collection[Element]) -> Element | None:
    """The element with the most text that the first selector with any text finds."""
    for selector in layout.body:
        lengths = [
            (sum(map(len, html_lines(node, dropped))), -place, node)
            for place, node in enumerate(page.find(selector))
            if not is_hidden(node)
        ]
        longest = max(lengths, key=lambda found: found[:2], default=(0, 0, None))
        if longest[0]:
            return longest[2]
    return None


def _heading(page: Page, layout: Layout, without: Collection[Element]) -> Any:
    return next((node for node in _nodes(page, layout.title) if _lines(node, without)), None)


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


def _around(body: Element, info: list[str]) -> Iterator[str]:
    """Labelled source above and editor below the text, where the selectors have none."""
    known = [fold(line) for line in info]
    if not any("来源" in line or "稿源" in line for line in known):
        yield from _labelled(body, "source", compiled(_SOURCE_ABOVE)(body))
    if not any("编" in line for line in known):
        yield from _labelled(body, "editors", compiled(_EDITOR_BELOW)(body))


def _labelled(body: Element, fact: str, texts: list[Any]) -> Iterator[str]:
    """The first line among the elements of ``texts`` that says ``fact``; menus say the words as well."""
    for text in texts[:20]:
        element = text.getparent()
        if element is None or element.tag in ("script", "style", "title", "meta"):
            continue
        if body in element.iterancestors() or element is body:
            if fact == "source":
                return
            continue
        if text.is_tail:
            element = element.getparent()
        for line in html_lines(element, {body}, gaps=True):
            facts = read_line(line, fold(line)) if len(line) <= _LONGEST_INFO else None
            if facts and getattr(facts, fact):
                yield line
                return


def _lines(node: Any, without: Collection[Element] = (), *, gaps: bool = False) -> list[str]:
    if isinstance(node, str):
        return [" ".join(node.split())] if node.strip() else []
    return html_lines(node, without, gaps=gaps)


def _one(node: Any) -> str:
    return " ".join(_lines(node, gaps=True))
