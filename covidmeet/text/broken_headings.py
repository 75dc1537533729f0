"""Headlines that are broken into lines by ``br``: one headline, or a headline and a sub-title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from covidmeet.text.bylines import read_line
from covidmeet.text.fold import bare
from covidmeet.text.info import tells_date
from covidmeet.text.script import fold

Element = Any  # an lxml element; lxml has no types

TITLE_METAS = ("ArticleTitle", "og:title", "twitter:title")
"""Names of the ``meta`` elements that hold a page's headline, the surest first."""
_LOWER_METAS = frozenset(name.lower() for name in TITLE_METAS)

# A line end between two of these is no blank; quotes and dashes stand among ideographs without any.
_CJK_END = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·]")
_BLANKS = " \t\r\n\f\u00a0\u3000"
# Elements that run on in a line; with others in it a heading is a box.
_RUNS_ON = frozenset(("br", "span", "font", "b", "strong", "a", "em", "i", "small", "sub", "u", "big"))
_SMALLER = frozenset(("small", "em", "i", "sub"))
_STYLES = ("class", "id", "style", "size", "color")
_ENDS_TITLE = re.compile(r"[_|丨\-–—]")  # the site's name follows
_MOST_PARTS = 40  # elements of a heading; an ``h1`` that was never closed holds the whole page
_MOST_HEADINGS = 20  # each may hold all that follows
_LONGEST = 200  # characters
_AHEAD = 2  # characters of the next line that a title holds where it goes on with it


def joined_lines(lines: Iterable[str]) -> str:
    """The lines of one headline in one line, a blank between them but where ideographs meet.

    >>> joined_lines(["青禾县召开", "疫情防控工作会议"]), joined_lines(["COVID-19", "防控"])
    ('青禾县召开疫情防控工作会议', 'COVID-19 防控')
    """
    text = ""
    for line in lines:
        text += _joint(text, line) + line
    return text


def _joint(before: str, after: str) -> str:
    ideographs = before and after and _CJK_END.match(before[-1]) and _CJK_END.match(after[0])
    return " " if before and after and not ideographs else ""


class _Text(NamedTuple):
    """A text of a heading, with something to read: the element's own, or what follows the element."""

    element: Element
    is_tail: bool

    @property
    def text(self) -> str:
        return str((self.element.tail if self.is_tail else self.element.text) or "")

    def put(self, text: str) -> None:
        setattr(self.element, "tail" if self.is_tail else "text", text)

    def owner(self, heading: Element) -> Element | None:
        """The child of ``heading`` that it stands in; None where it stands in the heading itself."""
        element = self.element.getparent() if self.is_tail else self.element
        while element is not heading and element.getparent() is not heading:
            element = element.getparent()
        return None if element is heading else element


def join_headings(root: Element) -> None:
    """Take the ``br`` out of the page's headline, so that it is one line.

    One stays before a sub-title, which an element of its own sets apart or the page's head leaves out of the
    title, and before what tells time or names.
    """
    headings = list(islice(root.iter("h1"), _MOST_HEADINGS)) or list(islice(root.iter("h2"), 1))
    broken = [heading for heading in headings if next(heading.iter("br"), None) is not None]
    told = [bare(title) for title in _titles(root)] if broken else []
    for heading in broken:
        parts = list(islice(heading.iterdescendants(), _MOST_PARTS + 1))
        if len(parts) <= _MOST_PARTS and _RUNS_ON.issuperset(part.tag for part in parts):
            _join(heading, told)


def _titles(root: Element) -> Iterator[str]:
    for element in islice(root.iter("title"), 1):
        yield "".join(element.itertext())
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or ""
        if name.lower() in _LOWER_METAS:
            yield element.get("content") or ""


def _join(heading: Element, told: list[str]) -> None:
    (_, before), *rows = _rows(heading)
    if len("".join(heading.itertext())) > _LONGEST:
        return
    for br, row in rows:
        if before and row and _is_apart(heading, before, row, told):
            before = row
            continue
        if before and row:
            left, right = before[-1].text.rstrip(_BLANKS), row[0].text.lstrip(_BLANKS)
            before[-1].put(left + _joint(left, right))
            row[0].put(right)
        br.tag = "span"  # which runs on in its line
        before += row


def _rows(heading: Element) -> list[tuple[Element, list[_Text]]]:
    """The heading's texts line by line, with the element that begins each line: the heading, then ``br``."""
    rows: list[tuple[Element, list[_Text]]] = [(heading, [])]
    for event, element in etree.iterwalk(heading, events=("start", "end")):
        if event == "start" and element.tag == "br":
            rows.append((element, []))
        text = _Text(element, event == "end")
        if not (text.is_tail and element is heading) and text.text.strip(_BLANKS):
            rows[-1][1].append(text)
    return rows


def _is_apart(heading: Element, before: list[_Text], after: list[_Text], told: list[str]) -> bool:
    """Whether the line ``after`` does not go on with the headline in ``before``."""
    left, right = ("".join(text.text for text in row).strip(_BLANKS) for row in (before, after))
    if tells_date(right) or read_line(right, fold(right)):
        return True
    first = bare(left)
    rests = [title[len(first) :] for title in told if title.startswith(first)]
    if any(rest.startswith(bare(right)[:_AHEAD]) for rest in rests):
        return False
    if any(not rest or _ENDS_TITLE.match(rest) for rest in rests):
        return True
    return _is_of_its_own({text.owner(heading) for text in before}, {text.owner(heading) for text in after})


def _is_of_its_own(before: set[Element | None], after: set[Element | None]) -> bool:
    """Whether a line is in one element, smaller or named, and the line above it in none of that kind."""
    (element, *others) = after
    if others or element is None or element in before:
        return False
    kind = _kind(element)
    return (element.tag in _SMALLER or any(kind[1:])) and kind not in {
        _kind(other) for other in before if other is not None
    }


def _kind(element: Element) -> tuple[str, ...]:
    return (element.tag, *(element.get(name, "") for name in _STYLES))
