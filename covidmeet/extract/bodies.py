"""The elements that hold an article's text, and what is folded away in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from lxml import etree

from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element, compiled
from covidmeet.site import Layout
from covidmeet.text import spam
from covidmeet.text.hidden import is_folded, is_hidden
from covidmeet.text.html_lines import BLANKS, as_shown, raw_lines
from covidmeet.text.script import fold

_SENTENCE_END = re.compile("[。！？]")
_SENTENCES = 2  # that a hidden part has at least where it is the rest of a text
_LETTERS = 40
# Far beyond any real page, whose text each of them is compared with.
_MOST_BODIES = 64
_MOST_FOLDED = 400
_DEEPEST_FOLDED = 3
_MOSTLY_LINKS = 0.5  # share of a part's text in links from which it is a list of other pages
_LINK_TEXT = etree.XPath("descendant::a//text()")


def body_elements(page: Page, layout: Layout) -> tuple[list[Element], set[Element]]:
    """The elements of the first selector with any text, in their order, and what to drop in them.

    Editors part a text where a picture stands between: side by side, elements of one selector are one text.
    Elsewhere on the page the same selector finds other things; there the element with the most text counts.
    """
    for selector in layout.body:
        found = page.find(selector)[:_MOST_BODIES]
        nodes = [node for node in found if not is_hidden(node) or node not in page.hidden]
        for node in sorted(nodes, key=_length, reverse=True) if len(nodes) > 1 else nodes:
            if _begins_with_text(node, layout) or raw_lines(node, (), _dropped(layout, node), joined=()):
                bodies = _side_by_side(node, nodes) if len(nodes) > 1 else [node]
                return bodies, {part for body in bodies for part in _dropped(layout, body)}
    return [], set()


def _begins_with_text(node: Element, layout: Layout) -> bool:
    """Whether a paragraph right at the beginning shows at once that there is text; most do."""
    if layout.drop:
        return False
    first = node[0] if len(node) else node
    if first.tag != "p" or is_hidden(first):
        return False
    text = first.text or " "
    return not text.isspace() and bool(text.strip(BLANKS))


def _dropped(layout: Layout, node: Element) -> set[Element]:
    return {part for drop in layout.drop for part in compiled(drop)(node)}


def _side_by_side(chosen: Element, nodes: Sequence[Element]) -> list[Element]:
    """The elements of one text: ``chosen`` and those beside it that are no copy of another, and no list."""
    texts = {_text(chosen)}
    found = [chosen]
    for node in nodes:
        text = _text(node)
        if node is chosen or not text or not _are_siblings(node, chosen) or _is_list(node, text):
            continue
        if not any(text in other for other in texts):
            texts.add(text)
            found.append(node)
    return [node for node in nodes if node in found]


def _are_siblings(one: Element, other: Element) -> bool:
    """Whether two elements have one parent, or parents of one kind that have."""
    parents = one.getparent(), other.getparent()
    if parents[0] is parents[1]:
        return True
    kinds = [(parent.tag, parent.get("class")) for parent in parents if parent is not None]
    return len(set(kinds)) == 1 and parents[0].getparent() is parents[1].getparent()


def folded_away(bodies: Sequence[Element], hidden: Collection[Element]) -> set[Element]:
    """The hidden elements in a text that hold more of it: several sentences that a click unfolds.

    What is hidden by a trick of position or size stays hidden, and so do advertising, lists of links and
    copies of what is shown.
    """
    found: set[Element] = set()
    groups: dict[Element, list[Element]] = {}
    for element in islice(_folded(bodies, hidden), _MOST_FOLDED):
        groups.setdefault(element.getparent(), []).append(element)
    for parts in groups.values():
        rest = [part for part in parts if _may_be_text(part, bodies)]
        text = "".join(map(_text, rest))
        if len(text) >= _LETTERS and len(_SENTENCE_END.findall(text)) >= _SENTENCES:
            found.update(rest)
    return found


def _folded(bodies: Sequence[Element], hidden: Collection[Element]) -> Iterator[Element]:
    """The folded elements below ``bodies``, in the order of the page, but for those deep in each other."""
    seen: set[Element] = set(bodies) if hidden else set()
    for body in bodies if hidden else ():
        depth = 0
        for event, element in etree.iterwalk(body, events=("start", "end")):
            if element not in hidden or element is body:
                continue
            depth += 1 if event == "start" else -1
            if event == "start" and depth <= _DEEPEST_FOLDED and element not in seen and is_folded(element):
                seen.add(element)
                yield element


def _may_be_text(element: Element, bodies: Sequence[Element]) -> bool:
    text = _text(element)
    if not _SENTENCE_END.search(text) or _is_list(element, text):
        return False
    if any(spam.is_spam(fold(as_shown(raw))) for raw, _ in raw_lines(element, joined=())):
        return False
    return sum(_text(body).count(text) for body in bodies if body is not element) == 1


def _is_list(node: Element, text: str) -> bool:
    return len("".join("".join(_LINK_TEXT(node)).split())) > _MOSTLY_LINKS * len(text)


def _text(element: Element) -> str:
    return "".join("".join(element.itertext()).split())


def _length(element: Element) -> int:
    return sum(map(len, element.itertext()))
