r"""Halves of characters beyond the first plane (UTF-16 surrogates), which no text may hold.

Some systems write such a character as two numeric references (``&#55362;&#57271;``), or as two sequences of
three bytes (CESU-8).  Two halves that belong together are joined; one that stands alone, left where a text
was cut to a length, is dropped.  Both are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

PAIR = "surrogate_pair"
LONE = "lone_surrogate"

# Some systems escape the ampersand once more, some serialisers of JSON in their own way.
_REFERENCE = re.compile(
    r"(?:&|\\u0026)(?:amp;)?#(?:0*(5[5-7][0-9]{3})|[xX]0*([dD][89a-fA-F][0-9a-fA-F]{2}))(?:;|(?![0-9a-fA-F]))"
)
# Other escaped backslashes are matched, so that the one before a "u" is known for what it is.
_ESCAPE = re.compile(
    r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_CESU8 = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")
_PAIR_LENGTH = 12  # of two JSON escapes
_PAIR_BYTES = 6


def join_references(text: str) -> tuple[str, Mapping[str, int]]:
    """``text`` with numeric references to two halves joined and those to one half dropped; how many.

    >>> text, counts = join_references("王&#55362;&#57271;主持&#xD83D;")
    >>> text, sorted(counts.items())
    ('王𠮷主持', [('lone_surrogate', 1), ('surrogate_pair', 1)])
    """
    if "#" not in text:  # one character is looked for many times as fast as two
        return text, {}
    if "&#" not in text and "amp;#" not in text and not ("\\" in text and "\\u0026#" in text):
        return text, {}
    counts: Counter[str] = Counter()
    parts: list[str] = []
    end = 0
    high: tuple[int, int] | None = None  # a first half, and where its reference ends
    for match in _REFERENCE.finditer(text):
        half = int(match[1]) if match[1] else int(match[2], 16)
        if not 0xD800 <= half <= 0xDFFF:
            continue
        parts.append(text[end : match.start()])
        end = match.end()
        counts[LONE] += 1
        if half < 0xDC00:
            high = half, end
        elif high and high[1] == match.start():
            parts.append(chr(0x10000 + ((high[0] - 0xD800) << 10) + half - 0xDC00))
            counts[LONE] -= 2
            counts[PAIR] += 1
            high = None
    parts.append(text[end:])
    return "".join(parts), +counts


def drop_lone_escapes(json: str) -> tuple[str, Mapping[str, int]]:
    """JSON source without escapes of one half alone, and how many there were; whole pairs stay.

    >>> drop_lone_escapes(r'"要求。\\ud83d"')
    ('"要求。"', Counter({'lone_surrogate': 1}))
    """
    counts: Counter[str] = Counter()

    def kept(match: re.Match[str]) -> str:
        if match[0][1] == "\\" or len(match[0]) == _PAIR_LENGTH:
            return match[0]
        counts[LONE] += 1
        return ""

    if "\\ud" in json or "\\uD" in json:
        json = _ESCAPE.sub(kept, json)
    return json, counts


def join_cesu8(data: bytes) -> tuple[bytes, Counter[str]]:
    """Bytes that are UTF-8 but for surrogates, as UTF-8; how many were joined and dropped."""
    counts: Counter[str] = Counter()

    def kept(match: re.Match[bytes]) -> bytes:
        if len(match[0]) == _PAIR_BYTES:
            counts[PAIR] += 1
            halves = match[0].decode("utf-8", "surrogatepass")
            return halves.encode("utf-16", "surrogatepass").decode("utf-16").encode()
        counts[LONE] += 1
        return b""

    return _CESU8.sub(kept, data), counts
