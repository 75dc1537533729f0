"""Traditional and Simplified Chinese: which one a text is in, and Simplified from either.

The conversion is OpenCC's ``t2s`` (Traditional to Simplified, without a change of vocabulary).  Three
things are done besides: variants that OpenCC leaves alone (衞, 靑, 値) are read as what they stand for;
characters of names stay (``kept``); and mirrors turn every 着 into 著, which ``t2s`` leaves alone because 著
is also a Simplified character of its own (著名, 显著).
"""

from __future__ import annotations

import re
import sys
from functools import cache, lru_cache
from typing import Literal

from covidmeet.text import kept
from covidmeet.text.converter import IN_BOTH, characters, converter
from covidmeet.text.fold import fold_in_place, standard

Script = Literal["hans", "hant"]

fold = fold_in_place
"""For rules and labels, as ``fold_in_place`` tells."""

# The words that keep 著 in Simplified text; elsewhere it is the particle or verb 着.
_ZHU = re.compile(r"(?<![显卓昭名原专巨论编合译遗拙土所新力旧大撰较])著(?![名作书者述称录])")
# Words that begin with 着 although a word in 著 could be read across the boundary before them.
_ZHAO = re.compile(r"(?<=[力所新大])著(?=[手眼力重急想实落陆装色])")


@cache
def _proof(config: str) -> re.Pattern[str]:
    """A character that ``config`` converts and that proves which script it is in."""
    return re.compile(f"[{''.join(char for char in map(chr, characters(config)) if char not in IN_BOTH)}]")


@lru_cache(maxsize=4)  # asked of a body twice: for its script, and whether it is to be converted
def _balance(text: str) -> tuple[int, int]:
    """How many characters are Traditional only, and how many Simplified only.

    The latter are not counted where there are none of the former, whose number then decides.
    """
    traditional = len(_proof("t2s").findall(text))
    return traditional, len(_proof("s2t").findall(text)) if traditional else 0


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


def simplify(text: str, *, keeps_yu: bool | None = None) -> str:
    """``text`` in Simplified Chinese, by OpenCC ``t2s`` and the particle 着; names stay.

    ``keeps_yu``: whether its 於 may be a family name, where more is known of it than the text itself tells.

    >>> simplify("會議強調,隨著形勢變化")
    '会议强调,随着形势变化'
    >>> simplify("記者王乾從乾潭鎮報道:餅乾保供")
    '记者王乾从乾潭镇报道:饼干保供'
    """
    # A lone surrogate cannot cross into OpenCC's UTF-8; such text cannot be stored either.
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text
    parts = kept.parts(standard(text), kept.tells_yu(text) if keeps_yu is None else keeps_yu)
    parts[::2] = map(_converted, parts[::2])
    # Of what was cut out 於 is a name or a place already.
    parts[1::2] = (_characters_of_name(part, keeps_yu=True) for part in parts[1::2])
    converted = "".join(parts)
    if "著" not in converted:
        return converted
    return _ZHU.sub("着", _ZHAO.sub("着", converted))


def simplify_name(name: str, *, keeps_yu: bool = False) -> str:
    """A person's name in Simplified Chinese: characters that stand in Simplified names stay.

    ``keeps_yu``: whether 於 may be the family name itself, and not what a converter made of 于.

    >>> simplify_name("張乾"), simplify_name("於衞東"), simplify_name("錢鍾書")
    ('张乾', '于卫东', '钱锺书')
    >>> simplify_name("於衞東", keeps_yu=True)
    '於卫东'
    """
    text = name.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(name) else name
    # 鍾 is 钟 as a family name; given names have written it 锺 since 2013.
    return _characters_of_name(standard(text[:1] + text[1:].replace("鍾", "锺")), keeps_yu)


def _converted(text: str) -> str:
    # OpenCC knows the age 乾道, and reads it in 主干道 too.
    return str(converter("t2s").convert(text)).replace("主乾道", "主干道")


def _characters_of_name(name: str, keeps_yu: bool) -> str:
    return "".join(char if kept.stays(char, keeps_yu) else _converted(char) for char in name)


def _has_surrogate(text: str) -> bool:
    try:
        text.encode(sys.getdefaultencoding())
    except UnicodeEncodeError:
        return True
    return False
