"""The law of proof: can damage turn the repaired text into what was found?  Written from the descriptions of
the damage; nothing of the repair is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pypinyin.constants import PINYIN_DICT

from tests.repair.mirror.forward import HALF_WIDTH, MARKS, NARROWED, TABLE, pair
from tests.repair.mojibake.damage import CHANNELS, as_gbk, by_browser, gbk_as_big5, in_step

_READING = re.compile(r"([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê]{1,6}) ?\)")
_GAP = re.compile("[\x05-\x08 ]*")
_WIDE = {narrow: chr(wide) for wide, narrow in HALF_WIDTH.items()}
_HIT = {mark.encode("gbk") for mark in MARKS + "；"}  # some kits hit one mark more
_KIT = {line.split("\t")[1]: line.split("\t")[2] for line in TABLE.read_text("utf-8").splitlines()}

Position = tuple[int, int, bool]
"""Bytes read, characters shown, and whether an insertion was shown here."""


def mirror_gives(text: str, seen: str) -> bool:
    """Whether a mirror kit can turn ``text`` into ``seen``, narrowed marks and dropped controls included."""
    return _gives(text, seen) or _gives(text.translate(_WIDE), seen)


def _bytes(char: str) -> bytes:
    data = char.encode("gb18030", "replace")
    return data if len(data) < 3 else b"?"


def _gives(text: str, seen: str) -> bool:
    data = b"".join(map(_bytes, text))
    waiting: list[Position] = [(0, 0, False)]
    known = set(waiting)
    while waiting:
        at, shown, inserted = waiting.pop()
        if at == len(data) and shown == len(seen):
            return True
        for position in _next(data, seen, at, shown, inserted):
            if position not in known:
                known.add(position)
                waiting.append(position)
    return False


def _next(data: bytes, seen: str, at: int, shown: int, inserted: bool) -> Iterator[Position]:
    if not inserted:
        for end in _insertions(data, seen, at, shown, swallowed=False):
            yield at, end, True
    if at == len(data) or shown == len(seen):
        return
    if data[at] <= 0x80:
        if ord(seen[shown]) == data[at] or (data[at] == 0x80 and seen[shown] == "€"):
            yield at + 1, shown + 1, False
        return
    if seen[shown] == "?":
        yield from _lost(data, seen, at, shown)
    if at + 1 < len(data) and data[at + 1] >= 0x40:
        made = pair(data[at], data[at + 1])
        if seen[shown] in (made, made.translate(NARROWED), made.translate({0xFF5E: 0x301C, 0x2015: 0x2014})):
            yield at + 2, shown + 1, False


def _lost(data: bytes, seen: str, at: int, shown: int) -> Iterator[Position]:
    """A lead byte that took along what was inserted, an ASCII byte, or nothing at the end of a line."""
    for end in _insertions(data, seen, at + 1, shown + 1, swallowed=True):
        yield at + 1, end, True
    if at + 1 == len(data) or data[at + 1] == 0x0A:
        yield at + 1, shown + 1, False
    if at + 1 < len(data) and data[at + 1] < 0x40:
        yield at + 2, shown + 1, False


def _insertions(data: bytes, seen: str, at: int, shown: int, *, swallowed: bool) -> Iterator[int]:
    """Where what a kit may insert before byte ``at`` ends in ``seen``: a reading, controls, or both."""
    yield from _controls(data, seen, at, shown)
    if at < 2 or data[at - 2] < 0x81 or data[at - 1] < 0x40:
        return
    match = _READING.match(seen, shown + (not swallowed))
    if match and (swallowed or seen[shown] == "(") and reads(pair(data[at - 2], data[at - 1]), match[1]):
        yield match.end()
        yield from _controls(data, seen, at, match.end())


def _controls(data: bytes, seen: str, at: int, shown: int) -> Iterator[int]:
    if data[at : at + 2] in _HIT:
        gap = _GAP.match(seen, shown)
        assert gap
        yield from range(shown, gap.end() + 1)


def reads(char: str, reading: str) -> bool:
    """Whether ``char`` has this reading."""
    plain = reading.replace("ɡ", "g")
    return (
        plain == _KIT.get(char) or plain in PINYIN_DICT.get(ord(char), "").split(",") or not _toned(reading)
    )


def _toned(reading: str) -> bool:
    return not reading.isascii()


def wrong_decoding_gives(text: str, seen: str) -> bool:
    """Whether some wrong decoding of ``text`` shows as ``seen``, but for kinds of blanks."""
    return any(_same(shown, seen) for shown in _shown(text))


def _shown(text: str) -> Iterator[str]:
    for _, damage in CHANNELS.values():
        try:
            yield damage(text)
        except UnicodeEncodeError:
            continue
    data = text.encode("utf-8", "replace")
    for lost in ("", "?", "\ufffd"):
        yield as_gbk(data, lost)
        yield by_browser(data).replace("\ufffd", lost)
        yield data.decode("gb18030", "replace").replace("\ufffd", lost)
        yield re.sub("[\ue000-\uf8ff]", lost, in_step(data, lost, private=True, euro=True))
        yield re.sub("[\ue000-\uf8ff]", lost, by_browser(data).replace("\ufffd", lost))
        yield re.sub("[\x80-\x9f]", lost, data.decode("latin-1"))
        for private in (False, True):
            for euro in (False, True):
                yield in_step(data, lost, private=private, euro=euro)
    for codec in ("cp950", "big5hkscs"):
        big5 = text.encode(codec, "replace")
        for lost in ("", "?", "\ufffd"):
            yield as_gbk(big5, lost)
            yield by_browser(big5).replace("\ufffd", lost)
    for lost in ("", "?", "\ufffd"):
        yield gbk_as_big5(text, lost)
    yield unescape(text) if "&" in text else text


def _same(shown: str, seen: str) -> bool:
    return _blanks(shown) == _blanks(seen)


def _blanks(text: str) -> str:
    return text.replace("\xa0", " ").replace("\x85", " ").rstrip(" ")
