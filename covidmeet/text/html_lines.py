"""The text of an HTML element as a reader sees it: one paragraph a line, nothing that is hidden."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from covidmeet.text.html_tables import row_breaks

# An element that begins and ends a line of its own; any other runs on in its line.
_BLOCKS = frozenset(
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
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}"
    r"|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_FOLDED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# The class in which a mirror kit puts its junk; the style that hides it may stand in a style sheet.
_HIDING_CLASS = "pl_css_ganrao"
_SPACE = re.compile(r"[ \t\r\n\f\x0b\x1c-\x1e\x85\u2028\u2029]+")
_WRAPPED = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_BLANK = " \u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"
_SHOWN_INDENT = re.compile(r"[ \t\r\n\0]*([\u3000\u00a0\u2002\u2003]+)")
_NOTHING = _BLANK + "\0\t\r\n\f\x0b\x1c\x1d\x1e\x85\u2028\u2029\u00a0"
_LINE, _CELL, _SKIP = "\n", " ", ""
_GAP = "\0"  # between two inline elements; a parsed page holds no such character
# Tag -> what stands before and after the element; comments and the like have functions for tags.
_MARKS: dict[Any, str] = (
    dict.fromkeys((*_BLOCKS, "br"), _LINE)
    | dict.fromkeys(("td", "th"), _CELL)
    | dict.fromkeys((*_NO_TEXT, etree.Comment, etree.ProcessingInstruction, etree.Entity), _SKIP)
)
# By attributes: an attribute's axis is walked ten times as fast as all elements are tested.
_MAY_HIDE = (
    (("style", "STYLE", "Style"), etree.XPath("descendant::*/@style/..")),
    (("hidden", "HIDDEN", "Hidden"), etree.XPath("descendant::*/@hidden/..")),
    ((_HIDING_CLASS,), etree.XPath(f"descendant::*/@class[contains(., '{_HIDING_CLASS}')]/..")),
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
    return _tidy(raw.replace(_GAP, " "))


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
    return [line for line in lines if line[0][:1] not in _NOTHING or line[0].strip(_NOTHING)]


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
    return [] if any("编" in item or "編" in item for item in items) else items


def hidden_in(root: Element, source: str | None = None) -> set[Element]:
    """The elements below ``root`` that say of themselves that they are not shown.

    ``source``, where it is at hand, tells at once that an attribute stands nowhere on the page.
    """
    return {
        element
        for words, may_hide in _MAY_HIDE
        if source is None or any(word in source for word in words)
        for element in may_hide(root)
        if is_hidden(element)
    }


def break_preformatted(root: Element) -> None:
    """Put a ``br`` for each line end that is shown as it stands, by ``pre`` or ``white-space: pre``."""
    done: set[Element] = set()
    for element in [*root.iter("pre"), *_MAY_BE_PREFORMATTED(root)]:
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


def is_hidden(element: Element) -> bool:
    """Whether the element says of itself that it is not shown."""
    style = element.get("style")
    return bool(
        element.get("hidden") is not None
        or (style and _HIDING_STYLE.search(style))
        or _HIDING_CLASS in element.get("class", "")
    )


def is_folded(element: Element) -> bool:
    """Whether the element is hidden in the way that a page folds a part away which a click shows."""
    style = element.get("style", "")
    return _HIDING_CLASS not in element.get("class", "") and not _HIDING_STYLE.search(_FOLDED.sub("", style))


def _tidy(text: str) -> str:
    if "\n" in text or "\r" in text:
        text = _WRAPPED.sub("", text)
    return _SPACE.sub(" ", text).replace("\u00a0", " ").strip(_BLANK)
