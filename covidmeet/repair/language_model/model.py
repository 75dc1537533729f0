"""Probability of a Chinese character after the characters before it.

Two back-off character 4-gram models, interpolated with weight 0.5 each.  ``lm-*.bin`` holds them;
``LM-NOTICE.txt`` says what they were made from and under which licences, and ``tools/make_lm.py`` makes them.

Traditional characters share the probabilities of their Simplified counterpart, half-width marks those of the
full-width ones; digits, Latin letters, spaces and foreign scripts are classes (``classes``).  Every string is
accepted and no probability is zero.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from math import exp, log

from covidmeet.repair.language_model.classes import BREAK, classify
from covidmeet.repair.language_model.table import BACKOFF, KEY_BITS, LOGP, Level, Table, read_table

CONTEXT_LENGTH = 3
"""Characters of context that a probability depends on."""

_CACHE_LIMIT = 150_000
"""Log probabilities kept for reuse; past that the cache is cleared, so that memory stays bounded."""

_UNKNOWN_LOGP = -18.0
"""Log probability of a hanzi that is in neither table."""

_Span = tuple[Level, int, int, float]
"""Start and stop of a context's successors in a level, and the logarithm of its back-off weight."""


class _Tokens(dict[str, tuple[str, float]]):
    """Character -> its token and the logarithm of P(character | token)."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._fold = dict(zip(table.traditional, table.simplified, strict=True))

    def __missing__(self, char: str) -> tuple[str, float]:
        if len(char) != 1:
            return char, 0.0
        folded = self._fold.get(char)
        found = self[char] = (folded, 0.0) if folded else classify(char)
        return found

    def of(self, text: str) -> str:
        return "".join([self[char][0] for char in text])


class _BackoffModel:
    """The lookups in one table: the longest listed n-gram, else back-off weight and a shorter one."""

    def __init__(self, table: Table) -> None:
        self._by_length = [table.levels[length] for length in range(1, CONTEXT_LENGTH + 1)]
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
            return _UNKNOWN_LOGP
        value = 0.0
        for level, start, end, backoff in spans:
            at = bisect_left(level.successors, number, start, end)
            if at < end and level.successors[at] == number:
                return value + LOGP[level.logprobs[at]]
            value += backoff
        return value + LOGP[self._unigrams[number]]


class _Logprobs(dict[str, float]):
    """Character -> log probability after one context, computed on first access."""

    __slots__ = ("cache", "first", "second")

    def __init__(self, cache: _Cache, first: tuple[_Span, ...], second: tuple[_Span, ...]) -> None:
        super().__init__()
        self.cache = cache
        self.first = first
        self.second = second

    def __missing__(self, char: str) -> float:
        token, share = self.cache.tokens[char]
        if token == char:
            value = self._token(token)
        else:
            known = self.get(token)
            value = share + (self._token(token) if known is None else known)
        self[char] = value
        self.cache.cached += 1
        return value

    def _token(self, token: str) -> float:
        """Linear interpolation of the two models."""
        cache = self.cache
        total = exp(cache.first.logp(self.first, token)) + exp(cache.second.logp(self.second, token))
        return log(total / 2)


class _Cache(dict[str, _Logprobs]):
    """Context, up to ``CONTEXT_LENGTH`` characters as in the text -> its log probabilities."""

    def __init__(self, first: Table, second: Table) -> None:
        super().__init__()
        self.tokens = _Tokens(first)
        self.first = _BackoffModel(first)
        self.second = _BackoffModel(second)
        self.cached = 0

    def __missing__(self, context: str) -> _Logprobs:
        if self.cached > _CACHE_LIMIT:
            self.clear()
            self.cached = 0
        found = self[context] = self._make(self.tokens.of(context[-CONTEXT_LENGTH:]) or BREAK)
        self.cached += 4  # An empty dictionary takes the memory of a few values.
        return found

    def _make(self, tokens: str) -> _Logprobs:
        first, second = self.first.spans(tokens), self.second.spans(tokens)
        listed = max(len(first), len(second))
        if 0 < listed < len(tokens):
            # The context is longer than any listed one, so its distribution is that of the shorter context.
            shorter = self[tokens[-listed:]]
            if shorter.first == first and shorter.second == second:
                return shorter
        return _Logprobs(self, first, second)


class LanguageModel:
    """Log probabilities (natural logarithm) of characters in context; immutable but for its cache."""

    def __init__(self, cache: _Cache) -> None:
        self._cache = cache

    def logp(self, context: str, char: str) -> float:
        """The natural logarithm of P(``char`` | the last three characters of ``context``)."""
        return self._cache[context[-3:]][char]

    def logprobs(self, context: str) -> Mapping[str, float]:
        """All log probabilities after one context: ``logprobs(context)[char] == logp(context, char)``.

        Index it with ``[]``; the other methods of a mapping see only what has been computed before.
        """
        return self._cache[context[-3:]]

    def score(self, text: str, before: str = "", after: str = "") -> float:
        """The logarithm of P(``text`` and the first three characters of ``after`` | ``before``)."""
        cache = self._cache
        before = before[-CONTEXT_LENGTH:]
        whole = before + text + after[:CONTEXT_LENGTH]
        return sum([cache[whole[max(at - 3, 0) : at]][whole[at]] for at in range(len(before), len(whole))])


@cache
def load() -> LanguageModel:
    """The packaged model, read once a process (about 0.2 s of CPU and 55 MB of memory)."""
    return LanguageModel(_Cache(read_table("lm-open-gram.bin"), read_table("lm-libime.bin")))
