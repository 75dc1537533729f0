"""Excel workbooks, by openpyxl: every text a string, whatever it begins with; dates as dates.

Characters that XML cannot hold are written as Excel writes them, ``_x0000_`` (ECMA-376, part 1, 22.9.2.19);
``openpyxl.utils.escape.unescape`` gives them back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from covidmeet.archive.export.columns import ExportColumn
from covidmeet.archive.export.errors import ExportError
from covidmeet.archive.export.extras import needs_extra
from covidmeet.archive.export.notes import ESCAPED, TRUNCATED, as_text
from covidmeet.archive.export.selection import Row
from covidmeet.archive.export.values import day, integer, moment
from covidmeet.language import _

# "Excel specifications and limits" (Microsoft): characters of a cell, counted as UTF-16; rows of a sheet.
CELL_CHARACTERS = 32_767
SHEET_ROWS = 1_048_576

# What XML 1.0 cannot hold, CR, which an XML reader makes LF of, and what looks like an escape.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(
    rows: Iterable[Row],
    columns: Sequence[ExportColumn],
    stream: BinaryIO,
    notes: Counter[str],
    *,
    truncate: bool = False,
) -> int:
    """Write one sheet of a header and a row an article; returns the number of articles.

    Raises ``ExportError`` where openpyxl is not installed, where there are more articles than a sheet has
    rows, and where a text is longer than a cell, unless such are to be truncated, which is counted.
    """
    with needs_extra("xlsx"):
        from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("articles")
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in columns])
    try:
        written = _fill(sheet, rows, columns, notes, truncate)
    except BaseException:
        sheet.close()  # or its generators complain on standard error
        raise
    book.save(stream)
    return written


def _fill(
    sheet: Any, rows: Iterable[Row], columns: Sequence[ExportColumn], notes: Counter[str], truncate: bool
) -> int:
    cells = _Cells(sheet, notes)
    written = 0
    for row in rows:
        if written + 1 == SHEET_ROWS:
            raise ExportError(
                _(
                    "a sheet of xlsx holds {SHEET_ROWS:,} articles, and here are more: choose fewer with "
                    "--site, --since, --until, or another format",
                    SHEET_ROWS=SHEET_ROWS - 1,
                )
            )
        line = [cells.of(column, value) for column, value in zip(columns, row, strict=True)]
        if truncate or not cells.too_long:  # a file that will not be is not worth its writing
            sheet.append(line)
        written += 1
    if cells.too_long and not truncate:
        hold = (
            _("1 cell holds")
            if cells.too_long == 1
            else _("{too_long:,} cells hold", too_long=cells.too_long)
        )
        raise ExportError(
            _(
                "{hold} more than the {CELL_CHARACTERS:,} characters of a cell of xlsx: --truncate cuts "
                "them, --columns leaves columns out, other formats hold them whole",
                hold=hold,
                CELL_CHARACTERS=CELL_CHARACTERS,
            )
        )
    notes[TRUNCATED] += cells.too_long
    return written


class _Cells:
    """Makes the cells of a sheet, and counts the texts that do not fit."""

    def __init__(self, sheet: Any, notes: Counter[str]) -> None:
        from openpyxl.cell import WriteOnlyCell

        self._make = WriteOnlyCell
        self._sheet = sheet
        self._notes = notes
        self.too_long = 0

    def of(self, column: ExportColumn, value: bytes | None) -> Any:
        """What openpyxl takes for a cell; empty and missing are both empty."""
        if not value:
            return None
        if read := _READS.get(column.kind):
            return read(value, self._notes)
        text, whole = fitted(as_text(value, self._notes), self._notes)
        self.too_long += not whole
        cell = self._make(self._sheet)
        # Not by ``value=``, which makes a formula of = and an error of #N/A.
        cell._value, cell.data_type = text, "s"
        return cell


def _moment(value: bytes, notes: Counter[str]) -> datetime | None:
    """A workbook knows no time zones: the time as it is in UTC."""
    found = moment(value, notes)
    return found and found.replace(tzinfo=None)


_READS: dict[str, Callable[[bytes, Counter[str]], date | datetime | int | None]] = {
    "date": day,
    "timestamp": _moment,
    "integer": integer,
}


def fitted(text: str, notes: Counter[str]) -> tuple[str, bool]:
    """``text`` as a cell holds it, and whether that is the whole of it."""
    whole = True
    if _length(text) > CELL_CHARACTERS:
        text, whole = _cut(text, CELL_CHARACTERS), False
    escaped = _UNFIT.sub(_escape, text)
    if escaped == text:
        return text, whole
    notes[ESCAPED] += 1
    # A reader that takes the escapes as they stand counts their characters.
    while _length(escaped) > CELL_CHARACTERS:
        whole = False
        text = _cut(text, _length(text) - max((_length(escaped) - CELL_CHARACTERS) // 7, 1))
        escaped = _UNFIT.sub(_escape, text)
    return escaped, whole


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    """The beginning of ``text`` that takes no more than ``units`` of UTF-16, no character halved."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
