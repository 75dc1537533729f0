"""Rows of data tables are lines, whatever stands in their cells; tables made for layout hold paragraphs.

So are the entries of a definition list (``dl``), a term and what is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from covidmeet.text.positions import is_prose

Element = Any  # an lxml element; lxml has no types

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NO_DATA = (*_HEADINGS, "script", "style", "form", "iframe", "input", "select")
_BREAKS = (
    *("p", "div", "br", "ul", "ol", "li", "table", "tbody", "thead", "tfoot", "tr", "caption", "center"),
    *("dl", "dt", "dd", "blockquote", "section", "pre", "hr", "address"),
)
_LONGEST_CELL = 500  # characters
_MOST_LINES = 12  # of a cell
_LONGEST_LABEL = 40  # characters of a cell in a table of one column
_LONGEST_ENTRY = 60  # characters of a term, or of what is said of it
_MOST_SAID = 4  # of one term
_GROUPS = frozenset(("tbody", "thead", "tfoot"))
_ENTRIES = re.compile(f"(?:td{{1,{_MOST_SAID}}})+")
_SPACE = re.compile(r"\s+")


def row_breaks(root: Element) -> set[Element]:
    """The elements that would break a row of a data table into lines.

    Word and most editors paste a paragraph into each cell.  A cell with headings, several paragraphs or much
    text is a part of the page's layout, and so is its row.
    """
    found: set[Element] = set()
    for table in root.iter("table"):
        if table in found:  # inside a row that is one line already
            continue
        rows = [(row, [cell for cell in row.iterchildren("td", "th") if _text(cell)]) for row in _rows(table)]
        data = [(row, cells) for row, cells in rows if cells and not any(map(_is_layout, cells))]
        if not any(len(cells) > 1 for _, cells in data) and not _is_column(rows, data):
            continue
        for row, _ in data:
            found.update(row.iterdescendants(*_BREAKS))
    for entries in _data_lists(root):
        for part in entries:
            found.update(part.iter(*_BREAKS))
    return found


def break_lists(root: Element) -> None:
    """Put a ``br`` before each term of a definition list of data: by ``row_breaks`` an entry is one line."""
    for entries in list(_data_lists(root)):
        for part in entries:
            if part.tag == "dt" and part.getprevious() is not None:
                part.addprevious(etree.Element("br"))


def _data_lists(root: Element) -> Iterator[list[Element]]:
    """The terms, and what is said of each, of lists of short entries.

    Lists of links are menus, and nested ones layout.
    """
    for one in root.iter("dl"):
        entries = [
            part
            for child in one
            for part in (child.iterchildren() if child.tag == "div" else (child,))
            if part.tag != "br" and isinstance(part.tag, str)
        ]
        tags = "".join("t" if part.tag == "dt" else "d" if part.tag == "dd" else "?" for part in entries)
        if (
            _ENTRIES.fullmatch(tags)
            and next(one.iterdescendants("a", "dl"), None) is None
            and all(map(_is_short, entries))
        ):
            yield entries


def _is_short(part: Element) -> bool:
    text = _text(part)
    return len(text) <= _LONGEST_ENTRY and "。" not in text and not _is_layout(part)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _GROUPS:
            yield from child.iterchildren("tr")


def _is_column(rows: Collection[Any], data: Collection[Any]) -> bool:
    """Whether a table of one column is a list of short entries."""
    return len(data) == len([row for row, cells in rows if cells]) > 1 and all(
        len(_text(cell)) <= _LONGEST_LABEL and "。" not in _text(cell) and cell.find(".//table") is None
        for _, cells in data
        for cell in cells
    )


def _text(cell: Element) -> str:
    """The cell's text without blanks, as far as it matters."""
    return _SPACE.sub("", "".join(islice(cell.itertext(), _LONGEST_CELL)))[: _LONGEST_CELL + 1].strip(
        "\u200b"
    )


def _is_layout(cell: Element) -> bool:
    if not len(cell):
        return len(_text(cell)) > _LONGEST_CELL
    if len(_text(cell)) > _LONGEST_CELL or next(cell.iterdescendants(*_NO_DATA), None) is not None:
        return True
    inner = list(cell.iterdescendants("tr"))
    if len(inner) > 1 and any(len(row.findall("td")) > 1 for row in inner):
        return True  # a table of its own
    lines = _lines(cell)
    prose = sum(map(is_prose, lines))
    return prose > 1 or (prose == 1 and len(lines) > 2) or len(lines) > _MOST_LINES


def _lines(cell: Element) -> list[str]:
    """The cell's lines, roughly: a break before and after each element that makes one."""
    parts: list[str] = []
    for event in cell.iter():
        if event.tag in _BREAKS:
            parts.append("\n")
        if isinstance(event.tag, str) and event.text:
            parts.append(event.text.replace("\n", " "))
        if event.tail and event is not cell:
            parts.append(("\n" if event.tag in _BREAKS else "") + event.tail.replace("\n", " "))
    return [line for line in map(str.strip, "".join(parts).split("\n")) if line]
