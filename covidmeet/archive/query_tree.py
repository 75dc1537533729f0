"""What a search query asks for, as a tree: words, filters, and how they are joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from covidmeet.archive.phrase import Phrase
from covidmeet.language import _


class QueryError(ValueError):
    """A query that cannot be meant; ``at`` is the offset in it of the fault."""

    def __init__(self, message: str, query: str, at: int) -> None:
        self.at = at
        self.query = query
        rest = query[at : at + _SHOWN] + ("…" if len(query) > at + _SHOWN else "")
        super().__init__(
            _("{text}, at character {at}: {rest}", text=message, at=at + 1, rest=rest or _("its end"))
        )


_SHOWN = 30


OF_SITE = "articles.site = ?"
"""The one filter that an index leads to, in the order of days."""


@dataclass(frozen=True, slots=True)
class SoughtWords:
    """A word or phrase that title or body holds, or the title alone."""

    phrase: Phrase
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a column of the article: ``sql`` with one parameter a ``?``.

    ``since`` or ``until`` is the day, month or year from which, or up to which, it takes articles.
    """

    sql: str
    values: tuple[str, ...]
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class OneMeeting:
    """Conditions on the columns of ``meetings`` (as ``m``) that one meeting of the article meets together."""

    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    part: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Node, ...]


Node = SoughtWords | Filter | OneMeeting | Excluded | AllOf | AnyOf


def joined(parts: list[Node]) -> Node:
    """What all hold together: conditions on meetings become those on one meeting.

    Words without a letter are left out where others remain, as the index holds no marks.
    """
    meeting = tuple(one for part in parts if isinstance(part, OneMeeting) for one in part.filters)
    others: list[Node] = [part for part in parts if not isinstance(part, OneMeeting)]
    kept = [part for part in others if not _has_no_letter(part)]
    together: list[Node] = [*kept, *([OneMeeting(meeting)] if meeting else [])]
    if not together:
        together = others[:1]
    return together[0] if len(together) == 1 else AllOf(tuple(together))


def _has_no_letter(part: Node) -> bool:
    inner = part.part if isinstance(part, Excluded) else part
    return isinstance(inner, SoughtWords) and not inner.phrase.wanted


def sought_words(node: Node) -> Iterator[SoughtWords]:
    """The words that are not excluded, in the query's order: those that a snippet shows."""
    if isinstance(node, SoughtWords):
        yield node
    elif isinstance(node, (AllOf, AnyOf)):
        for part in node.parts:
            yield from sought_words(part)
