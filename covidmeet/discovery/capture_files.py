"""Captures that a user brings along: CSV with a header, JSON lines, or Parquet (with the extra for tables).

The columns are those that a query of Common Crawl's columnar index gives: ``url`` (or ``original``),
``timestamp`` (or ``fetch_time``), and ``filename``, ``offset``, ``length`` (or their ``warc_`` names) where a
record is to be fetched rather than played back.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from covidmeet.discovery.dialects import BadAnswer
from covidmeet.discovery.rows import IndexPage, PageRows
from covidmeet.language import stored

# The csv module's own limit is one of the whole process, and reading an export raises it.
_LONGEST_FIELD = 128 * 1024  # characters; no address and no file name comes near

_NAMES = {
    "fetch_time": "timestamp",
    "fetch_status": "status",
    "content_digest": "digest",
    "content_truncated": "truncated",
    "content_mime_type": "mime",
    "warc_filename": "filename",
    "warc_record_offset": "offset",
    "warc_record_length": "length",
}


def read_captures(path: Path) -> IndexPage:
    """The rows of a file, by its suffix; raises ``BadAnswer`` (what is wrong where) and ``OSError``."""
    rows, number = PageRows(), 0
    records = _records(path)
    while True:
        try:
            values = next(records, None)
        except BadAnswer:
            raise
        except (csv.Error, ValueError) as error:  # no CSV, no UTF-8, no Parquet
            raise BadAnswer(
                stored("{name}: behind row {number}: {error}", name=path.name, number=number, error=error)
            ) from error
        if values is None:
            return rows.page
        number += 1
        if any(len(value) > _LONGEST_FIELD for value in values.values() if isinstance(value, str)):
            raise BadAnswer(
                stored(
                    "{name}: row {number} has a field over {LONGEST_FIELD:,} characters",
                    name=path.name,
                    number=number,
                    LONGEST_FIELD=_LONGEST_FIELD,
                )
            )
        named = {_NAMES.get(name, name): value for name, value in values.items() if value not in (None, "")}
        if not {"timestamp", "url"} <= named.keys() and not {"timestamp", "original"} <= named.keys():
            raise BadAnswer(
                stored("{name}: row {number} has no url or no timestamp", name=path.name, number=number)
            )
        rows.add(named)


def _records(path: Path) -> Iterator[Mapping[str, Any]]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        yield from _parquet(path)
    elif suffix in (".jsonl", ".ndjson", ".json"):
        yield from _json_lines(path)
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def _json_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except ValueError as error:
                raise BadAnswer(
                    stored("{name}: line {number} is no JSON", name=path.name, number=number)
                ) from error
            if not isinstance(values, dict):
                raise BadAnswer(
                    stored("{name}: line {number} is no JSON object", name=path.name, number=number)
                )
            yield values


def _parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise BadAnswer(
            stored("{name}: Parquet needs pyarrow; CSV and JSON lines need nothing", name=path.name)
        ) from error
    for batch in parquet.ParquetFile(path).iter_batches():
        yield from batch.to_pylist()
