"""The archive as CSV or JSON lines, streamed, and CSV read back to the letter."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from covidmeet.archive.reader import Readable
from covidmeet.items import COLUMNS, JSON_COLUMNS

# What a spreadsheet runs as a formula when a field begins with it (OWASP, "CSV Injection").
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
# A body can be longer than the csv module's default field limit of 128 KiB.
_FIELD_LIMIT = min(sys.maxsize, 2**31 - 1)

Row = dict[str, str | None]


def defuse(field: str) -> str:
    """``field`` so that no spreadsheet runs it: an apostrophe goes before a formula sign.

    A field that already looks defused gets one more apostrophe, so that ``restore`` is exact.

    >>> defuse("=1+1"), defuse("'=1+1"), defuse("plain")
    ("'=1+1", "''=1+1", 'plain')
    """
    return "'" + field if _FORMULA.match(field) else field


def restore(field: str) -> str:
    """The text that ``defuse`` was given."""
    return field[1:] if field.startswith("'") and _FORMULA.match(field) else field


def rows(db: Readable) -> Iterator[Row]:
    """All articles in the order they were first archived, a row at a time."""
    names = ", ".join(COLUMNS)
    for values in db.execute(f"select {names} from articles order by first_seen, rowid"):
        yield dict(zip(COLUMNS, values, strict=True))


def write_csv(articles: Iterable[Row], stream: IO[str]) -> int:
    """Write a header and a line an article; returns their number.  Empty and missing are both empty."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    written = 0
    for row in articles:
        writer.writerow([defuse(row[name] or "") for name in COLUMNS])
        written += 1
    return written


def write_jsonl(articles: Iterable[Row], stream: IO[str]) -> int:
    """Write one JSON object an article, its JSON columns as lists and objects; returns their number."""
    written = 0
    for row in articles:
        record: dict[str, Any] = {
            name: json.loads(value) if name in JSON_COLUMNS and value else value
            for name, value in row.items()
        }
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        written += 1
    return written


def read_csv(path: str | Path) -> Iterator[dict[str, str]]:
    """The rows of an exported CSV file, each field as it stands in the archive."""
    csv.field_size_limit(_FIELD_LIMIT)
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {name: restore(value) for name, value in row.items()}


WRITERS: dict[str, Callable[[Iterable[Row], IO[str]], int]] = {"csv": write_csv, "jsonl": write_jsonl}
