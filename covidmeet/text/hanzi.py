"""Which characters are common in Chinese text, derived from the national standards' own tables.

GB 2312 and Big5 each set their everyday characters apart in a first level (GB/T 2312-1980: rows 16 to 55,
3,755 characters; Big5: A440 to C67E, 5,401), so the two codecs hold the list already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MARKS = frozenset("，。、；：？！“”‘’（）《》「」『』〈〉【】—…·\u3000")
"""Chinese punctuation."""

_GB = (range(0xB0, 0xD8), (range(0xA1, 0xFF),))
_BIG5 = (range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF)))


def _characters(codec: str, leads: range, trails: tuple[range, ...]) -> Iterator[str]:
    for lead in leads:
        for trail in (trail for part in trails for trail in part):
            if codec == "big5" and (lead, trail) > (0xC6, 0x7E):
                return
            yield from bytes((lead, trail)).decode(codec, "ignore")


GB_COMMON = frozenset(_characters("gb2312", *_GB))
"""The first level of GB 2312: everyday Simplified characters."""

BIG5_COMMON = frozenset(_characters("big5", *_BIG5))
"""The first level of Big5: everyday Traditional characters."""

COMMON = GB_COMMON | BIG5_COMMON | MARKS
"""Everyday characters of either script, and Chinese punctuation."""


# The characters that make up four tenths of any Chinese text, whatever it is about, in both scripts.
_FREQUENT = (
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可过天"
    "作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机"
    "体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城十相但已些正"
    "來個們內兩動區員國學實將對後從於時會東業機沒無爲為現產當發種經與裏說軍這進過還長門開間關頭體麼，："
)
FREQUENT = frozenset(_FREQUENT)
"""What Chinese text cannot do without: a wrong decoding that hits common characters misses these."""


@dataclass(frozen=True, slots=True)
class ChineseScore:
    """How Chinese a text looks: ``score`` in characters, and how many characters were judged."""

    score: float
    frequent: int
    judged: int

    @property
    def chinese(self) -> bool:
        """Whether this is Chinese at all; short texts may lack the frequent characters."""
        if self.judged < 40:
            return self.judged > 0 and self.score > 0.55 * self.judged
        return self.score > 0.3 * self.judged and self.frequent > 0.13 * self.judged

    @property
    def plainly(self) -> bool:
        """Beyond doubt: no wrong decoding of Chinese comes near a fifth of frequent characters."""
        return self.judged >= 100 and self.chinese and self.frequent > 0.22 * self.judged


def reads_like_chinese(text: str) -> ChineseScore:
    """Judge the non-ASCII characters of ``text``.

    A common character is worth one, a frequent one three; a rare character, a private-use code or a
    foreign letter costs half a one, a U+FFFD two.
    """
    judged = sum(map("\x7f".__lt__, text))
    common = sum(map(COMMON.__contains__, text))
    frequent = sum(map(FREQUENT.__contains__, text))
    score = common + 2 * frequent - 0.5 * (judged - common) - 1.5 * text.count("\ufffd")
    return ChineseScore(score, frequent, judged)
