"""How likely a Chinese character is after the characters before it.

The model is a back-off character 4-gram.  ``data/lm.bin`` holds it; ``data/LM-NOTICE.txt`` says what it was
made from and under which licence, and ``tools/make_lm.py`` makes it.

Traditional characters share the figures of their Simplified counterpart, half-width marks those of the
full-width ones; digits, Latin letters, spaces and foreign scripts are classes (``lm_classes``).  Every string
is accepted and no probability is zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp, log

from covidmeet.text.lm_classes import BREAK, classify
from covidmeet.text.lm_table import BACKOFF, KEY_BITS, LOGP, Table, read_table

REACH = 3
"""Characters of context that count."""

_MOST_CONTEXTS = 60_000
"""Unpacked contexts kept for reuse; past that the cache starts anew, so that memory stays flat."""

_FLOOR = -18.0
"""Natural logarithm for a hanzi that the table has never seen."""

_PRIOR = {1: 40.0, 2: 8.0, 3: 3.0}
"""Weight of the general model against the page's counts, by length of the page context, in occurrences."""

_Counts = dict[str, dict[str, int]]


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


class _Row(dict[str, float]):
    """What may follow one context; what is not listed comes from the context without its first character."""

    __slots__ = ("backoff", "lower", "spellings")

    def __init__(
        self, listed: Mapping[str, float], backoff: float, lower: _Row | None, spellings: _Spellings
    ) -> None:
        super().__init__(listed)
        self.backoff = backoff
        self.lower = lower
        self.spellings = spellings

    def __missing__(self, char: str) -> float:
        token, share = self.spellings[char]
        if token != char or share:
            value = dict.get(self, token)
            return (self.token(token) if value is None else value) + share
        return self.token(char)

    def token(self, token: str) -> float:
        """The figure for a token that this row does not list."""
        lower = self.lower
        if lower is None:
            return _FLOOR
        value = lower.get(token)
        return self.backoff + (lower.token(token) if value is None else value)


class _MixedRow(_Row):
    """Two general models, each with half of the say."""

    __slots__ = ("other",)

    def __init__(self, one: _Row, other: _Row) -> None:
        super().__init__({}, 0.0, one, one.spellings)
        self.other = other

    def token(self, token: str) -> float:
        one, other = self.lower, self.other
        assert one is not None
        value = one.get(token)
        first = one.token(token) if value is None else value
        value = other.get(token)
        second = other.token(token) if value is None else value
        mixed = self[token] = log((exp(first) + exp(second)) / 2)
        return mixed


class _PageRow(_Row):
    """A row in which a page's own counts are mixed with the general model's figures."""

    __slots__ = ("counts",)

    def __init__(self, counts: list[tuple[float, dict[str, int]]], lower: _Row) -> None:
        super().__init__({}, 0.0, lower, lower.spellings)
        self.counts = [(prior, found, prior + sum(found.values())) for prior, found in counts]

    def token(self, token: str) -> float:
        assert self.lower is not None
        value = self.lower.get(token)
        chance = exp(self.lower.token(token) if value is None else value)
        for prior, counts, total in self.counts:
            chance = (counts.get(token, 0) + prior * chance) / total
        value = self[token] = log(chance)
        return value


class _Rows(dict[str, _Row]):
    """Context, up to ``REACH`` characters as they stand in the text -> its row, made when first asked for."""

    def __init__(self, spellings: _Spellings) -> None:
        super().__init__()
        self.spellings = spellings

    def __missing__(self, context: str) -> _Row:
        if len(self) > _MOST_CONTEXTS:
            self.clear()
        row = self[context] = self.make(context)
        return row

    def make(self, context: str) -> _Row:
        raise NotImplementedError


class _TableRows(_Rows):
    """The rows of one packaged table."""

    def __init__(self, table: Table, spellings: _Spellings) -> None:
        super().__init__(spellings)
        self._table = table
        self._number = {char: number for number, char in enumerate(table.chars)}
        listed = dict(zip(table.chars, map(LOGP.__getitem__, table.unigrams), strict=True))
        self._root = _Row(listed, 0.0, None, self.spellings)

    def make(self, context: str) -> _Row:
        return self._find(self.spellings.tokens(context[-REACH:]) or BREAK)

    def _find(self, tokens: str) -> _Row:
        lower = self[tokens[1:]] if len(tokens) > 1 else self._root
        key = 0
        for token in tokens:
            number = self._number.get(token)
            if number is None:
                return lower
            key = key << KEY_BITS | number
        level = self._table.levels[len(tokens)]
        at = level.find(key)
        if at < 0:
            return lower
        span = slice(level.ends[at - 1] if at else 0, level.ends[at])
        chars = map(self._table.chars.__getitem__, level.successors[span])
        listed = dict(zip(chars, map(LOGP.__getitem__, level.figures[span]), strict=True))
        return _Row(listed, BACKOFF[level.backoffs[at]], lower, self.spellings)


class _MixedRows(_Rows):
    """The rows of two tables."""

    def __init__(self, one: _TableRows, other: _TableRows) -> None:
        super().__init__(one.spellings)
        self._one = one
        self._other = other

    def make(self, context: str) -> _Row:
        return _MixedRow(self._one[context], self._other[context])


class _PageRows(_Rows):
    """The rows of a general model with a page's counts on top."""

    def __init__(self, general: _Rows, page: str) -> None:
        super().__init__(general.spellings)
        self._general = general
        self._counts = _count(self.spellings.tokens(page))

    def make(self, context: str) -> _Row:
        row = self._general[context]
        tokens = self.spellings.tokens(context[-REACH:]) or BREAK
        counts = []
        for length in range(1, len(tokens) + 1):
            found = self._counts.get(tokens[-length:])
            if found is None:
                break
            counts.append((_PRIOR[length], found))
        return _PageRow(counts, row) if counts else row


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

        Index it with ``[]``; the other methods of a mapping see only what the context lists itself.
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
    open_gram, libime = read_table("lm-open-gram.bin"), read_table("lm-libime.bin")
    spellings = _Spellings(open_gram)
    return LanguageModel(_MixedRows(_TableRows(open_gram, spellings), _TableRows(libime, spellings)))
