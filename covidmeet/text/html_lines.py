"""The text of an HTML element as a reader sees it: one paragraph a line, nothing that is hidden."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

# An element that begins and ends a line of its own; any other runs on in its line.
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body caption center dd details dialog div dl dt fieldset
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre
        section summary table tbody tfoot thead title tr ul""",
    )
)
_CELLS = frozenset(("td", "th"))
_NO_TEXT = frozenset(
    re.findall(
        r"\w+",
        """script style noscript template head iframe frame object embed svg canvas video audio textarea
        select option button input datalist map rt rp""",
    )
)
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}"
    r"|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
# The class in which a mirror kit puts its junk; the style that hides it may stand in a style sheet.
_HIDING_CLASS = "pl_css_ganrao"
_SPACE = re.compile(r"[ \t\r\n\f\x0b\x1c-\x1e\x85\u2028\u2029]+")
_WRAPPED = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_BLANK = " \u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"
_LINE = "\0"  # a parsed page holds no such character
_GAP = " "

Element = Any  # an lxml element; lxml has no types


def html_lines(
    root: Element, without: Container[Element] = (), *, gaps: bool = False, until: Element | None = None
) -> list[str]:
    """The lines of ``root`` that hold anything, stripped, without the elements in ``without``.

    With ``until`` only what stands before that element.

    A block element or a ``br`` ends a line; table cells are apart by a space.  Scripts, styles, comments,
    form controls and hidden elements are no text.  White space is what a browser makes of it, a line end
    between two ideographs is nothing, and a no-break space is a space.  With ``gaps`` inline elements, too,
    are apart by a space: pages set name and time side by side by style alone.
    """
    lines = []
    parts: list[str] = []
    for piece in _pieces(root, without, gaps, until):
        if piece == _LINE:
            line = _tidy("".join(parts))
            if line:
                lines.append(line)
            parts.clear()
        else:
            parts.append(piece)
    return lines


def is_hidden(element: Element) -> bool:
    """Whether the element says of itself that it is not shown."""
    attributes = element.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    return bool(
        "hidden" in attributes
        or (style and _HIDING_STYLE.search(style))
        or _HIDING_CLASS in attributes.get("class", "")
    )


def _pieces(root: Element, without: Container[Element], gaps: bool, until: Element | None) -> Iterator[str]:
    """Texts in order, with ``_LINE`` where a line ends; no recursion: pages nest deeply."""
    stack: list[tuple[Element, str | None]] = [(root, None)]
    while stack:
        element, closing = stack.pop()
        if element is until:
            break
        if closing is None:
            tag = element.tag
            if isinstance(tag, str) and not (element is not root and _left_out(element, tag, without)):
                mark = _mark(tag, gaps)
                if mark:
                    yield mark
                if element.text:
                    yield element.text
                stack.append((element, mark))
                stack.extend((child, None) for child in reversed(element))
                continue
        elif closing:
            yield closing
        if element is not root and element.tail:
            yield element.tail
    yield _LINE


def _left_out(element: Element, tag: str, without: Container[Element]) -> bool:
    return tag in _NO_TEXT or is_hidden(element) or element in without


def _mark(tag: str, gaps: bool) -> str:
    if tag in _BLOCKS or tag == "br":
        return _LINE
    return _GAP if gaps or tag in _CELLS else ""


def _tidy(text: str) -> str:
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return _SPACE.sub(" ", text).replace("\u00a0", " ").strip(_BLANK)
