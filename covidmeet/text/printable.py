"""Stored text made safe for a terminal, character by character, so that offsets stay what they are."""

from __future__ import annotations

import re

_PICTURES = 0x2400  # U+2400 to U+241F stand for the C0 controls, in their order
_NO_PICTURE = "\ufffd"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C1 controls begin escape sequences as ESC does; overrides of direction let text look like other text.
_OTHERS = (range(0x80, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A), range(0xD800, 0xE000))
_SAFE = {code: chr(_PICTURES + code) for code in range(0x20)} | {0x7F: "\u2421"}
_SAFE |= {code: _NO_PICTURE for codes in _OTHERS for code in codes}
_SAFE |= {0x2028: "\u2424", 0x2029: "\u2424"}
_OF_TEXT = {code: char for code, char in _SAFE.items() if chr(code) != "\n"} | {0x09: " "}
_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """``text`` with its controls as pictures of them; of the same length, its newlines and no others kept.

    >>> printable("\\x1b[2J一\\t二"), len(printable("\\x9b\\u202e"))
    ('␛[2J一 二', 2)
    """
    return text.translate(_OF_TEXT)


def printable_line(text: str) -> str:
    """As ``printable``, newlines shown as well.

    >>> printable_line("一\\n二")
    '一␊二'
    """
    return text.translate(_SAFE)


def one_line(text: str) -> str:
    """``text`` on one line: a blank for each line end, controls as pictures of them."""
    return printable_line(" ".join(_LINE_ENDS.sub("\n", text).split("\n")).strip())


def printable_json(text: str) -> str:
    """JSON in which what a terminal would obey is escaped; it means the same.

    >>> printable_json('"\\x9b2J"')
    '"\\\\u009b2J"'
    """
    return _IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
