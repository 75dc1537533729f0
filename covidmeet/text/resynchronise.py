"""Resynchronise two-byte text after a loss of byte alignment.

In GBK and Big5 a lost or added byte pairs the trail byte of each character with the lead byte of the next, up
to the next ASCII byte, which Chinese paragraphs seldom have.  Leaving out one byte restores the alignment;
dynamic programming over the readings of the run finds out which.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from covidmeet.text.gb18030 import REPLACEMENT, decode_two_bytes
from covidmeet.text.hanzi import COMMON, FREQUENT, reads_like_chinese

_RUN = re.compile(rb"[^\x00-\x2f]{6,}")  # no candidate encoding has these bytes inside a character
# A "?" for half a character: the repair of mirror damage restores that half from the misaligned text.
_MARKED_LOSS = re.compile(rb"\?[\x80-\xff]")
_LONGEST_RUN = 65_536  # bytes
_MOST_WORK = 131_072  # bytes of suspect runs in one text; the rest stays as it is
_DROP = -5.0  # weight of a byte left out: several characters must become readable to outweigh it
_RARE = -0.2
_HAN = (*range(0x3400, 0xA000), *range(0xE000, 0xF900))


def decode_resynchronised(data: bytes, encoding: str, *, marked: bool = False) -> str:
    """Decode ``gb18030`` or ``big5hkscs``, leaving out (as U+FFFD) the bytes that misalign the text.

    The result is that of ``decode_two_bytes`` but for runs of improbable characters that
    become Chinese when a byte is left out.  Runs in which a ``?`` stands for the lost byte stay as they are
    unless ``marked`` (enough for judging, but it loses what a repair can still use).
    """
    text = decode_two_bytes(data, encoding)
    if not is_suspect(text):
        return text
    parts: list[str] = []
    end, work = 0, 0
    for match in _RUN.finditer(data):
        run = match[0]
        if work + len(run) > _MOST_WORK or len(run) > _LONGEST_RUN:
            continue
        if not marked and _MARKED_LOSS.search(run):
            continue
        seen = decode_two_bytes(run, encoding)
        if is_suspect(seen):
            work += len(run)
            aligned = _realigned(run, encoding)
            if _better(seen, aligned):
                parts += (decode_two_bytes(data[end : match.start()], encoding), aligned)
                end = match.end()
    parts.append(decode_two_bytes(data[end:], encoding))
    return "".join(parts)


def is_suspect(text: str) -> bool:
    """Whether ``text`` may have been decoded out of alignment, or in another encoding than its own."""
    return _suspect().search(text) is not None


@cache
def _suspect() -> re.Pattern[str]:
    """Two rare characters in a row: found at every second place of misaligned text, hardly ever elsewhere."""
    rare = "".join(chr(code) for code in _HAN if chr(code) not in COMMON)
    return re.compile(f"[{rare}][{rare}]")  # twice in full: a leading set is searched for faster than a count


def _better(seen: str, aligned: str) -> bool:
    """Whether what changed has become Chinese: a list of rare characters must stay as it is."""
    start = _shared(seen, aligned)
    tail = _shared(seen[start:][::-1], aligned[start:][::-1])
    old, new = (reads_like_chinese(text[start : len(text) - tail]) for text in (seen, aligned))
    return new.frequent >= 0.15 * new.judged and new.frequent > old.frequent


def _shared(a: str, b: str) -> int:
    """Length of the common beginning."""
    shorter = min(len(a), len(b))
    return next((i for i in range(shorter) if a[i] != b[i]), shorter)


def _realigned(run: bytes, encoding: str) -> str:
    """The reading of ``run`` with the greatest sum of character weights, less the bytes left out."""
    best = [0.0] * (len(run) + 4)
    drop = bytearray(len(run))
    for i in range(len(run) - 1, -1, -1):
        size, weight = _character(run[i : i + 4], encoding)
        keep = weight + best[i + size]
        left_out = _DROP + best[i + 1]
        drop[i] = left_out > keep
        best[i] = max(keep, left_out)
    parts: list[str] = []
    start = i = 0
    while i < len(run):
        if drop[i]:
            parts += (decode_two_bytes(run[start:i], encoding), REPLACEMENT)
            start = i = i + 1
        else:
            i += _character(run[i : i + 4], encoding)[0]
    return "".join((*parts, decode_two_bytes(run[start:], encoding)))


def _character(four: bytes, encoding: str) -> tuple[int, float]:
    """Bytes and weight of the character at the start of ``four``."""
    if four[0] < 0x80:
        return 1, 0.0
    if len(four) > 1 and 0x30 <= four[1] <= 0x39:
        return _four(four, encoding)
    return _pair(four[:2], encoding)


@lru_cache(maxsize=65_536)
def _pair(pair: bytes, encoding: str) -> tuple[int, float]:
    try:
        character = pair.decode(encoding)
    except UnicodeDecodeError:
        return 1, _DROP
    if character in FREQUENT:
        return 2, 2.0
    return 2, 0.1 if character in COMMON else _RARE * (ord(character[0]) in _HAN_SET)


def _four(four: bytes, encoding: str) -> tuple[int, float]:
    try:
        return (4, _RARE) if len(four.decode(encoding)) == 1 else (1, _DROP)
    except UnicodeDecodeError:
        return 1, _DROP


_HAN_SET = frozenset(_HAN)
