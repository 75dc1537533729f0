"""Parquet, by pyarrow: dates as dates, times in UTC, JSON columns as the text that the archive has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from covidmeet.archive.export.columns import ExportColumn
from covidmeet.archive.export.extras import needs_extra
from covidmeet.archive.export.notes import as_text
from covidmeet.archive.export.selection import Row
from covidmeet.archive.export.values import day, integer, moment

_GROUP_BYTES = 4 << 20  # of text in a row group: what a reader, and this writer, holds at once
_GROUP_ROWS = 100_000
# Texts of their own, which a dictionary of values only makes larger and slower to write.
_UNLIKE = ("hash", "URL", "lines")


def write_parquet(
    rows: Iterable[Row], columns: Sequence[ExportColumn], stream: BinaryIO, notes: Counter[str]
) -> int:
    """Write the articles in row groups of 4 MB of text; returns their number.

    Raises ``ExportError`` where pyarrow is not installed.
    """
    with needs_extra("parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

    types: dict[str, Any] = {
        "date": pa.date32(),
        "timestamp": pa.timestamp("s", "UTC"),
        "integer": pa.int64(),
    }
    schema = pa.schema([_field(pa, column, types.get(column.kind, pa.string())) for column in columns])
    alike = [column.name for column in columns if column.form not in _UNLIKE and column.name != "title"]
    written = 0
    with pq.ParquetWriter(
        stream, schema, compression="zstd", compression_level=1, use_dictionary=alike, write_statistics=alike
    ) as writer:
        for group in _groups(rows):
            arrays = [
                _array(pa, column, field.type, values, notes)
                for column, field, values in zip(columns, schema, zip(*group, strict=True), strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            written += len(group)
            del arrays
            group.clear()
            pa.default_memory_pool().release_unused()
    return written


def _field(pa: Any, column: ExportColumn, of_type: Any) -> Any:
    return pa.field(
        column.name, of_type, metadata={"description": column.meaning, "description_zh": column.chinese}
    )


_READS: dict[str, Callable[[bytes, Counter[str]], date | datetime | int | None]] = {
    "date": day,
    "timestamp": moment,
    "integer": integer,
}


def _array(
    pa: Any, column: ExportColumn, of_type: Any, values: Sequence[bytes | None], notes: Counter[str]
) -> Any:
    if read := _READS.get(column.kind):
        return pa.array([None if value is None else read(value, notes) for value in values], of_type)
    try:
        return pa.array(values, of_type)
    except pa.ArrowInvalid:  # bytes that are no UTF-8
        return pa.array([None if value is None else as_text(value, notes) for value in values], of_type)


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    size = 0
    for row in rows:
        group.append(row)
        size += sum(map(len, filter(None, row)))
        if size >= _GROUP_BYTES or len(group) >= _GROUP_ROWS:
            yield group
            group, size = [], 0
    if group:
        yield group
