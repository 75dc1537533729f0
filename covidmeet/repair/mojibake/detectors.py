"""Fast detectors: which lines to search, and for which channels; and which text is lost for good.

Each detector of a channel is a regular expression for what the channel makes of the most frequent characters.
False positives are few and cost only time, for the search decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_CP1252_MARKS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"

_LATIN_RUN = re.compile(
    f"[\xa1-\xac\xae\xaf\xb1-\xb6\xb8-\xd6\xd8-\xf6\xf8-\xff][\x80-\xff?\ufffd{_CP1252_MARKS}]{{2}}"
)
"""Three characters of Latin-1 in a row, the first none of the signs that clean Chinese text has (° · × ÷)."""

_UTF8_LEAD_IN_LATIN = re.compile(f"[â-éï][\x80-\xbf {_CP1252_MARKS}]")
_CONTROL = re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
_CP1252_ONLY = re.compile(f"[{_CP1252_MARKS}]")


def _rows(leads: range, trails: range) -> str:
    """The characters of GBK with these bytes, as the inside of a character class."""
    data = (bytes((lead, trail)) for lead in leads for trail in trails)
    return "".join(pair.decode("gbk", "ignore") for pair in data if len(pair.decode("gbk", "ignore")) == 1)


@cache
def _utf8_in_gbk() -> re.Pattern[str]:
    """First two bytes of a character of UTF-8; its third with the first of the next; and so on.

    Compiled on first use, because that takes longer than all other imports of this package.
    """
    leads, continuations = range(0xE2, 0xF0), range(0x80, 0xC0)
    opening = re.escape(_rows(leads, continuations))
    crossing = re.escape(_rows(continuations, leads)) + "\ue000-\uf8ff"
    inner = re.escape(_rows(continuations, continuations)) + "\ue000-\uf8ff"
    return re.compile(
        f"[{opening}](?:[{crossing}](?:[{inner}{crossing}?\ufffd€]|$)|[?\ufffd][{opening}])", re.M
    )


_ALPHABETS = (
    re.compile("[ぁ-ん]"),
    re.compile("[ァ-ヶ]"),
    re.compile("[Α-Ωα-ω]"),
    re.compile("[А-Яа-яЁё]"),
    re.compile("[ㄅ-ㄩāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêɑɡ]"),
    re.compile("[─-╋]"),
    re.compile("[\ue000-\uf8ff\ufffd?A-C@]"),
)
"""The rows of GBK that the commonest rows of Big5 (A4 to A9) are read as, and what undefined codes become."""
_WORDS = re.compile("[ぁ-ん]{3}|[ァ-ヶー]{4}|[А-Яа-яЁё]{4}|[Α-Ωα-ω]{4}")
"""Words of these alphabets; in Big5 read as GBK their letters stand singly."""
_BIG5_IN_GBK = re.compile("[Α-Ωα-ωА-яЁёㄅ-ㄩ─-╋ぁ-んァ-ヶ][\u4e00-\u9fa5ぁ-んァ-ヶΑ-Ωα-ωА-яЁёㄅ-ㄩ]")


_SIGNS_IN_BIG5 = "ㄛ﹝﹜ㄩ珨婓岆"
"""What Big5 makes of ，。、：一在是 in GBK: a line of text has one of these, clean text hardly ever."""
_GBK_IN_BIG5 = re.compile(
    "[^\x00-\xff\u3100-\u312f][ㄛ﹝﹜ㄩ˙ˋㄐㄗㄘ](?:[^\x00-\x2f\u3100-\u312f]|$)"
    "|[珨婓岆笢賸衄涴奻坻眕堎蚚蠅猁赻](?=[^\n]{0,7}[珨婓岆笢賸衄悝涴奻睿堤佽坻眕堎蚚蠅猁赻爛湮跺茼])",
    re.M,
)


def latin(line: str) -> bool:
    """Whether bytes above 7F may have been read as Latin-1 or cp1252."""
    return _LATIN_RUN.search(line) is not None


def utf8_in_latin(line: str) -> bool:
    """Whether most of the Latin-1 in a line looks like UTF-8: a lead byte in every three."""
    high = sum("\x7f" < char <= "\xff" or char in _CP1252_MARKS for char in line)
    return 5 * len(_UTF8_LEAD_IN_LATIN.findall(line)) >= high


def gbk_in_latin(line: str) -> bool:
    """Whether the Latin-1 in a line may be GBK: not everything looks like UTF-8."""
    high = sum("\xa0" < char <= "\xff" for char in line)
    return 3 * len(_UTF8_LEAD_IN_LATIN.findall(line)) < high


def latin1_controls(line: str) -> bool:
    """Whether a line has control characters that only Latin-1 makes of bytes."""
    return _CONTROL.search(line) is not None


def cp1252_signs(line: str) -> bool:
    """Whether a line has characters that only cp1252 makes of bytes."""
    return _CP1252_ONLY.search(line) is not None


def utf8_in_gbk(line: str) -> bool:
    """Whether UTF-8 may have been read as GBK: two plausible characters in a row."""
    return any(_is_common(match.group()) for match in _utf8_in_gbk().finditer(line))


def _is_common(pairs: str) -> bool:
    """Whether the first bytes of a match are a character of UTF-8 that Chinese text has."""
    data = pairs[:2].encode("gb18030", "ignore")[:3]
    try:
        char = data.decode("utf-8")
    except UnicodeDecodeError:
        return len(data) < 3 or "?" in pairs or "\ufffd" in pairs
    for codec in ("gb2312", "big5"):
        try:
            char.encode(codec)
        except UnicodeEncodeError:
            continue
        return True
    return False


def big5_in_gbk(line: str) -> bool:
    """Whether Big5 may have been read as GBK: hanzi among letters of several other alphabets."""
    if _BIG5_IN_GBK.search(line) is None:
        return False
    if "\n" in line:  # words and letters of other lines tell nothing
        return any(map(big5_in_gbk, line.split("\n")))
    if _WORDS.search(line):
        return False
    return sum(alphabet.search(line) is not None for alphabet in _ALPHABETS) >= 2


def gbk_in_big5(line: str) -> bool:
    """Whether GBK may have been read as Big5: its marks between hanzi, or two of the rare hanzi it gives."""
    return any(sign in line for sign in _SIGNS_IN_BIG5) and _GBK_IN_BIG5.search(line) is not None


def wrongly_decoded(text: str) -> bool:
    """Whether any of the wrong decodings may be in a text."""
    if text.isascii():
        return False
    return any(test(text) for test in (latin, utf8_in_gbk, big5_in_gbk, gbk_in_big5))


def suspect_offsets(line: str) -> list[int]:
    """Where bytes may have been read as Latin-1 or cp1252, or Big5 as GBK, in order."""
    pattern = _LATIN_RUN if latin(line) else _BIG5_IN_GBK
    return [match.start() for match in pattern.finditer(line)]


_LOST = {
    # Bytes that were no text in the encoding that was assumed.
    "replacement_character": re.compile("\ufffd+"),
    # U+FFFD twice, in UTF-8, read as GBK.
    "u_fffd_as_gbk": re.compile("(?:锟斤拷)+(?:锟斤|锟)?"),
    # Memory that a debugger filled with CC and CD, read as GBK.
    "uninitialised_memory": re.compile("烫{3,}|屯{3,}"),
}
_SHORTEST_LOST = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯")
_MENTIONED = re.compile("乱码|亂碼|编码|編碼|[“‘「『《\"'](?:(?:锟斤拷)+|烫{3,}|屯{3,}|\ufffd+)[”’」』》\"']")
"""A line about such text has lost nothing."""


_ABOUT = re.compile(
    "乱码|亂碼|[编編][码碼]|[解转轉][码碼]|UTF-?8|GB(?:K|2312|18030)|(?i:big-?5|latin-?1|iso-?8859|cp-?1252|mojibake|ftfy|unicode)"
)


def is_about_damage(line: str) -> bool:
    """Whether a line speaks of encodings: what is damaged in it is an example."""
    return _ABOUT.search(line) is not None


def may_be_lost(text: str) -> bool:
    """Whether ``lost_text`` would find anything, mentions aside."""
    return any(shortest in text for shortest in _SHORTEST_LOST)


def lost_text(line: str) -> Iterator[tuple[str, int, str]]:
    """Rule, offset and what stands there, of text that is reported and never guessed at."""
    if not may_be_lost(line) or _MENTIONED.search(line):
        return
    for rule, pattern in _LOST.items():
        for match in pattern.finditer(line):
            yield rule, match.start(), match.group()
