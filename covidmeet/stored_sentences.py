"""Sentences and words that the archive stores in English, told in the language in use.

A sentence is recognised by the format that ``language.stored`` made it from: the parts between the values in
their order, of several formats the one with most letters of its own.  What the values are is told likewise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from covidmeet.language import catalogue, language, pgettext

CONTEXT = "stored"
"""In the catalogue, of sentences."""
VALUE = "value"
"""In the catalogue, of single words: verdicts, reasons, levels …"""
_LONGEST = 1_000  # characters; what is longer is a page's own text
_MOST_PARTS = 20
_IN_ONE = 3  # parts of one sentence
_DEEPEST = 4  # sentences within each other
_FIELD = re.compile(r"\{([^{}:!]+)(?:![rs])?(?::([^{}]*))?\}")
_NUMBER = re.compile(r"-?[\d,.]+%?")
_SPEC = re.compile(r"[,.\d]*[dfg%]?")
_COUNTS = re.compile(r"\d[\d,]* [a-z][\w -]*(?:, \d[\d,]* [a-z][\w -]*)*(?:, …)?")


class _Format(NamedTuple):
    """``parts`` stand between the values, whose names, and whether they are numbers, ``fields`` tell."""

    parts: tuple[str, ...]
    fields: tuple[tuple[str, bool], ...]
    told: str

    def values_in(self, text: str) -> dict[str, str] | None:
        """The values that this format made ``text`` from; None if it did not."""
        first, last = self.parts[0], self.parts[-1]
        if not self.fields:
            return {} if text == first else None
        if not (text.startswith(first) and text.endswith(last)) or len(text) < len(first) + len(last):
            return None
        at, end, found = len(first), len(text) - len(last), dict[str, str]()
        for (name, is_number), part in zip(self.fields, (*self.parts[1:-1], None), strict=True):
            stop = end if part is None else text.find(part, at, end)
            if stop < 0 or (is_number and not _NUMBER.fullmatch(text, at, stop)):
                return None
            found[name] = text[at:stop]
            at = stop + len(part or "")
        return found


def value(word: str) -> str:
    """A stored word: a verdict, a reason, a level of a meeting …; one that is unknown as it is."""
    return pgettext(VALUE, word) if word else word


def shown(text: str) -> str:
    """A stored sentence, or several that a semicolon parts, in the language in use; else as it is."""
    return text if language() == "en" else _told(text, 0)


def _told(text: str, depth: int) -> str:
    if not text.strip() or len(text) > _LONGEST or depth > _DEEPEST:
        return text
    if (found := _one(text, depth)) is not None:
        return found
    parts = text.split("; ")
    if len(parts) > _MOST_PARTS:
        return text
    told: list[str] = []
    is_known = False
    while parts:
        # A sentence may hold a semicolon itself: the longest that is known.
        for count in range(min(len(parts), _IN_ONE), 0, -1):
            joined = "; ".join(parts[:count])
            # What a sentence adds to the one before it begins with the semicolon.
            found = _one(joined, depth) or (_one(f"; {joined}", depth) if told else None)
            if found is not None or count == 1:
                is_known |= found is not None
                told.append((found or parts[0]).removeprefix("；"))
                del parts[:count]
                break
    return "；".join(told) if is_known else text


def _one(text: str, depth: int) -> str | None:
    """A single sentence; None where none of the formats made it."""
    if (word := value(text)) != text:
        return word
    best: tuple[int, _Format, dict[str, str]] | None = None
    by_first = _formats(language())
    for form in (*by_first.get(text[:1], ()), *by_first.get("", ())):
        # A number that is one tells as much as ten letters.
        own = sum(map(len, form.parts)) + 10 * sum(is_number for _, is_number in form.fields)
        if best is not None and own <= best[0]:
            continue
        values = form.values_in(text)
        if values is not None and _may_be(list(values.values()), form.parts[-1] == "", depth):
            best = own, form, values
    if best is None:
        return _counts(text)
    _own, form, values = best
    return form.told.format(**{name: _told(found, depth + 1) for name, found in values.items()})


def _may_be(values: list[str], is_open: bool, depth: int) -> bool:
    """A value holds no other sentences, but for the last one where nothing behind it ends it.

    One with a semicolon of its own is a sentence that is known.
    """
    inner = [found for found in (values[:-1] if is_open else values) if "; " in found]
    return not inner or (depth < _DEEPEST and all(_one(found, depth + 1) is not None for found in inner))


def _counts(text: str) -> str | None:
    """Numbers with words: ``3 timeout, 1 not_found``; None for another text."""
    if not _COUNTS.fullmatch(text):
        return None
    counts = [part.partition(" ") for part in text.split(", ")]
    if any(value(word) == word and " " in word for _, _, word in counts):
        return None
    return "、".join(f"{value(word)} {number}" if word else number for number, _, word in counts)


@cache
def _formats(language: str) -> dict[str, list[_Format]]:
    """The formats by their first letter; by none those that begin with a value."""
    found: dict[str, list[_Format]] = {}
    for message, told in _messages(language):
        form = _format_of(message, told)
        found.setdefault(form.parts[0][:1], []).append(form)
    return found


def _messages(language: str) -> Iterator[tuple[str, str]]:
    beginning = f"{CONTEXT}\x04"  # as gettext parts a context from its message
    for message, told in vars(catalogue(language)).get("_catalog", {}).items():
        if isinstance(message, str) and message.startswith(beginning):
            yield message.removeprefix(beginning), told


def _format_of(message: str, told: str) -> _Format:
    parts: list[str] = []
    fields: list[tuple[str, bool]] = []
    at = 0
    for match in _FIELD.finditer(message):
        parts.append(message[at : match.start()])
        fields.append((match[1], bool(match[2]) and _SPEC.fullmatch(match[2]) is not None))
        at = match.end()
    return _Format((*parts, message[at:]), tuple(fields), _FIELD.sub(r"{\1}", told))
