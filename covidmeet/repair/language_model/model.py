"""How likely a Chinese character is after the characters before it.

Two back-off character 4-grams, each with half of the say.  ``lm-*.bin`` holds them; ``LM-NOTICE.txt``
says what they were made from and under which licences, and ``tools/make_lm.py`` makes them.

Traditional characters share the figures of their Simplified counterpart, half-width marks those of the
full-width ones; digits, Latin letters, spaces and foreign scripts are classes (``classes``).  Every string
is accepted and no probability is zero.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from math import exp, log

from covidmeet.repair.language_model.classes import BREAK, classify
from covidmeet.repair.language_model.table import BACKOFF, KEY_BITS, LOGP, Level, Table, read_table

REACH = 3
"""Characters of context that count."""

_MOST_FIGURES = 150_000
"""Figures kept for reuse; past that the cache starts anew, so that memory stays flat."""

_FLOOR = -18.0
"""Natural logarithm for a hanzi that the tables have never seen."""

_Span = tuple[Level, int, int, float]
"""Where the successors of a context stand in a level, and the logarithm of the back-off weight."""


class _Spellings(dict[str, tuple[str, float]]):
    """Character -> its token and the logarithm of its share of that token."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._fold = dict(zip(table.traditional, table.simplified, strict=True))

    def __missing__(self, char: str) -> tuple[str, float]:
        if len(char) != 1:
            return char, 0.0
        folded = self._fold.get(char)
        found = self[char] = (folded, 0.0) if folded else classify(char)
        return found

    def tokens(self, text: str) -> str:
        return "".join([self[char][0] for char in text])


class _Chain:
    """The lookups in one table."""

    def __init__(self, table: Table) -> None:
        self._by_length = [table.levels[length] for length in range(1, REACH + 1)]
        self._number = {char: number for number, char in enumerate(table.chars)}
        self._unigrams = table.unigrams

    def spans(self, tokens: str) -> tuple[_Span, ...]:
        """The listed contexts that ``tokens`` ends in, the longest first."""
        found: tuple[_Span, ...] = ()
        key = shift = 0
        numbers = self._number
        for token, level in zip(reversed(tokens), self._by_length, strict=False):
            number = numbers.get(token)
            if number is None:
                break
            key |= number << shift
            shift += KEY_BITS
            keys = level.keys
            at = bisect_left(keys, key)
            if at < len(keys) and keys[at] == key:
                start = level.ends[at - 1] if at else 0
                found = ((level, start, level.ends[at], BACKOFF[level.backoffs[at]]), *found)
        return found

    def logp(self, spans: tuple[_Span, ...], token: str) -> float:
        number = self._number.get(token)
        if number is None:
            return _FLOOR
        value = 0.0
        for level, start, end, backoff in spans:
            at = bisect_left(level.successors, number, start, end)
            if at < end and level.successors[at] == number:
                return value + LOGP[level.figures[at]]
            value += backoff
        return value + LOGP[self._unigrams[number]]


class _Row(dict[str, float]):
    """Natural logarithms of what may follow one context, worked out when first asked for."""

    __slots__ = ("one", "other", "rows")

    def __init__(self, rows: _Rows, one: tuple[_Span, ...], other: tuple[_Span, ...]) -> None:
        super().__init__()
        self.rows = rows
        self.one = one
        self.other = other

    def __missing__(self, char: str) -> float:
        token, share = self.rows.spellings[char]
        if token == char:
            value = self._token(token)
        else:
            known = self.get(token)
            value = share + (self._token(token) if known is None else known)
        self[char] = value
        self.rows.figures += 1
        return value

    def _token(self, token: str) -> float:
        rows = self.rows
        chance = exp(rows.first.logp(self.one, token)) + exp(rows.second.logp(self.other, token))
        return log(chance / 2)


class _Rows(dict[str, _Row]):
    """Context, up to ``REACH`` characters as they stand in the text -> its row, made when first asked for."""

    def __init__(self, first: Table, second: Table) -> None:
        super().__init__()
        self.spellings = _Spellings(first)
        self.first = _Chain(first)
        self.second = _Chain(second)
        self.figures = 0

    def __missing__(self, context: str) -> _Row:
        if self.figures > _MOST_FIGURES:
            self.clear()
            self.figures = 0
        row = self[context] = self._make(self.spellings.tokens(context[-REACH:]) or BREAK)
        self.figures += 4  # An empty row is as large as a few figures.
        return row

    def _make(self, tokens: str) -> _Row:
        one, other = self.first.spans(tokens), self.second.spans(tokens)
        listed = max(len(one), len(other))
        if 0 < listed < len(tokens):
            # Longer than anything listed: what a shorter context has been asked for is known already.
            shorter = self[tokens[-listed:]]
            if shorter.one == one and shorter.other == other:
                return shorter
        return _Row(self, one, other)


class LanguageModel:
    """Natural logarithms of probabilities of characters in context; immutable but for its cache."""

    def __init__(self, rows: _Rows) -> None:
        self._rows = rows

    def logp(self, context: str, char: str) -> float:
        """The natural logarithm of P(``char`` | the last three characters of ``context``)."""
        return self._rows[context[-3:]][char]

    def row(self, context: str) -> Mapping[str, float]:
        """All of ``logp`` for one context: ``row(context)[char] == logp(context, char)``.

        Index it with ``[]``; the other methods of a mapping see only what was asked for before.
        """
        return self._rows[context[-3:]]

    def score(self, text: str, before: str = "", after: str = "") -> float:
        """The logarithm of P(``text`` and the first three characters of ``after`` | ``before``)."""
        rows = self._rows
        before = before[-REACH:]
        whole = before + text + after[:REACH]
        return sum([rows[whole[max(at - 3, 0) : at]][whole[at]] for at in range(len(before), len(whole))])


@cache
def load() -> LanguageModel:
    """The packaged model, read once for the process."""
    return LanguageModel(_Rows(read_table("lm-open-gram.bin"), read_table("lm-libime.bin")))
