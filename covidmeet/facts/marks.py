"""Half-width marks and full-width digits as Chinese text has them, each character in its place.

Papers write 会议强调, and 会议强调，: the rules know one of them.  What is found is given in the text's own
characters again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from covidmeet.facts.model import Fact, Meeting, Person

_MARKS = str.maketrans(
    {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
    | {chr(ord("０") + digit): str(digit) for digit in range(10)}
)
_ANY = re.compile("[" + "".join(map(chr, _MARKS)).replace("(", r"\(").replace(")", r"\)") + "]")
_IN_NUMBER = re.compile(r"(?<=\d)[，：](?=\d)")


def with_full_marks(text: str) -> str:
    """``text`` with each half-width mark as a full-width one, but those inside numbers and times.

    >>> with_full_marks("1,000人10:30到场,会议(扩大)召开")
    '1,000人10:30到场，会议（扩大）召开'
    """
    if not _ANY.search(text):
        return text
    full = text.translate(_MARKS)
    if not _IN_NUMBER.search(full):
        return full
    return _IN_NUMBER.sub(lambda match: text[match.start()], full)


def in_own_characters(meeting: Meeting, plain: str, body: str) -> Meeting:
    """``meeting``, found in ``plain``, with the values that the text writes as ``body`` has them."""

    def own(fact: Fact) -> Fact:
        start, stop = fact.evidence.at
        return replace(fact, value=body[start:stop]) if plain[start:stop] == fact.value else fact

    def own_person(person: Person) -> Person:
        return replace(person, name=own(person.name), posts=tuple(map(own, person.posts)))

    return replace(
        meeting,
        name=own(meeting.name),
        place=own(meeting.place) if meeting.place else None,
        convener=own(meeting.convener) if meeting.convener else None,
        people=tuple(map(own_person, meeting.people)),
        orders=tuple(map(own, meeting.orders)),
    )
