"""How likely a Chinese character is after the characters before it.

Two back-off character 4-grams, each with half of the say.  ``data/lm-*.bin`` holds them;
``data/LM-NOTICE.txt`` says what they were made from and under which licences, and ``tools/make_lm.py`` makes
them.

Traditional characters share the figures of their Simplified counterpart, half-width marks those of the
full-width ones; digits, Latin letters, spaces and foreign scripts are classes (``lm_classes``).  Every string
is accepted and no probability is zero.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from math import exp, log

from covidmeet.text.lm_classes import BREAK, classify
from covidmeet.text.lm_table import BACKOFF, KEY_BITS, LOGP, Level, Table, read_table

REACH = 3
"""Characters of context that count."""

_MOST_FIGURES = 150_000
"""Figures kept for reuse; past that the cache starts anew, so that memory stays flat."""

_FLOOR = -18.0
"""Natural logarithm for a hanzi that the tables have never seen."""

_PRIOR = {1: 40.0, 2: 8.0, 3: 3.0}
"""Weight of the general model against the page's counts, by length of the page context, in occurrences."""

_Counts = dict[str, dict[str, int]]
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

    __slots__ = ("rows",)

    def __init__(self, rows: _Rows) -> None:
        super().__init__()
        self.rows = rows

    def __missing__(self, char: str) -> float:
        token, share = self.rows.spellings[char]
        if token == char:
            value = self.token(token)
        else:
            known = self.get(token)
            value = share + (self.token(token) if known is None else known)
        self[char] = value
        self.rows.figures += 1
        return value

    def token(self, token: str) -> float:
        raise NotImplementedError


class _GeneralRow(_Row):
    __slots__ = ("one", "other")

    def __init__(self, rows: _GeneralRows, one: tuple[_Span, ...], other: tuple[_Span, ...]) -> None:
        super().__init__(rows)
        self.one = one
        self.other = other

    def token(self, token: str) -> float:
        rows = self.rows
        assert isinstance(rows, _GeneralRows)
        chance = exp(rows.first.logp(self.one, token)) + exp(rows.second.logp(self.other, token))
        return log(chance / 2)


class _PageRow(_Row):
    """A row in which a page's own counts are mixed with the general model's figures."""

    __slots__ = ("counts", "general")

    def __init__(self, rows: _Rows, counts: list[tuple[float, dict[str, int]]], general: _Row) -> None:
        super().__init__(rows)
        self.general = general
        self.counts = [(prior, found, prior + sum(found.values())) for prior, found in counts]

    def token(self, token: str) -> float:
        chance = exp(self.general[token])
        for prior, counts, total in self.counts:
            chance = (counts.get(token, 0) + prior * chance) / total
        return log(chance)


class _Rows(dict[str, _Row]):
    """Context, up to ``REACH`` characters as they stand in the text -> its row, made when first asked for."""

    def __init__(self, spellings: _Spellings) -> None:
        super().__init__()
        self.spellings = spellings
        self.figures = 0

    def __missing__(self, context: str) -> _Row:
        if self.figures > _MOST_FIGURES:
            self.clear()
            self.figures = 0
        row = self[context] = self.make(self.spellings.tokens(context[-REACH:]) or BREAK)
        self.figures += 4  # An empty row is as large as a few figures.
        return row

    def make(self, tokens: str) -> _Row:
        raise NotImplementedError


class _GeneralRows(_Rows):
    """The rows of the packaged tables."""

    def __init__(self, first: Table, second: Table) -> None:
        super().__init__(_Spellings(first))
        self.first = _Chain(first)
        self.second = _Chain(second)

    def make(self, tokens: str) -> _Row:
        one, other = self.first.spans(tokens), self.second.spans(tokens)
        listed = max(len(one), len(other))
        if 0 < listed < len(tokens):
            # Longer than anything listed: what a shorter context has been asked for is known already.
            shorter = self[tokens[-listed:]]
            if isinstance(shorter, _GeneralRow) and shorter.one == one and shorter.other == other:
                return shorter
        return _GeneralRow(self, one, other)


class _PageRows(_Rows):
    """The rows of another model with a page's counts on top."""

    def __init__(self, general: _Rows, page: str) -> None:
        super().__init__(general.spellings)
        self._general = general
        self._counts = _count(self.spellings.tokens(page))

    def make(self, tokens: str) -> _Row:
        row = self._general[tokens]
        counts = []
        for length in range(1, len(tokens) + 1):
            found = self._counts.get(tokens[-length:])
            if found is None:
                break
            counts.append((_PRIOR[length], found))
        return _PageRow(self, counts, row) if counts else row


def _count(tokens: str) -> _Counts:
    counts: _Counts = {}
    tokens = BREAK + tokens
    for at in range(1, len(tokens)):
        char = tokens[at]
        for start in range(max(at - REACH, 0), at):
            found = counts.setdefault(tokens[start:at], {})
            found[char] = found.get(char, 0) + 1
    return counts


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

    def with_text(self, page: str) -> LanguageModel:
        """A model that also knows ``page``: what stands there once is likelier to stand there again."""
        return LanguageModel(_PageRows(self._rows, page))


@cache
def load() -> LanguageModel:
    """The packaged model, read once for the process."""
    return LanguageModel(_GeneralRows(read_table("lm-open-gram.bin"), read_table("lm-libime.bin")))
