"""The rows of an article's meetings: ``meetings``, ``people``, ``orders`` and ``measures``.

They follow from the text alone, so they are written with it and made again with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from covidmeet.archive.reader import Readable
from covidmeet.items import Article

if TYPE_CHECKING:
    from sqlite_utils import Database

    from covidmeet.facts.model import Meeting

MEETINGS = "meetings"
"""The name under which ``rewriting.differences`` gives what these tables have of an article."""

_ID_DIGITS = 12  # hex digits of url_hash in an id, which then has 53 bits: a number that any program can hold
_ID_BITS = 5
TABLES = ("meetings", "people", "orders", "measures")
_COLUMNS = {
    "meetings": (
        *("meeting_id", "url_hash", "n", "name", "held_on", "half_day", "place", "convener", "level"),
        *("division", "division_code", "form", "sentence_start", "sentence_end", "evidence"),
    ),
    "people": ("meeting_id", "name", "post", "role", "sentence_start", "sentence_end"),
    "orders": ("meeting_id", "text", "offset", "sentence_start", "sentence_end"),
    "measures": ("meeting_id", "measure", "form", "sentence_start", "sentence_end"),
}
_SINGLE = ("name", "held_on", "half_day", "place", "convener", "level", "division", "form")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(article: Article) -> Rows | None:
    """By table the rows of an article, in the order of ``_COLUMNS``; None where no facts were looked for.

    ``meeting_id`` follows from ``url_hash`` and the number of the meeting in its text.
    """
    if article.meetings is None:
        return None
    assert article.url_hash is not None
    first = int(article.url_hash[:_ID_DIGITS], 16) << _ID_BITS
    rows: Rows = {table: [] for table in _COLUMNS}
    for meeting in article.meetings:
        number = first + meeting.n
        rows["meetings"].append((number, article.url_hash, *_meeting(meeting)))
        rows["people"] += sorted(_people(number, meeting))
        rows["orders"] += sorted(
            (number, order.value, order.evidence.at.start, *order.evidence.sentence)
            for order in meeting.orders
        )
        rows["measures"] += sorted(_measures(number, meeting, article.body))
    return rows


def _meeting(meeting: Meeting) -> tuple[Any, ...]:
    told = {name: getattr(meeting, name) for name in _SINGLE}
    value = {name: fact.value if fact else None for name, fact in told.items()}
    evidence = {
        name: [*fact.evidence.at, *fact.evidence.sentence, *([fact.inferred] if fact.inferred else [])]
        for name, fact in told.items()
        if fact
    }
    return (
        meeting.n,
        *(value[name] for name in ("name", "held_on", "half_day", "place", "convener", "level", "division")),
        meeting.division_code,
        value["form"],
        *meeting.name.evidence.sentence,
        _encode(evidence),
    )


def _people(number: int, meeting: Meeting) -> Iterator[tuple[Any, ...]]:
    for person in meeting.people:
        post = "、".join(fact.value for fact in person.posts)
        for role in person.roles:
            yield number, person.name.value, post, role.value, *role.evidence.sentence


def _measures(number: int, meeting: Meeting, body: str) -> Iterator[tuple[Any, ...]]:
    for measure in meeting.measures:
        form = body[measure.evidence.at.start : measure.evidence.at.stop]
        yield number, measure.value, form, *measure.evidence.sentence


def add_meetings(db: Database, article: Article) -> None:
    """Insert the rows of an article that has none yet, inside a transaction of the caller's."""
    rows = rows_of(article)
    if rows:
        insert_rows(db, rows)


def copy_meetings(db: Database, source: Readable, url_hash: str) -> None:
    """Let the tables have of an article what another archive has, inside a transaction of the caller's."""
    rows = _stored(source, url_hash)
    if as_text(rows) != stored_rows(db, url_hash):
        forget_meetings(db, url_hash)
        insert_rows(db, rows)


def insert_rows(db: Database, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Insert what ``rows_of`` gave, of an article that has no rows yet."""
    if not rows["meetings"]:
        return
    first, url_hash = rows["meetings"][0][:2]
    shift = _free(db, first, url_hash)
    for table, columns in _COLUMNS.items():
        statement = f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
        for row in rows[table]:
            db.execute(statement, (row[0] + shift, *row[1:]))


def _free(db: Database, first: int, url_hash: str) -> int:
    """What to add to the ids where another article has them: two addresses whose hashes begin alike."""
    shift = 0
    taken = "select 1 from meetings where meeting_id between ? and ? and url_hash != ? limit 1"
    base = first >> _ID_BITS << _ID_BITS
    while db.execute(taken, [base + shift, base + shift + (1 << _ID_BITS) - 1, url_hash]).fetchone():
        shift += 1 << (4 * _ID_DIGITS + _ID_BITS)
    return shift


def replace_meetings(db: Database, article: Article) -> None:
    """Let the tables have what the article gives today; with the facts switched off nothing is touched."""
    rows = rows_of(article)
    if rows is None or stored_rows(db, article.url_hash or "") == as_text(rows):
        return
    forget_meetings(db, article.url_hash or "")
    add_meetings(db, article)


def forget_meetings(db: Database, url_hash: str) -> None:
    """Delete all rows of an article; those of the other tables go with their meeting."""
    db.execute("delete from meetings where url_hash = ?", [url_hash])


def as_text(rows: Rows) -> str | None:
    """Rows as one text, to be compared; the ids, which only join them, count by their order."""
    if not rows["meetings"]:
        return None
    numbers = {row[0]: row[2] for row in rows["meetings"]}
    return _encode({table: [[numbers[row[0]], *row[1:]] for row in found] for table, found in rows.items()})


def stored_rows(db: Readable, url_hash: str) -> str | None:
    """What the tables have of an article, as ``as_text`` gives it; None where they have nothing."""
    return as_text(_stored(db, url_hash))


def _stored(db: Readable, url_hash: str) -> Rows:
    columns = ", ".join(_COLUMNS["meetings"])
    found = db.execute(f"select {columns} from meetings where url_hash = ? order by n", [url_hash])
    rows: Rows = {table: [] for table in _COLUMNS} | {"meetings": [tuple(row) for row in found.fetchall()]}
    for table in ("people", "orders", "measures"):
        names = ", ".join(_COLUMNS[table])
        for meeting in rows["meetings"]:
            own = db.execute(f"select {names} from {table} where meeting_id = ?", [meeting[0]])
            rows[table] += sorted(tuple(row) for row in own.fetchall())
    return rows
