"""Which token of the language model stands for a character.

Digits, Latin letters, spaces and foreign scripts are one token each: the model says how likely a digit is,
and every digit is as likely as the next.
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

_DIGIT_EACH = -log(10)
_LATIN_EACH = -log(52)
_KANA_EACH = -log(170)
_OTHER_EACH = -log(20_000)
_HALF_WIDTH = -log(3)
"""Half-width marks are the rarer spelling in Chinese text."""
_FULL_WIDTH = -log(4)
"""So are full-width digits and letters."""
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
        return KANA, _KANA_EACH
    if char in "\u3000\u00a0":
        return SPACE, _SECOND_SPACE
    if char in "、。…—“”‘’《》〈〉【】〔〕「」『』·":
        return char, 0.0
    return OTHER, _OTHER_EACH


def _ascii(char: str) -> tuple[str, float]:
    if "0" <= char <= "9":
        return DIGIT, _DIGIT_EACH
    if char.isalpha():
        return LATIN, _LATIN_EACH
    if char in " \t":
        return SPACE, 0.0
    if char in "\n\r":
        return BREAK, 0.0
    if char in _MARKS:
        return _MARKS[char], _HALF_WIDTH
    if char in "%.-/":
        return char, 0.0
    return OTHER, _OTHER_EACH


def _full_width(char: str) -> tuple[str, float]:
    if char in "，！？：；（）～":
        return char, 0.0
    token, offset = _ascii(chr(ord(char) - 0xFEE0))
    return token, offset + _FULL_WIDTH
