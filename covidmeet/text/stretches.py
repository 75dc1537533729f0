"""Two encodings in one page: a template in GBK or Big5 around a text in UTF-8, and the reverse.

Such a page decodes as neither.  It is cut at tags and line ends, where no encoding has a part of a character,
and each stretch is read in the encoding in which it reads like text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from covidmeet.text.gb18030 import REPLACEMENT, decode_two_bytes
from covidmeet.text.hanzi import BIG5_COMMON, GB_COMMON, MARKS, reads_like_chinese
from covidmeet.text.resynchronise import decode_resynchronised

UTF8 = "utf-8"
_LEGACY = ("gb18030", "big5hkscs")
_STRETCH = re.compile(rb"[^<>\r\n]+")
# Two ideographs or marks of Chinese in UTF-8: hardly ever found in GBK or Big5 text by chance.
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2,}")
_UTF8_CHARACTER = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")
_SHORT_RUN = re.compile(rb"[\x00-\x7f](?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2,}(?![\x80-\xff])")
_UTF8_HALF = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]?")  # what is left of a character that lost a byte
_SAMPLE = 4_000  # bytes of the stretches that are not UTF-8; they tell which other encoding it is
_SURE = 4  # ideographs in a stretch beyond which its reading is no chance
_ASCII = bytes(range(0x80))
_KINDS = bytes(
    ord("a" if byte < 0x80 else "c" if byte < 0xC0 else "L" if 0xE3 <= byte <= 0xE9 or byte == 0xEF else "x")
    for byte in range(256)
)
_FEWEST = 2  # characters of a stretch that can prove its encoding
_COMMON_IN = {"gb18030": GB_COMMON | MARKS, "big5hkscs": BIG5_COMMON | MARKS}


@dataclass(frozen=True, slots=True)
class Mixed:
    """``encoding`` is that of most of the page, ``stretches`` how many were in the other one."""

    text: str
    encoding: str
    damaged: int
    stretches: int


Span = tuple[int, int, str]
"""Start, stop, encoding; a stretch, or a part of one, with a byte that is not ASCII."""


def holds_utf8_runs(data: bytes) -> bool:
    """Whether a page in another encoding has words that stand alone and are Chinese in UTF-8."""
    # By kinds of bytes first, in a tenth of the time.
    return b"aLccLcc" in data.translate(_KINDS) and _SHORT_RUN.search(data) is not None


def decode_by_stretches(data: bytes, legacy: str | None) -> Mixed | None:
    """``data`` read stretch by stretch as UTF-8 or ``legacy``; None where it is not in two encodings.

    ``legacy`` is ``gb18030`` or ``big5hkscs``, or None where that is to be told, too.  Linear in the length.
    """
    if not _UTF8_RUN.search(data):
        return None
    legacy = legacy or _told_legacy(data)
    if legacy is None:
        return None
    spans = _spans(data, legacy)
    sizes: Counter[str] = Counter()
    for start, stop, encoding in spans:
        sizes[encoding] += len(data[start:stop].translate(None, _ASCII))
    if len(sizes) < 2:
        return None
    most = max(sizes, key=lambda name: sizes[name])
    text, damaged = _joined(data, spans)
    return Mixed(text, most, damaged, sum(encoding != most for _, _, encoding in spans))


def _told_legacy(data: bytes) -> str | None:
    """In which of the other encodings the stretches that are not UTF-8 read like Chinese."""
    rest: list[bytes] = []
    short: list[bytes] = []
    size = 0
    for match in _STRETCH.finditer(data):
        if not match[0].isascii() and _strict(match[0]) is None:
            short.append(match[0])
            rest.append(_UTF8_RUN.sub(b" ", match[0]))
            size += len(rest[-1])
            if size > _SAMPLE:
                break
    readings = {name: reads_like_chinese(decode_two_bytes(b" ".join(rest), name)) for name in _LEGACY}
    best = max(_LEGACY, key=lambda name: readings[name].score)
    found = readings[best]
    if found.judged >= _SURE and found.score > 0.5 * found.judged:
        return best
    legacy = _legacy_of_script(data)
    return (
        legacy if any(_is_proven(part, legacy) for piece in short for part in _besides_utf8(piece)) else None
    )


def _legacy_of_script(data: bytes) -> str:
    """The other encoding of the script in which the page's UTF-8 is written."""
    text = set(data[: _SAMPLE * 4].decode(UTF8, "ignore"))
    return "big5hkscs" if len(text & BIG5_COMMON) > len(text & GB_COMMON) else "gb18030"


def _besides_utf8(piece: bytes) -> list[bytes]:
    """What stands in a stretch beside runs of UTF-8."""
    return [part for part in _UTF8_RUN.split(piece) if not part.isascii()]


def _is_proven(piece: bytes, legacy: str) -> bool:
    """Whether bytes that are no UTF-8 are everyday characters in ``legacy``, and nothing else.

    What is left of UTF-8 that lost bytes never is: its leading bytes begin rare characters of GB 2312 and of
    Big5, and without them there is no byte from C0 on.
    """
    high = piece.translate(None, _ASCII)
    if _strict(piece) is not None or _UTF8_CHARACTER.search(piece) or not any(byte >= 0xC0 for byte in high):
        return False
    wide = [char for char in decode_two_bytes(piece, legacy) if char > "\x7f"]
    return len(wide) >= _FEWEST and _COMMON_IN[legacy].issuperset(wide)


def _spans(data: bytes, legacy: str) -> list[Span]:
    found: list[Span] = []
    for match in _STRETCH.finditer(data):
        piece = match[0]
        if piece.isascii():
            continue
        encoding = _encoding_of(piece, legacy)
        if encoding is None:
            found += ((match.start() + a, match.start() + b, name) for a, b, name in _parts(piece, legacy))
        elif encoding:
            found.append((*match.span(), encoding))
        else:
            # A character of either, such as ©, goes with what stands before it.
            found.append((*match.span(), found[-1][2] if found else UTF8))
    return found


def _encoding_of(piece: bytes, legacy: str) -> str | None:
    """The encoding of a stretch, "" for one that may be either, None for one that is in two."""
    text = _strict(piece)
    if text is not None:
        wide = sum(map("\u07ff".__lt__, text))
        if wide >= _SURE:
            return UTF8
        if not wide and all(char < "\u00c0" or char in "×÷" for char in text):
            return ""
        return UTF8 if _score(text) >= _score(decode_two_bytes(piece, legacy)) else legacy
    if not _UTF8_RUN.search(piece):
        if _fits(piece, legacy, doubtful=True):
            return legacy
        # Few and rare characters, or what is left of one in UTF-8: as what stands around them.
        return UTF8 if reads_like_chinese(decode_two_bytes(piece, legacy)).judged >= _SURE else ""
    readings = {
        UTF8: _score(_utf8(piece)),
        legacy: _score(decode_two_bytes(piece, legacy)),
        None: _score("".join(_read(piece[a:b], name) for a, b, name in _parts(piece, legacy))),
    }
    return max(readings, key=lambda name: readings[name])


def _fits(piece: bytes, legacy: str, *, doubtful: bool = False) -> bool:
    """Whether the bytes read like text in ``legacy``, and not like damaged UTF-8."""
    text = decode_two_bytes(piece, legacy)
    reading = reads_like_chinese(text)
    if doubtful and reading.judged >= _SURE:
        return reading.score >= _score(_utf8(piece))
    whole = REPLACEMENT not in text and reading.score >= 0.8 * reading.judged
    return whole and not _UTF8_HALF.fullmatch(piece.translate(None, _ASCII))


def _parts(piece: bytes, legacy: str) -> Iterator[Span]:
    """A stretch cut at runs of Chinese in UTF-8."""
    end = 0
    for start, stop in [*(match.span() for match in _UTF8_RUN.finditer(piece)), (len(piece), len(piece))]:
        if not (before := piece[end:start]).isascii():
            # A few characters that touch UTF-8 are more likely a damaged part of it.
            apart = (not end or before[0] < 0x80) and (start == len(piece) or before[-1] < 0x80)
            apart = apart or len(before.translate(None, _ASCII)) >= 2 * _SURE or _is_proven(before, legacy)
            yield end, start, legacy if apart and _fits(before, legacy) else UTF8
        if start < stop:
            yield start, stop, UTF8
        end = stop


def _joined(data: bytes, spans: list[Span]) -> tuple[str, int]:
    """The text, and how many places of it could not be decoded; neighbours of one encoding are one piece."""
    parts: list[str] = []
    damaged = start = 0
    for number, (_, stop, encoding) in enumerate(spans):
        last = number + 1 == len(spans)
        if not last and spans[number + 1][2] == encoding:
            continue
        piece = data[start : len(data) if last else stop]
        start = stop
        parts.append(_utf8(piece) if encoding == UTF8 else decode_resynchronised(piece, encoding))
        if lost := parts[-1].count(REPLACEMENT):
            damaged += max(0, lost - piece.decode(encoding, "ignore").count(REPLACEMENT))
    return "".join(parts), damaged


def _read(piece: bytes, encoding: str) -> str:
    return _utf8(piece) if encoding == UTF8 else decode_two_bytes(piece, encoding)


def _utf8(piece: bytes) -> str:
    return piece.decode(UTF8, "replace")


def _strict(piece: bytes) -> str | None:
    try:
        return piece.decode(UTF8)
    except UnicodeDecodeError:
        return None


def _score(text: str) -> float:
    return reads_like_chinese(text).score
