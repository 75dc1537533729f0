"""CSV, TSV and JSON lines, streamed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from covidmeet.archive.export.cells import FIRST_OF_FORMULA, escape_nul, is_formula
from covidmeet.archive.export.columns import ExportColumn
from covidmeet.archive.export.notes import DEFUSED, ESCAPED, as_text
from covidmeet.archive.export.selection import Row

_TOGETHER = 1 << 19  # bytes that go to the file at once


def write_csv(
    rows: Iterable[Row], columns: Sequence[ExportColumn], stream: BinaryIO, notes: Counter[str]
) -> int:
    """Write a header and a line an article; returns their number.  Empty and missing are both empty."""
    return _write(_delimited(rows, columns, b",", notes), stream) - 1


def write_tsv(
    rows: Iterable[Row], columns: Sequence[ExportColumn], stream: BinaryIO, notes: Counter[str]
) -> int:
    """As ``write_csv``, with tabs between the fields; quoted as CSV is."""
    return _write(_delimited(rows, columns, b"\t", notes), stream) - 1


def write_jsonl(
    rows: Iterable[Row], columns: Sequence[ExportColumn], stream: BinaryIO, notes: Counter[str]
) -> int:
    """Write one JSON object an article, its JSON columns as lists and objects; returns their number."""
    return _write(_objects(rows, columns, notes), stream)


def _delimited(
    rows: Iterable[Row], columns: Sequence[ExportColumn], delimiter: bytes, notes: Counter[str]
) -> Iterator[bytes]:
    yield delimiter.join(column.name.encode() for column in columns) + b"\r\n"
    for row in rows:
        cells = []
        for cell in row:
            if not cell:
                cell = b""
            elif not cell.isalnum():  # hashes, names of sites … are as they are
                if b"\0" in cell or b"_" in cell:
                    cell = _without_nul(cell, notes)
                if cell[0] in FIRST_OF_FORMULA and is_formula(cell):
                    notes[DEFUSED] += 1
                    cell = b"'" + cell
                # Each of these tests runs at the speed of memchr, a pattern of all four does not.
                if b"\n" in cell or delimiter in cell or b'"' in cell or b"\r" in cell:
                    cell = b'"' + cell.replace(b'"', b'""') + b'"'
            cells.append(cell)
        yield delimiter.join(cells) + b"\r\n"


def _without_nul(cell: bytes, notes: Counter[str]) -> bytes:
    escaped = escape_nul(cell)
    notes[ESCAPED] += escaped != cell
    return escaped


def _objects(rows: Iterable[Row], columns: Sequence[ExportColumn], notes: Counter[str]) -> Iterator[bytes]:
    reads = [(column.name, _READS.get(column.kind)) for column in columns]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for row in rows:
        record: dict[str, Any] = {}
        for (name, read), cell in zip(reads, row, strict=True):
            text = None if cell is None else as_text(cell, notes)
            record[name] = read(text) if read and text else text
        try:
            yield encode(record).encode("utf-8") + b"\n"
        except UnicodeEncodeError:  # half a character, which JSON can hold as an escape only
            yield json.dumps(record).encode("ascii") + b"\n"


def _json(text: str) -> Any:
    """The value of a JSON column; what a foreign tool stored there stays the text that it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


_READS: dict[str, Callable[[str], Any]] = {"list": _json, "object": _json, "integer": _json}


def _write(lines: Iterable[bytes], stream: BinaryIO) -> int:
    waiting: list[bytes] = []
    size = written = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= _TOGETHER:
            written += len(waiting)
            stream.write(b"".join(waiting))
            waiting.clear()
            size = 0
    stream.write(b"".join(waiting))
    return written + len(waiting)
