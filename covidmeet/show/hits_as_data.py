"""What a search found, for programs: the columns of an export but for the bodies, snippet and places."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from covidmeet.archive.article_rows import article_by_hash
from covidmeet.archive.export.cells import defuse
from covidmeet.archive.export.columns import COLUMNS, PUBLISHED_ON
from covidmeet.archive.reader import Readable
from covidmeet.archive.search import Hit
from covidmeet.text.printable import printable_json

_NAMES = tuple(name for name in COLUMNS if name not in ("body", "body_original", PUBLISHED_ON))
CSV_COLUMNS = (*_NAMES, PUBLISHED_ON, "snippet", "matches")


def as_objects(db: Readable, hits: Iterable[Hit]) -> Iterator[dict[str, Any]]:
    """An object a hit; ``matches`` are the places of the words: field, offset in characters, text."""
    for hit in hits:
        article = article_by_hash(db, hit.url_hash)
        fields = {"title": hit.title or "", "body": hit.body}
        yield {name: getattr(article, name) for name in _NAMES} | {
            PUBLISHED_ON: (hit.published_at or "")[:10] or None,
            "snippet": hit.snippet.text,
            "matches": [
                {"field": one.field, "offset": one.start, "text": fields[one.field][one.start : one.stop]}
                for one in hit.occurrences
            ],
        }


def write_json(objects: Iterable[dict[str, Any]], stream: TextIO) -> None:
    """One list, written as its objects come."""
    stream.write("[")
    for number, one in enumerate(objects):
        stream.write(",\n" if number else "\n")
        stream.write(printable_json(json.dumps(one, ensure_ascii=False, sort_keys=True)))
    stream.write("\n]\n")


def write_csv(objects: Iterable[dict[str, Any]], stream: TextIO) -> None:
    """A header, and a line a hit, in which ``matches`` is how many; cells as in an export."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for one in objects:
        row = one | {"matches": len(one["matches"])}
        writer.writerow([_cell(row[name]) for name in CSV_COLUMNS])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return defuse(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return defuse(str(value))
