"""The one folded form: what a reader takes for the same is the same in it.

Left out are characters that nobody sees (Unicode's Default_Ignorable_Code_Point, control characters);
widths, compatibility ideographs and ligatures are those of NFKC; radicals and variants become the character
that they look like, Traditional characters Simplified ones, capitals small letters; dashes, quotation marks
and the dots of names are of one shape; no blank stands between a digit and what is none (style differs), nor
between a Latin letter and an ideograph.

``fold`` is for comparing: topic, search, titles.  ``fold_in_place`` is the part of it that keeps every
character in its place and in its case, for rules, whose matches tell where a value stands; text is made
``visible`` before.  Texts are stored as they are, never folded.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from covidmeet.text.converter import IN_BOTH, characters
from covidmeet.text.variants import RADICALS, VARIANTS

_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Control characters but those that are blanks or end a line.
_INVISIBLE = re.compile(f"[{_IGNORABLE}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SHAPES = {
    **dict.fromkeys("‐‑‒–—―−⸺⸻﹘", "-"),
    **dict.fromkeys("“”„‟〝〞〟「」『』", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("•‧⋅∙・᛫⸱ꞏ‣◦●", "·"),
    "〜": "~",
    "⁄": "/",
    "∕": "/",
    "∶": ":",
    "锺": "钟",  # how a name is to be written since 2013, and how most write it
}
# Compatibility mappings that make one character of one and do not make a digit of ① or ².
_SAME_CHARACTER = frozenset(("<wide>", "<narrow>", "<compat>", "<noBreak>", "<small>", "<vertical>"))
_IN_PLACE_MARKS = {"〉": ">", "»": ">", "›": ">", "\t": " ", "\u3000": " ", "\u00a0": " "}
_BLANK = re.compile(r"[ \t]+")
_REMEMBERED = 0x3FFFF  # a hostile page must not fill the memory with all of Unicode


class Folded(NamedTuple):
    """A folded ``text``, and for each of its characters the offset of that which it was made of."""

    text: str
    offsets: list[int]


def nfkc_casefold(text: str) -> str:
    """``text`` in compatibility form (NFKC) and without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def visible(text: str) -> str:
    """``text`` without the characters that nobody sees.

    >>> visible("疫情\\u200b防控\\u00ad会议")
    '疫情防控会议'
    """
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def fold_characters(text: str) -> str:
    """``fold`` with all blanks left where they are."""
    if text.isascii() and text.isprintable():
        return text.lower()
    return unicodedata.normalize("NFKC", text.translate(_FOLDED))


def fold(text: str) -> str:
    """``text`` in the form in which two spellings of it are equal; folded once more it stays as it is.

    >>> fold("１２ 月１日前完成 23 个") == fold("12月1日前完成23个"), fold("青禾ＡＰＰ")
    (True, '青禾app')
    """
    text = fold_characters(text)
    return _BLANK.sub(_kept_blank, text) if " " in text or "\t" in text else text


def bare(text: str) -> str:
    """The folded text without any blanks and line ends."""
    return "".join(fold_characters(text).split())


def fold_with_offsets(text: str) -> Folded:
    """``fold``, and where in ``text`` each character stands; several times slower."""
    folded: list[str] = []
    offsets: list[int] = []
    for start, cluster in _clusters(text):
        part = fold_characters(cluster)
        folded.append(part)
        offsets += [start] * len(part)
    joined = "".join(folded)
    for match in reversed(list(_BLANK.finditer(joined))):
        start, stop = match.start() + len(_kept_blank(match)), match.end()
        del offsets[start:stop]
        joined = joined[: match.start()] + _kept_blank(match) + joined[stop:]
    return Folded(joined, offsets)


def fold_in_place(text: str) -> str:
    """``text`` in Simplified characters and half-width marks, each character in its place, case kept.

    For matching only: the result has the length of ``text``, so that a match tells where it stands there.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_IN_PLACE)


def standard(text: str) -> str:
    """``text`` with variants (衞, 靑, 値) as the Simplified characters that they stand for."""
    return text.translate(_VARIANTS) if _VARIANT.search(text) else text


def _kept_blank(match: re.Match[str]) -> str:
    """One blank, or none beside a digit (but between two) and between a Latin letter and an ideograph."""
    around = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    before, after = map(_kind, around)
    if before != after and ("0" in (before, after) or {before, after} == {"a", "中"}):
        return ""
    return " "


def _kind(char: str) -> str:
    """``0`` for a digit, ``a`` for a Latin letter, ``中`` for an ideograph, else nothing."""
    if not char or not char.isalnum():
        return ""
    if char.isascii():
        return "0" if char.isdecimal() else "a"
    return "中" if "\u3400" <= char <= "\u9fff" or char >= "\U00020000" or char == "〇" else ""


def _clusters(text: str) -> list[tuple[int, str]]:
    """Each character with those behind it that may join it to one, and its offset."""
    found: list[tuple[int, str]] = []
    for at, char in enumerate(text):
        made = _FOLDED[ord(char)]
        if found and (not made or _joins(made[0])):
            found[-1] = (found[-1][0], found[-1][1] + char)
        else:
            found.append((at, char))
    return found


def _joins(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def _standard_character(char: str) -> str:
    char = RADICALS.get(char, char)
    char = VARIANTS.get(char, char)
    return char if char in IN_BOTH else characters("t2s").get(ord(char), char)


class _Folded(dict[int, str]):
    """Code point → folded, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        made = "" if _INVISIBLE.match(char) else "".join(map(self._one, nfkc_casefold(_shape(char))))
        if code <= _REMEMBERED:
            self[code] = made
        return made

    @staticmethod
    def _one(char: str) -> str:
        return _standard_character(_shape(char))


class _InPlace(dict[int, str]):
    """Code point → the one character that it is matched as, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        made = self._made(char)
        if code <= _REMEMBERED:
            self[code] = made
        return made

    @staticmethod
    def _made(char: str) -> str:
        if mark := _IN_PLACE_MARKS.get(char):
            return mark
        normal = unicodedata.normalize("NFKC", char)
        kind = unicodedata.decomposition(char)
        if len(normal) == 1 and (not kind.startswith("<") or kind.partition(" ")[0] in _SAME_CHARACTER):
            char = normal
        char = RADICALS.get(char, char)
        char = VARIANTS.get(char, char)
        return characters("t2s").get(ord(char), char)


def _shape(char: str) -> str:
    return _SHAPES.get(char, char)


_FOLDED = _Folded()
_IN_PLACE = _InPlace()
_VARIANTS = str.maketrans(VARIANTS)
_VARIANT = re.compile(f"[{''.join(VARIANTS)}]")
