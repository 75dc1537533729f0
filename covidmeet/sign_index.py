"""An index of the signs of many sites: only those that can stand in a text are searched for.

The key of a sign is a character that its pattern cannot match without; it is searched for only where the
text holds that character.  Measured with 300 invented sites: see ``bench/sites.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

# The parser that ``re`` itself uses; it is private, so a version without it only makes the search slower.
try:
    from re import _parser as sre_parse  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    sre_parse = None

from covidmeet.site import Sign

# Site name, weight, pattern, and the sets of characters of each of which it needs one.
_Filed = tuple[str, int, re.Pattern[str], list[frozenset[str]]]


class SignIndex:
    """The signs of ``(site name, sign)`` pairs, compiled once."""

    def __init__(self, signs: Iterable[tuple[str, Sign]]) -> None:
        self._order: list[_Filed] = []
        self._by_character: dict[str, list[int]] = {}
        self._always: list[int] = []
        for name, sign in signs:
            required = required_characters(sign.pattern)
            self._order.append((name, sign.weight, re.compile(sign.pattern, re.MULTILINE), required))
        groups = (group for *_, required in self._order for group in required)
        common = Counter(character for group in groups for character in group)
        for number, (*_, options) in enumerate(self._order):
            if not options:
                self._always.append(number)
                continue
            # The group that fewest signs share is the most selective key.
            for character in min(options, key=lambda group: sum(common[one] for one in group)):
                self._by_character.setdefault(character, []).append(number)

    def weights(self, folded: str) -> dict[str, int]:
        """Site name -> the weight of its signs in the folded text; sites without any are left out."""
        found: dict[str, int] = {}
        there = set(folded)
        filed = self._by_character.keys() & there
        numbers = {number for character in filed for number in self._by_character[character]}
        for number in sorted(numbers.union(self._always)):
            name, weight, pattern, required = self._order[number]
            if not any(map(there.isdisjoint, required)) and any(
                map(pattern.search, _lines_with(folded, min(required, key=len, default=frozenset())))
            ):
                found[name] = found.get(name, 0) + weight
        return found


def _lines_with(text: str, characters: frozenset[str]) -> Iterator[str]:
    """The lines that hold one of the characters; all, where there are none to look for.

    A sign is searched for in one line at a time: blanks at its begin (``^\\s*``) would run over all the blank
    lines below, once for each of them.
    """
    if not characters:
        yield from text.split("\n")
    for character in characters:
        at = text.find(character)
        while at >= 0:
            end = text.find("\n", at)
            if end < 0:
                end = len(text)
            yield text[text.rfind("\n", 0, at) + 1 : end]
            at = text.find(character, end)


def required_characters(pattern: str) -> list[frozenset[str]]:
    """Sets of characters of each of which one stands in every text that ``pattern`` matches.

    >>> sorted(map(sorted, required_characters("^(?:青禾|青麦)日报?")))
    [['日'], ['禾', '麦'], ['青']]
    """
    return [] if sre_parse is None else _required(sre_parse.parse(pattern))


def _required(sequence: Iterable[tuple[object, object]]) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    for operation, argument in sequence:
        name = str(operation)
        if name == "LITERAL":
            found.append(frozenset(chr(argument)))  # type: ignore[arg-type]
        elif name == "IN" and all(str(kind) == "LITERAL" for kind, _ in argument):  # type: ignore[attr-defined]
            found.append(frozenset(chr(code) for _, code in argument))  # type: ignore[attr-defined]
        elif name == "SUBPATTERN":
            found += _required(argument[-1])  # type: ignore[index]
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0]:  # type: ignore[index]
            found += _required(argument[2])  # type: ignore[index]
        elif name == "BRANCH":
            found += _of_branches([_required(branch) for branch in argument[1]])  # type: ignore[index]
    return found


def _of_branches(branches: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """One set for all branches: a character of each; none where a branch requires nothing."""
    if not all(branches):
        return []
    return [frozenset().union(*(min(options, key=len) for options in branches))]
