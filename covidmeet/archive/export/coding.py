"""A sample of articles for people to code by hand: what the rules found, each fact marked in its sentence.

Articles are drawn, not meetings, so that what was not found is coded as well.  The draw follows from the
addresses and a seed: the same archive and seed give the same sheet to every coder.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from covidmeet.archive.export.cells import is_formula
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import Readable

COLUMNS = ("article", "url", "title", "meeting", "fact", "value", "sentence", "right", "should_be")
"""``right`` and ``should_be`` are for the coder: 1 or 0, and what stands there where it is wrong."""

_FACTS = ("name", "held_on", "half_day", "place", "convener", "level", "division", "form")
_MEETINGS = f"select meeting_id, n, evidence, {', '.join(_FACTS)} from meetings where url_hash = ? order by n"
_PEOPLE = (
    "select name || ' (' || role || ')' || case post when '' then '' else ': ' || post end, sentence_start,"
    " sentence_end, name from people where meeting_id = ? order by sentence_start, name, role"
)
_ORDERS = "select text, sentence_start, sentence_end, text from orders where meeting_id = ? order by offset"
_MEASURES = (
    "select measure, sentence_start, sentence_end, form from measures where meeting_id = ?"
    " order by sentence_start, measure"
)
Line = tuple[str, ...]


def write_coding(db: Readable, stream: BinaryIO, selection: Selection, articles: int, seed: int) -> int:
    """Write the sheet of so many ``articles`` as CSV, with a byte order mark for Excel; their number."""
    where, values = selection.where()
    found = db.execute(f"select url_hash from articles where {where}", values)
    drawn = sorted((url_hash for (url_hash,) in found), key=lambda one: _lot(one, seed))[:articles]
    text = TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number, url_hash in enumerate(drawn, 1):
        for line in _lines(db, number, url_hash):
            writer.writerow([f"'{cell}" if is_formula(cell.encode()) else cell for cell in line])
    text.detach()
    return len(drawn)


def _lot(url_hash: str, seed: int) -> str:
    return hashlib.sha256(f"{seed} {url_hash}".encode()).hexdigest()


def _lines(db: Readable, number: int, url_hash: str) -> Iterator[Line]:
    url, title, body = db.execute(
        "select url, coalesce(title, ''), body from articles where url_hash = ?", [url_hash]
    ).fetchone()
    meetings = db.execute(_MEETINGS, [url_hash]).fetchall()
    head = (str(number), url, title)
    if not meetings:
        # For what was missed: the coder sees how the text begins, and where it is.
        yield *head, "", "no meeting", "", body[:400].replace("\n", " ¶ "), "", ""
    for meeting_id, n, evidence, *values in meetings:
        places = json.loads(evidence)
        for fact, value in zip(_FACTS, values, strict=True):
            marked = _marked(body, *places[fact][:4]) if fact in places else ""
            yield *head, str(n), fact, value or "", marked, "", ""
        for fact, query in (("person", _PEOPLE), ("order", _ORDERS), ("measure", _MEASURES)):
            for value, start, stop, own in db.execute(query, [meeting_id]).fetchall():
                at = body.find(own, start, stop)
                marked = _marked(body, at, at + len(own), start, stop) if at >= 0 else body[start:stop]
                yield *head, str(n), fact, value, marked, "", ""


def _marked(body: str, start: int, stop: int, first: int, last: int) -> str:
    """The sentence ``first:last`` with the fact's own characters in 【】."""
    return f"{body[first:start]}【{body[start:stop]}】{body[stop:last]}"
