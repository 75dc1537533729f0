"""What is told of a meeting, each fact with the sentence of the article's text that tells it.

All offsets are those of characters in the Simplified text (``Article.body``), the end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from covidmeet.facts.sentences import TextSpan


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a fact's own characters stand, and the one sentence that holds them."""

    at: TextSpan
    sentence: TextSpan


@dataclass(frozen=True, slots=True)
class Fact:
    """A ``value``; its ``evidence``; what it was ``inferred`` from where the text alone does not say it."""

    value: str
    evidence: Passage
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who took part: the posts in the text's order, and each role with the sentence that tells it."""

    name: Fact
    posts: tuple[Fact, ...] = ()
    roles: tuple[Fact, ...] = ()

    def has(self, role: str) -> bool:
        """Whether the person had that role."""
        return any(fact.value == role for fact in self.roles)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting that a text reports as held.

    ``n`` counts them from 1, ``span`` is the part of the text that tells of it.

    ``held_on`` is ``YYYY-MM-DD``, ``--MM-DD`` where no year can be had, ``---DD`` where no month can; its
    ``inferred`` says what gave the year or month.  ``half_day`` is 上午, 下午 or 晚.  ``level`` is one of
    ``vocabulary.LEVELS``, ``form`` of ``FORMS``.  ``division`` is the full name of the division or unit,
    ``division_code`` the division's code of GB/T 2260.  A measure's value is the word of the
    list, its evidence the form that stands in the text.
    ``left_out`` are strings in the place of a name that nothing supports as one.
    """

    n: int
    span: TextSpan
    name: Fact
    level: Fact
    form: Fact
    held_on: Fact | None = None
    half_day: Fact | None = None
    place: Fact | None = None
    convener: Fact | None = None
    division: Fact | None = None
    division_code: str | None = None
    people: tuple[Person, ...] = ()
    orders: tuple[Fact, ...] = ()
    measures: tuple[Fact, ...] = ()
    left_out: tuple[str, ...] = field(default=())

    def facts(self) -> Iterator[tuple[str, Fact]]:
        """Every fact under the name of its field; those of people as ``people``, ``posts`` and ``roles``."""
        for name in ("name", "held_on", "half_day", "place", "convener", "level", "division", "form"):
            fact = getattr(self, name)
            if fact is not None:
                yield name, fact
        for person in self.people:
            yield "people", person.name
            yield from (("posts", post) for post in person.posts)
            yield from (("roles", role) for role in person.roles)
        yield from (("orders", order) for order in self.orders)
        yield from (("measures", measure) for measure in self.measures)
