"""The wrong decoders, as a forward model (``read``) and its inverse (``source``, ``lost``).

Software shows a byte that it cannot decode in one of three ways: as nothing, a question mark, or U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

NOTHING, QUESTION, REPLACEMENT = "", "?", "\ufffd"
LOSS_MARKS = (NOTHING, QUESTION, REPLACEMENT)
ANY_HIGH = 0x100
"""An unknown following byte of 0x80 or more."""
SPACES = (b"\xa0", b"\x85")
"""Bytes that become an ordinary space when white space is normalised after the wrong decoding."""

_CP1252_HOLES = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_CONTROLS = frozenset(range(0x80, 0xA0))
_PRIVATE = re.compile("[\ue000-\uf8ff]")


Bytes = frozenset[bytes]


def _single(values: Iterable[int]) -> Bytes:
    return frozenset(bytes((value,)) for value in values)


@dataclass(frozen=True, slots=True)
class Decoder:
    """One wrong decoder.

    ``source``: the bytes that a character was decoded from, None where no bytes give that character.
    ``lost``: the bytes, one or two at a time, that cannot be decoded when the byte ``following`` (-1 at the
    end) comes next.
    ``read``: bytes to text, each loss shown as the second argument.
    """

    name: str
    source: Callable[[str], bytes | None]
    lost: Callable[[int], Bytes]
    read: Callable[[bytes, str], str]
    private: bool = True
    """Whether it shows private-use characters."""
    euro: bool = True
    """Whether it shows a euro sign, for 80 or for A2 E3."""
    swallows: bool = False
    """Whether a lead byte and the ASCII byte below 40 behind it become one mark."""


@cache
def _latin1_source(char: str) -> bytes | None:
    return bytes((ord(char),)) if char <= "\xff" else None


@cache
def _cp1252_source(char: str) -> bytes | None:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        # What cp1252 leaves undefined, browsers and Windows pass on as control characters.
        return bytes((ord(char),)) if "\x80" <= char <= "\x9f" else None


def _bytewise(holes: frozenset[int], codec: str) -> Callable[[bytes, str], str]:
    def read(data: bytes, mark: str) -> str:
        table = dict.fromkeys(holes, mark)
        shown = data.decode("latin-1")
        if codec == "latin-1":
            return shown.translate(table)
        chars = {byte: bytes((byte,)).decode("cp1252") for byte in _CONTROLS - _CP1252_HOLES}
        return shown.translate(chars | table)

    return read


@cache
def _gbk_source(char: str) -> bytes | None:
    if char in "€\x80":
        return b"\x80"
    if char < "\x80":
        return char.encode()
    try:
        data = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return data if len(data) == 2 else None


@cache
def _is_gbk_pair(lead: int, trail: int) -> bool:
    try:
        bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _gbk_lost(following: int) -> Bytes:
    if following == ANY_HIGH:
        return frozenset().union(*(_gbk_lost(byte) for byte in range(0x80, 0xF8)))
    return _single(byte for byte in range(0x80, 0x100) if following < 0 or not _is_gbk_pair(byte, following))


def _gbk_read(data: bytes, mark: str) -> str:
    if mark == REPLACEMENT:
        return data.decode("gbk", "replace")
    if mark == NOTHING:
        return data.decode("gbk", "ignore")
    return data.decode("gbk", "replace").replace(REPLACEMENT, mark)


def _cp936_read(data: bytes, mark: str) -> str:
    """As Windows and browsers decode it: user-defined codes to private-use characters, 0x80 to the euro."""
    parts: list[str] = []
    at = 0
    while at < len(data):
        char, size = _cp936_char(data[at : at + 2], mark)
        parts.append(char)
        at += size
    return "".join(parts)


def _cp936_char(data: bytes, mark: str) -> tuple[str, int]:
    if data[0] < 0x80:
        return chr(data[0]), 1
    if data[0] == 0x80:
        return "€", 1
    if len(data) == 2:
        try:
            return data.decode("gb18030"), 2
        except UnicodeDecodeError:
            pass
    return mark, 1


@cache
def _cp936_lost(following: int) -> Bytes:
    return _single(range(0x81, 0x100) if following < 0x40 else (0xFF,))


@cache
def _gb18030_lost(following: int) -> Bytes:
    return _single(range(0x80, 0x100) if following < 0x40 else (0x80, 0xFF))


def _gb18030_read(data: bytes, mark: str) -> str:
    return data.decode("gb18030", "replace").replace(REPLACEMENT, mark)


@cache
def _user_defined() -> Bytes:
    """The codes that cp936 decodes to private-use characters."""
    pairs = (
        bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF) if trail != 0x7F
    )
    return frozenset(pair for pair in pairs if _PRIVATE.fullmatch(pair.decode("gb18030")))


@cache
def _cp936_without_private_lost(following: int) -> Bytes:
    return _cp936_lost(following) | _user_defined()


def _cp936_without_private_read(data: bytes, mark: str) -> str:
    return _PRIVATE.sub(mark, _cp936_read(data, mark))


def _in_step_read(*, private: bool, euro: bool) -> Callable[[bytes, str], str]:
    """Two bytes that are undecodable together become one mark: the reader stays in step by two."""

    def read(data: bytes, mark: str) -> str:
        parts: list[str] = []
        at = 0
        while at < len(data):
            lead = data[at]
            if lead < 0x80 or (lead == 0x80 and euro):
                parts.append(chr(lead) if lead < 0x80 else "€")
                at += 1
                continue
            parts.append(_in_step_pair(data[at : at + 2], private) or mark)
            at += 2
        return "".join(parts)

    return read


@cache
def _in_step_pair(pair: bytes, private: bool) -> str:
    """The character of two bytes, or ""."""
    try:
        return pair.decode("gb18030" if private else "gbk")
    except UnicodeDecodeError:
        return ""


def _in_step_lost(*, private: bool, euro: bool) -> Callable[[int], Bytes]:
    leads = range(0x81 if euro else 0x80, 0x100)
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x80, 0x100))
    undecodable = frozenset(pair for pair in pairs if not _in_step_pair(pair, private))
    at_end = undecodable | _single(leads)
    return lambda following: at_end if following < 0 else undecodable


def _in_step(*, private: bool, euro: bool) -> Decoder:
    settings = {"private": private, "euro": euro}
    return Decoder(
        "gbk", _gbk_source, _in_step_lost(**settings), _in_step_read(**settings), private, euro, True
    )


@cache
def _big5_source(char: str) -> bytes | None:
    try:
        data = char.encode("cp950")
    except UnicodeEncodeError:
        return None
    return data if data.decode("cp950") == char else None


@cache
def _is_big5_pair(lead: int, trail: int) -> bool:
    try:
        bytes((lead, trail)).decode("cp950")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _big5_lost(following: int) -> Bytes:
    """The bytes of GB 2312: others are of characters that hardly any text in GBK has."""
    if following == ANY_HIGH:
        return frozenset().union(*(_big5_lost(byte) for byte in range(0xA1, 0xFF)))
    return _single(byte for byte in range(0xA1, 0xFF) if following < 0 or not _is_big5_pair(byte, following))


def _big5_read(data: bytes, mark: str) -> str:
    return data.decode("cp950", "replace").replace(REPLACEMENT, mark)


def _lost(values: frozenset[int]) -> Callable[[int], Bytes]:
    lost = _single(values)
    return lambda following: lost


@cache
def lost_in_a_row(decoder: Decoder, following: int) -> Bytes:
    """The pairs of bytes that are lost one after the other, the second before ``following``."""
    seconds = [data for data in decoder.lost(following) if len(data) == 1]
    return frozenset(
        first + second for second in seconds for first in decoder.lost(second[0]) if len(first) == 1
    )


LATIN1 = Decoder("latin1", _latin1_source, _lost(frozenset()), _bytewise(frozenset(), "latin-1"))
LATIN1_WITHOUT_CONTROLS = Decoder("latin1", _latin1_source, _lost(_CONTROLS), _bytewise(_CONTROLS, "latin-1"))
"""For text whose control characters were removed after it was read as Latin-1."""
CP1252 = Decoder("cp1252", _cp1252_source, _lost(frozenset()), _bytewise(frozenset(), "cp1252"))
CP1252_WITH_HOLES = Decoder(
    "cp1252", _cp1252_source, _lost(_CP1252_HOLES), _bytewise(_CP1252_HOLES, "cp1252")
)
GBK = Decoder("gbk", _gbk_source, _gbk_lost, _gbk_read, private=False, euro=False)
CP936 = Decoder("gbk", _gbk_source, _cp936_lost, _cp936_read)
BIG5 = Decoder("big5", _big5_source, _big5_lost, _big5_read)
GB18030 = Decoder("gbk", _gbk_source, _gb18030_lost, _gb18030_read)
CP936_WITHOUT_PRIVATE = Decoder(
    "gbk", _gbk_source, _cp936_without_private_lost, _cp936_without_private_read, private=False
)
"""For text whose private-use characters were removed after it was read as cp936."""
CP936_IN_STEP = _in_step(private=False, euro=False)
CP936_IN_STEP_EURO = _in_step(private=False, euro=True)
WINDOWS_936 = _in_step(private=True, euro=True)
"""Pairs that are undecodable together become one mark; Windows shows private-use characters."""
