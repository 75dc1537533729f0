"""Where in a line UTF-8 was read by a wrong decoder: stretches whose bytes are mostly characters of UTF-8."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from covidmeet.repair.mojibake.decoders import QUESTION, REPLACEMENT, Decoder

_CHAR = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")
_WIDEST_GAP = 24
"""Bytes between two characters of UTF-8 that losses explain."""
_LEAST_SHARE = 0.4
"""Share of the bytes above 7F that must be in characters of UTF-8."""
_FEWEST = 2


def islands(line: str, decoder: Decoder) -> list[tuple[int, int]]:
    """Start and stop of the stretches of ``line`` that may be repaired, in order."""
    ends: list[int] = []
    pieces: list[bytes] = []
    size = 0
    for char in line:
        piece = b"\xff" if char == REPLACEMENT else decoder.source(char) or b"\n"
        pieces.append(piece)
        size += len(piece)
        ends.append(size)
    data = b"".join(pieces)
    found = []
    for start, stop in _clusters(data):
        first, last = bisect_right(ends, start), bisect_left(ends, stop) + 1
        found.append(_with_marks(line, first, last, decoder))
    return _apart(found)


def _clusters(data: bytes) -> list[tuple[int, int]]:
    """Rows of characters of UTF-8 that are near one another."""
    found: list[tuple[int, int, int, int]] = []
    for match in _CHAR.finditer(data):
        start, stop = match.span()
        if found:
            first, last, chars, covered = found[-1]
            between = data[last:start]
            if len(between.strip(b" ")) <= _WIDEST_GAP or (between.isascii() and b"\n" not in between):
                found[-1] = first, stop, chars + 1, covered + stop - start
                continue
        found.append((start, stop, 1, stop - start))
    return [
        (first, last)
        for first, last, chars, covered in found
        if chars >= _FEWEST and covered >= _LEAST_SHARE * sum(byte > 0x7F for byte in data[first:last])
    ]


def _with_marks(line: str, first: int, last: int, decoder: Decoder) -> tuple[int, int]:
    """With the marks at both ends, and what stands between them and the stretch."""
    marks = QUESTION + REPLACEMENT
    while first and line[first - 1] in marks:
        first -= 1
    if line[first] in marks:
        first = _begun_before(line, first, decoder)
    ahead = 0
    while ahead < 2 and last + ahead < len(line) and line[last + ahead] not in marks:
        if line[last + ahead] < "\x80":
            return first, last
        ahead += 1
    if last + ahead < len(line) and line[last + ahead] in marks:
        last += ahead
        while last < len(line) and line[last] in marks:
            last += 1
    elif last + ahead == len(line):
        last = len(line)
    return first, last


_BEGUN = re.compile(b"[\xe2-\xef][\x80-\xbf]?")


def _begun_before(line: str, first: int, decoder: Decoder) -> int:
    """Where the character begins that a mark at ``first`` may be a part of."""
    data = b""
    for at in range(first - 1, max(first - 3, -1), -1):
        data = (decoder.source(line[at]) or b"\n") + data
        if _BEGUN.fullmatch(data):
            return at
    return first


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in found:
        if joined and first < joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined
