"""Simplified or Traditional: the language model gives both forms of a character the same probability."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from covidmeet.repair.language_model.table import read_table

_FURTHER = "儘侭暱昵𣈶暅𣯶毶瀋渖穭稆縕緼緪縆線缐蘊藴託讬諮谘轀輼逕迳醞醖鉅钜鍾锺鏇镟餘馀麴麹麪麺麼麽"
_OF_TAIWAN = (
    "偽僞啟啓吃喫嫻嫺媯嬀峰峯么幺梁樑簷檐溈潙潀潨為爲床牀痺痹痴癡皂皁著着睪睾秘祕灶竈粽糉韁繮才纔群羣"
    "唇脣顎腭參蔘蒍蔿眾衆裡裏核覈缽鉢針鍼鯰鮎麵麪麵麺顎齶"
)
"""Pairs of what OpenCC's tables ``s2t`` and ``s2tw`` make and what they make it of, where that is not the
usual Simplified character and GBK has it: wrong decoders show such characters as any other."""


def _has(codec: str, char: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _traditional() -> frozenset[str]:
    table = read_table("lm-open-gram.bin")
    return frozenset(char for char in table.traditional if not _has("gb2312", char))


@cache
def _simplified() -> frozenset[str]:
    table = read_table("lm-open-gram.bin")
    return frozenset(char for char in table.simplified if not _has("big5", char))


@cache
def to_simplified() -> dict[str, str]:
    """Traditional character -> its Simplified counterpart."""
    table = read_table("lm-open-gram.bin")
    return dict(zip(table.traditional, table.simplified, strict=True))


@cache
def before_conversion() -> dict[str, str]:
    """Traditional character -> the characters that converters make it of, the usual Simplified one first.

    The character itself is not among them.
    """
    found = dict(to_simplified())
    pairs = _FURTHER + _OF_TAIWAN
    for made, of in zip(pairs[::2], pairs[1::2], strict=True):
        if of not in found.get(made, ""):
            found[made] = found.get(made, "") + of
    return found


def other_script(texts: Iterable[str]) -> frozenset[str]:
    """The characters that only the script has which ``texts`` are mostly not in; Traditional in a tie."""
    traditional = simplified = 0
    for text in texts:
        traditional += sum(char in _traditional() for char in text)
        simplified += sum(char in _simplified() for char in text)
    return _simplified() if traditional > simplified else _traditional()
