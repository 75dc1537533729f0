"""What a search found, for a person: a list with snippets, or each word in its context (KWIC)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from covidmeet.archive.search import Hit
from covidmeet.language import _
from covidmeet.show.line_breaks import columns
from covidmeet.text.printable import one_line, printable_line

COUNTED = 1_000
"""Hits that are counted for the line below a page of them; counting all may take seconds."""
_DIGITS = 3
_INDENT = " " * (_DIGITS + 2)
_CONTEXT = 36  # columns on each side, where the terminal does not tell
_NARROWEST = 12
_MOST_LINES = 5  # of one article

Marks = Sequence[tuple[int, int]]


def listed(hit: Hit, number: int, coloured: bool) -> Iterator[str]:
    """Headline, where and when, and the text around the first word that is sought."""
    yield click.style(f"{number:>{_DIGITS}}  {one_line(hit.title or _('(no title)'))}", bold=True)
    about = one_line(f"{hit.site}  {hit.published_at or _('no date')}  {hit.url}")
    yield click.style(f"{_INDENT}{about}", dim=True)
    text, marks = hit.snippet
    shown = marked(printable_line(text), marks) if coloured else one_line(text)
    yield f"{_INDENT}{shown.strip()}\n"


def marked(text: str, marks: Marks) -> str:
    """``text`` with what is sought in bold."""
    parts, end = [], 0
    for start, stop in marks:
        parts += [text[end:start], click.style(text[start:stop], bold=True, fg="red")]
        end = stop
    return "".join([*parts, text[end:]])


def in_context(hit: Hit, number: int, width: int | None, coloured: bool) -> Iterator[str]:
    """A line a place of a word: number and day, what stands before it, the word, what stands behind it.

    The words stand below each other in a terminal, in which a Chinese character has two columns.
    """
    fields = {"title": hit.title or "", "body": hit.body}
    head = f"{number:>{_DIGITS}}  {(hit.published_at or '')[:10]:<10}  "
    room = _CONTEXT if width is None else max((width - len(head) - _NARROWEST) // 2, _NARROWEST)
    for one in hit.occurrences[:_MOST_LINES]:
        text = fields[one.field]
        left = _last_columns(text[max(one.start - room, 0) : one.start], room)
        right = text[one.stop : one.stop + room]
        word = _line(text[one.start : one.stop])
        shown = click.style(word, bold=True, fg="red") if coloured else f"【{word}】"
        yield f"{head}{' ' * (room - columns(left))}{left}{shown}{_first_columns(right, room)}".rstrip()
    if (more := len(hit.occurrences) - _MOST_LINES) > 0:
        yield _("{head}… and {more:,} more", head=head, more=more)


def _line(text: str) -> str:
    return printable_line(text.replace("\n", " "))


def _first_columns(text: str, room: int) -> str:
    """The beginning of ``text``, in one line, that has so many columns."""
    text = _line(text)
    while columns(text) > room:
        text = text[: len(text) - max((columns(text) - room) // 2, 1)]
    return text


def _last_columns(text: str, room: int) -> str:
    text = _line(text)
    while columns(text) > room:
        text = text[max((columns(text) - room) // 2, 1) :]
    return text


def shown_of(first: int, shown: int, total: int, most: int = COUNTED) -> str:
    """How many of how many were shown: ``20 of 73 shown``."""
    told = _("more than {most:,}", most=most) if total > most else f"{total:,}"
    if first:
        return _("{first:,} to {first2:,} of {told} shown", first=first + 1, first2=first + shown, told=told)
    return _("{shown:,} of {told} shown", shown=shown, told=told)
