"""ASCII bytes that a decoder took along with the last byte of a character, and what each costs in nats."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log

_COMMON = "\n .,-/:;()%!?\"'<>&=#$*+"
_COST = 1.0
_LINE_END, _LINE_END_AFTER_STOP, _QUESTION = 5.0, 1.0, 9.0
"""A line end is rare but after the end of a sentence, a question mark rarer: Chinese text has the full-width
one, which the language model does not tell apart."""
_STOPS = frozenset("。！？”：；")
_FIRST_DIGIT = {"0": 0.02} | {str(digit): 0.98 * log(1 + 1 / digit, 10) for digit in range(1, 10)}
"""How often a number begins with each digit (Benford 1938); what was swallowed stood behind a character."""
_CENTURY = {b"0": "2", b"1": "2", b"9": "1"}
"""The first digit of a year by its second."""
_LATER_DIGITS = re.compile(rb"[019]\d\d")
_IN_YEAR = 0.85
"""Share of the likeliest first digit before three digits that are those of a year."""


@lru_cache(maxsize=1 << 10)
def swallowed(last: str, known: bytes) -> tuple[tuple[str, float], ...]:
    """The bytes that may stand between the character ``last`` and the ``known`` ones, each with its cost.

    The language model gives all digits the same probability: that of one must not be taken ten times.
    """
    costs = dict.fromkeys(_COMMON, _COST)
    costs["\n"] = _LINE_END_AFTER_STOP if last in _STOPS else _LINE_END
    costs["?"] = _QUESTION
    return (*costs.items(), *((digit, _COST - log(10 * share)) for digit, share in _shares(known).items()))


def _shares(known: bytes) -> dict[str, float]:
    """How likely each digit is, if it is one."""
    if not _LATER_DIGITS.match(known):
        return _FIRST_DIGIT
    century = _CENTURY[known[:1]]
    rest = (1 - _IN_YEAR) / (1 - _FIRST_DIGIT[century])
    return {digit: _IN_YEAR if digit == century else rest * share for digit, share in _FIRST_DIGIT.items()}
