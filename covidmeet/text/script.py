"""Traditional and Simplified Chinese: which one a text is in, and Simplified from either.

The conversion is OpenCC's ``t2s`` (Traditional to Simplified, without a change of vocabulary).  One
character needs more: mirrors turn every 着 into 著, and ``t2s`` leaves 著 alone because 著 is also a
Simplified character of its own (著名, 显著).
"""

from __future__ import annotations

import re
import sys
from functools import cache, lru_cache
from typing import Literal

from opencc import OpenCC

Script = Literal["hans", "hant"]

# The words that keep 著 in Simplified text; elsewhere it is the particle or verb 着.
_ZHU = re.compile(r"(?<![显卓昭名原专巨论编合译遗拙土所新力旧大撰较])著(?![名作书者述称录])")
# Words that begin with 着 although a word in 著 could be read across the boundary before them.
_ZHAO = re.compile(r"(?<=[力所新大])著(?=[手眼力重急想实落陆装色])")


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


@cache
def _characters(config: str) -> dict[int, str]:
    """The one-character conversions of ``config``, as a table for ``str.translate``."""
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = _converter(config).convert("\n".join(characters)).split("\n")
    return {
        ord(before): after
        for before, after in zip(characters, converted, strict=True)
        if before != after and len(after) == 1
    }


@cache
def _fold_table() -> dict[int, str]:
    marks = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {ord(c): " " for c in "\u3000\u00a0\t"}
    return {**_characters("t2s"), **marks, ord("〉"): ">", ord("»"): ">", ord("›"): ">", ord("＞"): ">"}


def fold(text: str) -> str:
    """``text`` in Simplified characters and half-width marks, each character in its place.

    For matching only: the result has the length of ``text``, so that a match tells where it stands there.
    """
    return text.translate(_fold_table())


# Characters that Simplified text uses as well, in words (乾隆) or in names; they prove nothing.
_IN_BOTH = frozenset("乾濛昇甯陞夥徵於吒菸拚捱摺榘袷麴醣麽後薹迺鉅剋氾蒐脩甦湧著")


@cache
def _proof(config: str) -> re.Pattern[str]:
    """A character that ``config`` converts and that proves which script it is in."""
    return re.compile(f"[{''.join(char for char in map(chr, _characters(config)) if char not in _IN_BOTH)}]")


@lru_cache(maxsize=4)  # asked of a body twice: for its script, and whether it is to be converted
def _balance(text: str) -> tuple[int, int]:
    """How many characters are Traditional only, and how many Simplified only."""
    return len(_proof("t2s").findall(text)), len(_proof("s2t").findall(text))


def script_of(text: str) -> Script:
    """``hant`` where Traditional-only characters outnumber Simplified-only ones, else ``hans``."""
    traditional, simplified = _balance(text)
    return "hant" if traditional > simplified else "hans"


def needs_conversion(text: str) -> bool:
    """Whether enough of a text is Traditional for its Traditional characters to be no accident.

    Simplified text has a few of its own (乾隆, 徵 as a note of the scale, names), which must stay.
    """
    traditional, simplified = _balance(text)
    return traditional >= 2 and 10 * traditional >= simplified


def simplify(text: str) -> str:
    """``text`` in Simplified Chinese, by OpenCC ``t2s`` and the particle 着.

    >>> simplify("會議強調,隨著形勢變化")
    '会议强调,随着形势变化'
    """
    # A lone surrogate cannot cross into OpenCC's UTF-8; such text cannot be stored either.
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text
    converted = str(_converter("t2s").convert(text))
    if "著" not in converted:
        return converted
    return _ZHU.sub("着", _ZHAO.sub("着", converted))


def _has_surrogate(text: str) -> bool:
    try:
        text.encode(sys.getdefaultencoding())
    except UnicodeEncodeError:
        return True
    return False
