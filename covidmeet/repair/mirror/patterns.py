"""What the kit's insertions look like in the shown text: regular expressions, and the codes of marks."""

from __future__ import annotations

import re

from covidmeet.repair.mirror.cp936 import CODE_OF

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê"
"""Regular-expression class of the letters of a reading."""

TONES = "[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]"
"""Regular expression of the letters with a tone mark; every reading but those of the neutral tone has one."""

READING = f"[{LETTERS}]{{1,6}}"
"""Regular expression of one reading."""

FULL_WIDTH = dict(zip(",!?:;()", "，！？：；（）", strict=True))
"""Half-width mark -> the full-width mark that it may have been before marks were narrowed."""
TO_FULL_WIDTH = str.maketrans(FULL_WIDTH)
_TO_HALF_WIDTH = str.maketrans({wide: narrow for narrow, wide in FULL_WIDTH.items()})
HALF_WIDTH_CODES = {narrow: CODE_OF[wide] for narrow, wide in FULL_WIDTH.items()}
"""Half-width mark -> GBK code of that full-width mark."""
NARROWED_CODES = {chr(code): 0xA380 | code for code in range(0x21, 0x7F)} | {" ": 0xA1A1}
"""ASCII character -> GBK code of the full-width character that it may have been before all were narrowed."""

HIT_MARKS = "，。、？！"
"""The marks before which kits put control characters."""
RARELY_HIT = "；"
"""A mark that some kits hit as well."""

ANNOTATION = re.compile(rf"\(({READING}) ?\)")
CUT_ANNOTATION = re.compile(rf"\?({READING}) ?\)")
"""An annotation whose opening parenthesis was swallowed by a lead byte."""
CONTROLS_BEFORE_MARK = re.compile(r"[ \x05-\x08]+(?=[，。、？！；,?!;])")
"""Control characters before a mark, or the spaces that a later tool put in their place."""


def cut_mark(lost: str, marks: str, *, half_width: bool, spaced: bool) -> re.Pattern[str]:
    """A row of question marks, each for a byte swallowed together with a control character, and the mark.

    ``lost``: how many, as in a regular expression.  ``marks``: those that the kit hits.
    ``half_width``: marks may have been narrowed.  ``spaced``: control characters may show as spaces.
    """
    if half_width:
        marks += marks.translate(_TO_HALF_WIDTH)
    gap = "[ \x05-\x08]*" if spaced else "[\x05-\x08]*"
    return re.compile(rf"(?:\?{gap}){{{lost}}}([{re.escape(marks)}])")
