"""The original encodings, UTF-8, GBK and Big5, decoded one byte at a time.

``step`` is a finite automaton: from the bytes of an incomplete character and one byte more to a longer
incomplete character, to a complete one, or to none (the bytes are invalid in this encoding).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

INCOMPLETE: Final = ""
_LEADS = {
    "utf-8": frozenset(range(0xC2, 0xF5)),
    "gbk": frozenset(range(0x81, 0xFF)),
    "big5": frozenset(range(0x87, 0xFF)),
}
_LONGEST = {"utf-8": 4, "gbk": 2, "big5": 2}
_SECOND = {0xE0: (0xA0, 0xBF), 0xED: (0x80, 0x9F), 0xF0: (0x90, 0xBF), 0xF4: (0x80, 0x8F)}
"""Ranges of the second byte of UTF-8 that are narrower than 80 to BF."""
_CODECS = {"utf-8": ("utf-8",), "gbk": ("gb18030",), "big5": ("cp950", "big5hkscs")}


def decode_exactly(data: bytes, encoding: str) -> str | None:
    """The one character that ``data`` is, or None.

    Private-use characters are none: they would let bytes be paired that no text has side by side.
    """
    for codec in _CODECS[encoding]:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return text if len(text) == 1 and not "\ue000" <= text <= "\uf8ff" else None
    return None


@lru_cache(maxsize=1 << 16)
def step(encoding: str, begun: bytes, byte: int) -> tuple[bytes, str] | None:
    """Incomplete bytes and ``INCOMPLETE``, or ``b""`` and the complete character; None where invalid."""
    if not begun:
        if byte < 0x80:
            return b"", chr(byte)
        return (bytes((byte,)), INCOMPLETE) if byte in _LEADS[encoding] else None
    data = begun + bytes((byte,))
    char = decode_exactly(data, encoding)
    if char is not None:
        return b"", char
    return (data, INCOMPLETE) if _may_continue(encoding, data) else None


def _may_continue(encoding: str, data: bytes) -> bool:
    if encoding != "utf-8" or len(data) >= _LONGEST[encoding] or not 0x80 <= data[-1] < 0xC0:
        return False
    lead, second = data[0], data[1]
    least, most = _SECOND.get(lead, (0x80, 0xBF))
    return least <= second <= most and len(data) < (3 if 0xE0 <= lead < 0xF0 else 4 if lead >= 0xF0 else 2)


def decode(data: bytes, encoding: str) -> str | None:
    """The text that ``data`` is, or None."""
    for codec in _CODECS[encoding]:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if encode(text, encoding) == data:
            return text
    return None


def encode(text: str, encoding: str) -> bytes | None:
    """The bytes of a text, or None where the encoding lacks a character."""
    for codec in _CODECS[encoding]:
        try:
            data = text.encode(codec)
        except UnicodeEncodeError:
            continue
        if encoding != "gbk" or len(data) == sum(1 if char < "\x80" else 2 for char in text):
            return data
    return None
