"""The meetings that an article reports, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from covidmeet.archive.reader import Readable
from covidmeet.items import Article
from covidmeet.show.line_breaks import columns
from covidmeet.show.sheet import Sheet
from covidmeet.stored_sentences import value
from covidmeet.text.printable import one_line

_SELECT = (
    "select meeting_id, name, held_on, half_day, place, convener, level, division, form,"
    " sentence_start, sentence_end from meetings where url_hash = ? order by n"
)
NONE_FOUND = "By its words a report of a meeting on prevention; no meeting was found that it reports as held."
_PEOPLE = (
    "select name, post, group_concat(role, ', ') from"
    " (select name, post, role, sentence_start from people where meeting_id = ? order by role)"
    " group by name, post order by min(sentence_start), name"
)


class ToldMeeting(NamedTuple):
    """A meeting as labels and values, of which some may be empty; ``sentence`` reports it."""

    name: str
    facts: list[tuple[str, str]]
    sentence: str


def meetings(sheet: Sheet, db: Readable, article: Article, words: Mapping[str, str]) -> None:
    """Add a part for each meeting; where none was found, only that the words say otherwise, if they do."""
    found = meetings_of(db, article, words)
    if not found and is_one_by_words(article):
        sheet.heading(words["Meeting"])
        sheet.paragraph(words[NONE_FOUND])
    for meeting in found:
        sheet.heading(f"{words['Meeting']}: {one_line(meeting.name)}")
        wide = max((columns(label) for label, told in meeting.facts if told), default=0) + 2
        for label, told in meeting.facts:
            sheet.fact(label, one_line(told), wide)


def meetings_of(db: Readable, article: Article, words: Mapping[str, str]) -> list[ToldMeeting]:
    """The meetings that the article reports, in the order of its text."""
    told = []
    for row in db.execute(_SELECT, [article.url_hash]).fetchall():
        number, name, held_on, half_day, place, convener, level, division, form, start, stop = row
        facts = [
            (words["held"], " ".join(filter(None, (held_on, half_day)))),
            (words["place"], place or ""),
            (words["convener"], convener or ""),
            (words["level"], ", ".join(filter(None, (value(level), division)))),
            (words["form"], value(form)),
        ]
        people = db.execute(_PEOPLE, [number]).fetchall()
        facts += _each(words["people"], (_person(*person) for person in people))
        measures = db.execute("select measure from measures where meeting_id = ?", [number]).fetchall()
        facts.append((words["measures"], "、".join(measure for (measure,) in measures)))
        orders = db.execute("select text from orders where meeting_id = ? order by offset", [number])
        facts += _each(words["orders"], (text for (text,) in orders))
        told.append(ToldMeeting(name, facts, article.body[start:stop]))
    return told


def is_one_by_words(article: Article) -> bool:
    """Whether headline and text are worded as a report of a meeting on prevention."""
    from covidmeet.text.topic import is_meeting_report  # where no meeting was found

    return is_meeting_report(article.title or "", article.deck.splitlines(), article.body.splitlines())


def _person(name: str, post: str, roles: str) -> str:
    told = ", ".join(map(value, roles.split(", ")))
    return f"{name} ({told}){'  ' + post if post else ''}"


def _each(label: str, values: Iterable[str]) -> list[tuple[str, str]]:
    return [("" if number else label, value) for number, value in enumerate(values)]
