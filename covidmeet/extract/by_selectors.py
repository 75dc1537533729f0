"""An article by the selectors of a layout."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from covidmeet.extract import by_order
from covidmeet.extract.bodies import body_elements, folded_away
from covidmeet.extract.page import Extraction, Page
from covidmeet.extract.selectors import Element
from covidmeet.extract.titles import page_title, same
from covidmeet.site import Layout
from covidmeet.text.broken_headings import joined_lines
from covidmeet.text.bylines import read_line
from covidmeet.text.dates import parse_date
from covidmeet.text.gb18030 import REPLACEMENT
from covidmeet.text.html_lines import as_shown, html_lines, pieces, raw_lines, with_gaps, with_indent
from covidmeet.text.info import tells_date
from covidmeet.text.lines import Line, Role
from covidmeet.text.positions import Outside
from covidmeet.text.script import fold
from covidmeet.text.wrapping import unwrapped

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SOURCE = re.compile(r"(?:来源|稿源)\s*:\s*\S")
_EDITOR = re.compile(r"(?:编辑|责编)\s*[:/|丨 ]?\s*\S")
_SOURCE_LABEL = re.compile(r"^[•·\s]*(?:(?:信息|文章|新闻|稿件|本文)?来源|稿源)\s*:\s*")
_EDITOR_LINE = re.compile("[编編]")
# A mirror kit writes readings into labels too; they are repaired with the whole text, later.
_READING = re.compile(r"\([a-z\u00e0-\u01dc]{1,7} ?\)")
_LONGEST_INFO = 120  # characters of a line that tells time, source or names
_LOST = f"{REPLACEMENT} "
_NEAR = 20  # lines below the text that may name its editor; farther down are other articles


@dataclass
class _Numbered:
    """The page's lines in one walk, by what the layout says of the element that each stands in."""

    title: list[tuple[int, str]] = field(default_factory=list)
    deck: list[tuple[int, str]] = field(default_factory=list)
    info: list[tuple[int, str]] = field(default_factory=list)
    body: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    outside: list[tuple[int, str]] = field(default_factory=list)


def read(page: Page, layout: Layout) -> Extraction | None:
    """What the layout's selectors find, or None where they find no text."""
    bodies, dropped = body_elements(page, layout)
    if not bodies:
        return None
    if layout.head_by_order:
        return _head_by_order(page, bodies, dropped)
    inside = {*dropped, *bodies}
    heading = next((node for node in _nodes(page, layout.title) if _texts(node, inside)), None)
    decks, infos = list(_nodes(page, layout.deck)), list(_nodes(page, layout.info))
    owners = dict.fromkeys(dropped, "left_out")
    for name, nodes in (("info", infos), ("deck", decks), ("title", [heading]), ("body", bodies)):
        owners |= {node: name for node in nodes if node is not None and not isinstance(node, str)}
    lines = _walk(page, owners)
    head, deck = _headline(page, heading, lines)
    published = _published(page, layout)
    info = [Line(f"来源:{name}", role=Role.INFO) for name in _sources(page, layout)]
    info += _info(lines, [node for node in infos if isinstance(node, str)])
    told = fold(" ".join(line.text for line in info))
    if not (_SOURCE.search(told) and (published or tells_date(told))):
        info += _between(lines, head)
    info += _below(lines, info)
    deck += [Line(text, role=Role.DECK) for node in decks if isinstance(node, str) for text in _texts(node)]
    deck += [Line(as_shown(raw), role=Role.DECK, places=(number,)) for number, raw in lines.deck]
    # Without a headline nothing tells which of the text's first lines are one.
    text = _paragraphs(lines, Role.BODY if head else Role.ANY)
    origins = {"title": "layout" if heading is not None else "head", "published_at": "layout"}
    outside = Outside(lines.outside, lines.left_out)
    return Extraction([*head, *info, *deck, *text], outside, published, origins=origins)


def _head_by_order(page: Page, bodies: list[Element], dropped: set[Element]) -> Extraction | None:
    """What the selectors of the text find; the headline by its place above it."""
    lines = _walk(page, dict.fromkeys(dropped, "left_out") | dict.fromkeys(bodies, "body"))
    if not lines.body:
        return None
    first = lines.body[0][0]
    above = [one for one in lines.outside if one[0] < first]
    text = _paragraphs(lines, Role.BODY)
    found = by_order.head(page, above, text)
    lines.outside = [one for one in lines.outside if one[0] > first]
    if found.title is not None:
        known = [line for line in found.lines if line.role is Role.INFO]
        at = 1 + len(known)
        found.lines[at:at] = _below(lines, known)
    found.outside = Outside(found.outside.lines + lines.outside, lines.left_out)
    return found


def _walk(page: Page, owners: dict[Element, str]) -> _Numbered:
    """All lines of the page; what is selected inside a hidden element or the page's head has none.

    The text may stand in an element that a script shows later.
    """
    bodies = [owner for owner, name in owners.items() if name == "body"]
    hidden = page.hidden.difference(bodies[0].iterancestors())
    if hidden:
        hidden -= folded_away(bodies, hidden)
    lines = raw_lines(page.root, owners, hidden=hidden, joined=page.joined)
    found = _Numbered()
    lists: dict[Element | None, list[tuple[int, str]]] = {
        owner: getattr(found, name) for owner, name in owners.items()
    }
    lists[None] = found.outside
    for number, (raw, owner) in enumerate(lines):
        lists[owner].append((number, raw))
    return found


def _paragraphs(lines: _Numbered, role: Role) -> list[Line]:
    """The text; a line of nothing but lost characters was an ornament, and goes to what is left out."""
    lost = {one for one in lines.body if REPLACEMENT in one[1] and not as_shown(one[1]).strip(_LOST)}
    if lost:
        lines.left_out += sorted(lost)
        lines.body = [one for one in lines.body if one not in lost]
    shown = [Line(as_shown(raw), role=role, places=(number,)) for number, raw in lines.body]
    return unwrapped(shown, [with_indent(raw) for _, raw in lines.body])


def _nodes(page: Page, selectors: tuple[str, ...]) -> Iterator[Any]:
    return (node for selector in selectors for node in page.find(selector))


def _headline(page: Page, heading: Any, lines: _Numbered) -> tuple[list[Line], list[Line]]:
    """Title and deck: a heading is one headline however it is broken, a box has one a line.

    A headline that only the page's head tells takes the place of the line above the text that repeats it.
    """
    if heading is not None and not isinstance(heading, str) and lines.title:
        if heading.tag in _HEADINGS:
            # A ``br`` that still stands in it parts a sub-title (``headings``).
            parted = heading.find("br") is not None
            whole, rest = (lines.title[:1], lines.title[1:]) if parted else (lines.title, [])
            text = joined_lines(as_shown(raw) for _, raw in whole)
            below = [Line(as_shown(raw), role=Role.DECK, places=(number,)) for number, raw in rest]
            return [Line(text, role=Role.TITLE, places=tuple(number for number, _ in whole))], below
        first, *others = [(as_shown(raw), (number,)) for number, raw in lines.title]
        deck = [Line(text, role=Role.DECK, places=places) for text, places in others]
        return [Line(first[0], role=Role.TITLE, places=first[1])], deck
    title = " ".join(_texts(heading)) if heading is not None else page_title(page)
    if not title:
        return [], []
    start = lines.body[0][0] if lines.body else 0
    above = [one for one in lines.outside if one[0] < start]
    again = next((one for one in reversed(above) if same(with_gaps(one[1]), title)), None)
    if again:
        lines.outside.remove(again)
    return [Line(title, role=Role.TITLE, places=(again[0],) if again else ())], []


def _published(page: Page, layout: Layout) -> str | None:
    """By the first selector that tells a day; its time of day by a later one where it tells none."""
    first = None
    for node in _nodes(page, layout.published):
        found = parse_date(_one(node))
        if found and (first is None or (len(first) < len(found) and found.startswith(first))):
            first = found
        if first and "T" in first:
            break
    return first


def _sources(page: Page, layout: Layout) -> list[str]:
    """The first source that a selector gives, without its label."""
    for node in _nodes(page, layout.source):
        name = _one(node)
        label = _SOURCE_LABEL.match(fold(name))
        name = name[label.end() :] if label else name
        if name:
            return [name]
    return []


def _info(lines: _Numbered, strings: list[str]) -> list[Line]:
    """The lines in the layout's info elements; one too long for that is the text's, or outside it."""
    found = [Line(text, role=Role.INFO) for string in strings for text in _texts(string)]
    body = list(lines.body)
    for number, raw in lines.info:
        text = with_gaps(raw)
        if len(text) <= _LONGEST_INFO:
            found.append(Line(text, role=Role.INFO, places=(number,)))
        else:
            (lines.body if _within(number, body) else lines.outside).append((number, raw))
    lines.body.sort()
    lines.outside.sort()
    return found


def _within(number: int, body: list[tuple[int, str]]) -> bool:
    return bool(body) and body[0][0] < number < body[-1][0]


def _between(lines: _Numbered, head: list[Line]) -> list[Line]:
    """Lines between headline and text that tell time or source, for pages where selectors miss them."""
    if not head or not head[0].places or not lines.body:
        return []
    first, last = head[0].places[-1], lines.body[0][0]
    told = [one for one in lines.outside if first < one[0] < last and by_order.is_info(with_gaps(one[1]))]
    if told:
        numbers = {number for number, _ in told}
        lines.outside = [one for one in lines.outside if one[0] not in numbers]
    return [Line(with_gaps(raw), role=Role.INFO, places=(number,)) for number, raw in told]


def _below(lines: _Numbered, info: list[Line]) -> list[Line]:
    """The first line below the text that names its editor, unless ``info`` does."""
    if any(_EDITOR.search(fold(line.text)) for line in info) or not lines.body:
        return []
    last = lines.body[-1][0]
    below = [one for one in lines.outside if one[0] > last and _EDITOR_LINE.search(one[1])]
    for number, raw in below[:_NEAR]:
        for text in (with_gaps(raw), *pieces(raw)):
            plain = _READING.sub("", fold(text[:_LONGEST_INFO]))
            found = read_line(plain, plain)
            if found and found.editors:
                lines.outside.remove((number, raw))
                # The whole line: what stands beside the editor must not be lost.
                return [Line(with_gaps(raw), role=Role.INFO, places=(number,))]
    return []


def _texts(node: Any, without: Collection[Element] = (), *, gaps: bool = False) -> list[str]:
    if isinstance(node, str):
        return [" ".join(node.split())] if node.strip() else []
    return html_lines(node, without, gaps=gaps)


def _one(node: Any) -> str:
    return " ".join(_texts(node, gaps=True))
