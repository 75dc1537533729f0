"""The names that a query knows in front of a colon, and what their values may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from covidmeet.archive.phrase import Phrase
from covidmeet.archive.query_tree import OF_SITE, Filter, Node, OneMeeting, SoughtWords
from covidmeet.facts.vocabulary import FORMS, LEVELS
from covidmeet.language import _
from covidmeet.text.script import simplify

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_CHAIRS = "exists (select 1 from people p where p.meeting_id = m.meeting_id {role}and instr(p.name, ?))"


def _site(value: str) -> Node:
    return Filter(OF_SITE, (value,))


def _source(value: str) -> Node:
    return Filter("(instr(articles.source, ?) or instr(articles.source, ?))", (value, simplify(value)))


def _title(value: str) -> Node:
    return SoughtWords(Phrase(value), in_title=True)


def _since(value: str) -> Node:
    day = _day(value)
    return Filter("substr(articles.published_at, 1, ?) >= ?", (str(len(day)), day), since=day)


def _until(value: str) -> Node:
    day = _day(value)
    return Filter("substr(articles.published_at, 1, ?) <= ?", (str(len(day)), day), until=day)


def _held(value: str) -> Node:
    first, dots, last = value.partition("..")
    first, last = _day(first), _day(last if dots else first)
    # A day without a year (--11-22) sorts before all others.
    return _meeting(
        "substr(m.held_on, 1, ?) >= ? and substr(m.held_on, 1, ?) <= ?",
        str(len(first)),
        first,
        str(len(last)),
        last,
    )


def _day(value: str) -> str:
    """A year, month or day; ``ValueError`` says what is wrong with it."""
    if not _DAY.fullmatch(value):
        raise ValueError(_("{value} is no day; write 2022, 2022-03 or 2022-03-05", value=value))
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        raise ValueError(_("there is no day {value}", value=value)) from None
    return value


def _meeting(sql: str, *values: str) -> Node:
    return OneMeeting((Filter(sql, values),))


def _one_of(column: str, known: tuple[str, ...]) -> Callable[[str], Node]:
    def make(value: str) -> Node:
        if value.lower() not in known:
            raise ValueError(
                _(
                    "{value} is no {column}; they are {known}",
                    value=value,
                    column=column,
                    known=", ".join(known),
                )
            )
        return _meeting(f"m.{column} = ?", value.lower())

    return make


def _place(value: str) -> Node:
    value = simplify(value)
    return _meeting("(instr(m.place, ?) or instr(m.division, ?))", value, value)


def _convener(value: str) -> Node:
    return _meeting("instr(m.convener, ?)", simplify(value))


def _chair(value: str) -> Node:
    return _meeting(_CHAIRS.format(role="and p.role = 'chair' "), simplify(value))


def _person(value: str) -> Node:
    return _meeting(_CHAIRS.format(role=""), simplify(value))


def _measure(value: str) -> Node:
    has = "exists (select 1 from measures s where s.meeting_id = m.meeting_id and s.measure = ?)"
    return _meeting(has, simplify(value))


FILTERS: dict[str, Callable[[str], Node]] = {
    "site": _site,
    "since": _since,
    "until": _until,
    "source": _source,
    "title": _title,
    "level": _one_of("level", LEVELS),
    "form": _one_of("form", FORMS),
    "place": _place,
    "convener": _convener,
    "chair": _chair,
    "person": _person,
    "held": _held,
    "measure": _measure,
}
"""Name → what makes a part of a query of its value, or raises ``ValueError``."""
