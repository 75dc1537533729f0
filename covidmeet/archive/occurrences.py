"""Where the words of a query stand in an article, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from covidmeet.archive.query_tree import Node, sought_words

_AROUND = 24  # characters of a snippet before and behind the word


class Occurrence(NamedTuple):
    """A word in ``field`` (``title`` or ``body``), from ``start`` to before ``stop`` in characters."""

    field: str
    start: int
    stop: int


class Snippet(NamedTuple):
    """A piece of a text in one line; ``marks`` are start and stop in it of what is sought."""

    text: str
    marks: tuple[tuple[int, int], ...]


def occurrences(tree: Node, title: str, body: str) -> list[Occurrence]:
    """All places of the words that are not excluded, in order; of overlapping ones the first."""
    found = set()
    for words in sought_words(tree):
        fields = {"title": title} if words.in_title else {"title": title, "body": body}
        found |= {
            Occurrence(name, *span) for name, text in fields.items() for span in words.phrase.spans(text)
        }
    return list(_apart(sorted(found, key=lambda one: (one.field != "title", one.start, -one.stop))))


def _apart(ordered: list[Occurrence]) -> Iterator[Occurrence]:
    last = Occurrence("", 0, 0)
    for one in ordered:
        if one.field != last.field or one.start >= last.stop:
            yield one
            last = one


def snippet(body: str, found: list[Occurrence]) -> Snippet:
    """The text around the first occurrence in the body, else its beginning."""
    of_body = [one for one in found if one.field == "body"]
    if not of_body:
        return Snippet(body[: 2 * _AROUND].replace("\n", " "), ())
    first, last = max(of_body[0].start - _AROUND, 0), of_body[0].stop + _AROUND
    before = "…" if first else ""
    text = before + body[first:last].replace("\n", " ") + ("…" if last < len(body) else "")
    shift = len(before) - first
    marks = ((one.start + shift, one.stop + shift) for one in of_body if one.stop <= last)
    return Snippet(text, tuple(marks))
