"""The text of an HTML element as a reader sees it: one paragraph a line, nothing that is hidden."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from covidmeet.text.hidden import hidden_in
from covidmeet.text.html_tables import row_breaks

# An element that begins and ends a line of its own; any other runs on in its line.
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body caption center dd details dialog div dl dt fieldset
        figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre
        section summary table tbody tfoot thead title tr ul""",
    )
)
_NO_TEXT = frozenset(
    re.findall(
        r"\w+",
        """script style noscript template head iframe frame object embed svg canvas video audio textarea
        select option button input datalist map rt rp""",
    )
)
_SPACE = re.compile(r"[ \t\r\n\f\x0b\x1c-\x1e\x85\u2028\u2029]+")
_WRAPPED = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_BLANK = " \u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"
_SHOWN_INDENT = re.compile(r"[ \t\r\n\0]*([\u3000\u00a0\u2002\u2003]+)")
BLANKS = _BLANK + "\0\t\r\n\f\x0b\x1c\x1d\x1e\x85\u2028\u2029\u00a0"
"""What a line that holds nothing may consist of."""
# A cell's end is no blank that a line end in the source takes with it.
_LINE, _CELL, _SKIP = "\n", "\x1e", ""
_GAP = "\0"  # between two inline elements; a parsed page holds no such character
_AROUND_GAP = re.compile(r"[ \t\r\n\f]*+\0[ \t\r\n\f\0]*+")
# Tag -> what stands before and after the element; comments and the like have functions for tags.
_MARKS: dict[Any, str] = (
    dict.fromkeys((*BLOCKS, "br"), _LINE)
    | dict.fromkeys(("td", "th"), _CELL)
    | dict.fromkeys((*_NO_TEXT, etree.Comment, etree.ProcessingInstruction, etree.Entity), _SKIP)
)

_LISTS = frozenset(("ul", "ol", "nav", "footer"))
_TEXTS = etree.XPath("descendant::text()", smart_strings=False)
_MAY_BE_PREFORMATTED = etree.XPath("descendant-or-self::*/@style[contains(., 'white-space')]/..")
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
# Characters that libxml2 reads and lxml does not set.
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_LINE_END = re.compile(r"\r\n|\r|\n")
_INDENT = re.compile(r"^[ \t]{2,}|^\t")

Element = Any  # an lxml element; lxml has no types


RawLine = tuple[str, Element | None]
"""A line, NUL between its inline elements, and the element that it was told apart by."""


def html_lines(root: Element, without: Collection[Element] = (), *, gaps: bool = False) -> list[str]:
    """The lines of ``root`` that hold anything, stripped, without the elements in ``without``.

    A block element or a ``br`` ends a line; table cells are apart by a space, and so is what stands in the
    cells of a data table (see ``html_tables``).  Scripts, styles, comments,
    form controls and hidden elements are no text.  White space is what a browser makes of it, a line end
    between two ideographs is nothing, and a no-break space is a space.  With ``gaps`` inline elements, too,
    are apart by a space: pages set name and time side by side by style alone.
    """
    read = with_gaps if gaps else as_shown
    return [read(raw) for raw, _ in raw_lines(root, (), without)]


def as_shown(raw: str) -> str:
    """A raw line as a browser shows it."""
    return _tidy(raw.replace(_GAP, ""))


def with_indent(raw: str) -> str:
    """A raw line as a browser shows it, with the blanks that indent a paragraph."""
    indent = _SHOWN_INDENT.match(raw)
    return (indent[1] if indent else "") + as_shown(raw)


def with_gaps(raw: str) -> str:
    """A raw line with a space between its inline elements, which pages set apart by style alone."""
    return _tidy(_AROUND_GAP.sub(" ", raw))


def pieces(raw: str) -> list[str]:
    """The texts of a raw line's inline elements, and those between them."""
    return [text for piece in raw.split(_GAP) if (text := _tidy(piece))]


def raw_lines(  # noqa: C901  a call for each element would cost as much as all else that is done with it
    root: Element,
    apart: Collection[Element] = (),
    without: Collection[Element] = (),
    hidden: Collection[Element] | None = None,
    joined: Collection[Element] | None = None,
) -> list[RawLine]:
    """The lines of ``root`` in their order, each in the innermost of the elements in ``apart``, or in None.

    A line ends where such an element begins or ends.  They are read even where they are hidden; what else
    is inside a hidden element is not reached.  ``hidden`` are the elements that hide their contents, where
    that is known (see ``hidden_in``); ``joined`` are those that break no line (``html_tables.row_breaks``).
    """
    lines: list[RawLine] = []
    parts: list[str] = []
    apart = frozenset(apart)  # may be every block of a page: a list would be searched for each of them
    unread = {*(hidden_in(root) if hidden is None else hidden), *without}
    joined = row_breaks(root) if joined is None else joined
    special = {*unread, *apart, *joined}
    around = _around(special) if apart else special
    owner: Element | None = root if root in apart else None
    # One loop over the children of one element at a time, no recursion: pages nest deeply.
    outer: list[tuple[Iterator[Element], Element, str, Element | None]] = []
    children = iter(root)
    if (text := root.text) and not text.isspace():
        parts.append(text)
    while True:
        for element in children:
            mark = _MARKS.get(element.tag, _GAP)
            inside = owner
            if special and element in special:
                mark = _SKIP if element in unread else _CELL
                if element in apart:
                    mark, inside = _LINE, element
            elif owner is None and apart and mark is _LINE and element.tag in _LISTS:
                items = _items(element) if element not in around else []
                if items:
                    if parts:
                        lines.append(("".join(parts), owner))
                        parts = []
                    lines += [(item, owner) for item in items]
                    if (text := element.tail) and not text.isspace():
                        parts.append(text)
                    continue
            if mark is not _SKIP:
                # Blanks at the begin of a line are nothing: most elements begin and end without a part.
                if parts:
                    if mark is _LINE:
                        lines.append(("".join(parts), owner))
                        parts = []
                    else:
                        parts.append(mark)
                if (text := element.text) and (parts or not text.isspace()):
                    parts.append(text)
                if len(element):
                    outer.append((children, element, mark, owner))
                    owner, children = inside, iter(element)
                    break
                if parts:
                    if mark is _LINE:
                        lines.append(("".join(parts), inside))
                        parts = []
                    else:
                        parts.append(mark)
            if (text := element.tail) and (parts or not text.isspace()):
                parts.append(text)
        else:
            if not outer:
                break
            inside = owner
            children, element, mark, owner = outer.pop()
            if parts:
                if mark is _LINE:
                    lines.append(("".join(parts), inside))
                    parts = []
                else:
                    parts.append(mark)
            if (text := element.tail) and (parts or not text.isspace()):
                parts.append(text)
    if parts:
        lines.append(("".join(parts), owner))
    return [line for line in lines if line[0][:1] not in BLANKS or line[0].strip(BLANKS)]


def _around(elements: Collection[Element]) -> set[Element]:
    """All that the elements lie in."""
    found: set[Element] = set()
    for element in elements:
        for outer in element.iterancestors():
            if outer in found:
                break
            found.add(outer)
    return found


def _items(element: Element) -> list[str]:
    """The texts of a list in which nothing is told apart, each a line.

    None where some are no text, or may name an editor.  Menus are most of a page: libxml2 gives their texts
    in a quarter of the time that a walk of them takes.
    """
    if next(element.iter(*_NO_TEXT), None) is not None:
        return []
    items = [text for text in _TEXTS(element) if not text.isspace()]
    together = "".join(items)
    return [] if "编" in together or "編" in together else items


def break_preformatted(root: Element, source: str | None = None) -> None:
    """Put a ``br`` for each line end that is shown as it stands, by ``pre`` or ``white-space: pre``.

    ``source`` tells at once that no style speaks of white space; in references it may be spelled otherwise.
    """
    done: set[Element] = set()
    may_be = source is None or "white-space" in source or ("#" in source and "&#" in source)
    styled = _MAY_BE_PREFORMATTED(root) if may_be else ()
    for element in [*root.iter("pre"), *styled]:
        if element in done or not (element.tag == "pre" or _PREFORMATTED.search(element.get("style", ""))):
            continue
        below = list(element.iter())
        done.update(below)
        for inner in below:
            if isinstance(inner.tag, str) and inner.text and _LINE_END.search(inner.text):
                first, *lines = _LINE_END.split(inner.text.translate(_NOT_XML))
                inner.text = first
                for br in _breaks(lines):
                    inner.insert(0, br)
            if inner is not element and inner.tail and _LINE_END.search(inner.tail):
                first, *lines = _LINE_END.split(inner.tail.translate(_NOT_XML))
                inner.tail = None
                for br in _breaks(lines):
                    inner.addnext(br)
                inner.tail = first


def _breaks(lines: list[str]) -> Iterator[Element]:
    """A ``br`` before each of the lines, the last first: each is put at the same place."""
    for line in reversed(lines):
        br = etree.Element("br")
        br.tail = _INDENT.sub(lambda blanks: "\u00a0" * len(blanks[0]), line)
        yield br


def _tidy(text: str) -> str:
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return _SPACE.sub(" ", text).replace("\u00a0", " ").strip(_BLANK)
