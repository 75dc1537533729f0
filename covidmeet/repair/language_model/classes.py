"""Token classes of the language model.

Digits, Latin letters, spaces and foreign scripts are one token each (a class-based n-gram model): the model
gives the probability of the class, which its members share equally.
"""

from __future__ import annotations

from math import log

DIGIT = "0"
LATIN = "a"
SPACE = " "
BREAK = "\n"
"""The end of a line, and the start of a text."""
KANA = "の"
OTHER = "\ufffd"
"""Whatever has no token of its own: symbols, foreign scripts, controls."""

_DIGIT_SHARE = -log(10)
_LATIN_SHARE = -log(52)
_KANA_SHARE = -log(170)
_OTHER_SHARE = -log(20_000)
_HALF_WIDTH = -log(3)
"""Chinese text mostly has full-width marks."""
_FULL_WIDTH = -log(4)
"""And half-width digits and letters."""
_SECOND_SPACE = -log(3)

_MARKS = dict(zip(",!?:;()\"'~", "，！？：；（）“‘～", strict=True))


def classify(char: str) -> tuple[str, float]:
    """The token for one character, and the natural logarithm of this character's share of the token.

    A character that may have a token of its own (hanzi, Chinese marks) is its own token, with 0.0.
    """
    if "㐀" <= char <= "鿿" or "\U00020000" <= char <= "\U0003ffff":
        return char, 0.0
    if char <= "\x7f":
        return _ascii(char)
    if "！" <= char <= "～":
        return _full_width(char)
    if "\u3040" <= char <= "ヿ":
        return KANA, _KANA_SHARE
    if char in "\u3000\u00a0":
        return SPACE, _SECOND_SPACE
    if char in "、。…—“”‘’《》〈〉【】〔〕「」『』·":
        return char, 0.0
    return OTHER, _OTHER_SHARE


def _ascii(char: str) -> tuple[str, float]:
    if "0" <= char <= "9":
        return DIGIT, _DIGIT_SHARE
    if char.isalpha():
        return LATIN, _LATIN_SHARE
    if char in " \t":
        return SPACE, 0.0
    if char in "\n\r":
        return BREAK, 0.0
    if char in _MARKS:
        return _MARKS[char], _HALF_WIDTH
    if char in "%.-/":
        return char, 0.0
    return OTHER, _OTHER_SHARE


def _full_width(char: str) -> tuple[str, float]:
    if char in "，！？：；（）～":
        return char, 0.0
    token, share = _ascii(chr(ord(char) - 0xFEE0))
    return token, share + _FULL_WIDTH
