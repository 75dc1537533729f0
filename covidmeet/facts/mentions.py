"""People as a sentence names them, in the groups of which it says something together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from covidmeet.facts.roles import ATTENDS
from covidmeet.facts.sentences import TextSpan

Placed = tuple[str, TextSpan]
"""Words, and where they stand in the text."""


@dataclass(slots=True)
class Mention:
    """A person in a sentence: name, posts and roles with their places in the text."""

    name: str
    at: TextSpan
    posts: list[Placed] = field(default_factory=list)
    roles: list[Placed] = field(default_factory=list)

    def add_role(self, role: str, at: TextSpan) -> None:
        """Give the person a role, once."""
        if all(role != name for name, _ in self.roles):
            self.roles.append((role, at))


@dataclass(slots=True)
class PeopleGroup:
    """The people who are the subject of what follows them.

    ``acts``: something was said of them; ``closed``: another subject followed; ``dropped``: they are told of,
    and were not there.
    """

    people: list[Mention] = field(default_factory=list)
    acts: bool = False
    closed: bool = False
    dropped: bool = False


def acting(groups: list[PeopleGroup], text: str, base: int, stop: int) -> Iterator[Mention]:
    """Those of whom a sentence says what they did; ``base`` is its offset in the text.

    A group without a verb of its own attends where the verb stands before the next group, or where none of
    the groups behind it does anything else.
    """
    roles_behind = False
    ends: list[tuple[int, bool]] = []
    end = stop
    for group in reversed(groups):
        ends.append((end, roles_behind))
        roles_behind = roles_behind or any(person.roles for person in group.people)
        end = group.people[0].at.start - base if group.people else end
    for group, (end, others) in zip(groups, reversed(ends), strict=True):
        if group.dropped or not group.people:
            continue
        if not any(person.roles for person in group.people):
            last = group.people[-1].at.stop - base
            found = ATTENDS.search(text, last, end if others else stop)
            if found is None:
                continue
            for person in group.people:
                person.roles.append(("attends", TextSpan(base + found.start(), base + found.end())))
        yield from group.people
