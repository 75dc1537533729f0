"""A page's own words that stand in a line with the end of the text: 【纠错】【责任编辑:…】, 广告."""

from __future__ import annotations

import re

from covidmeet.text.fold import visible
from covidmeet.text.lines import Line
from covidmeet.text.script import fold

_LONGEST = 80  # characters at the end of a line that are looked at
_WORDS = re.compile(
    r"【(?:我要)?纠错】|广告(?=$)"
    r"|[【\[(]\s?(?:责任编辑|编辑|责编|网络编辑|值班编辑)\s?[:/]?\s?[^【】\[\]()。;]{1,30}[】\])]"
    r"|(?:责任编辑|责编)\s?:\s?[^【】\[\]()。;:]{2,20}(?=$)"
)
_HINTS = ("广告", "廣告", "纠错", "糾錯", "糾错", "编", "編")
_SENTENCE_ENDS = "。!?”》」…)】]"


def without_glued(line: Line) -> list[Line]:
    """The line, and behind it each of the page's words that were glued to the end of its last sentence.

    >>> [one.text for one in without_glued(Line("各县区设分会场。【纠错】【责任编辑:柳方知】"))]
    ['各县区设分会场。', '【纠错】', '【责任编辑:柳方知】']
    """
    start = max(0, len(line.text) - _LONGEST)
    end = line.text[start:]
    if not any(hint in end for hint in _HINTS) or visible(line.text) != line.text:
        return [line]
    folded = fold(end)
    words: list[tuple[int, int]] = []
    for match in _WORDS.finditer(folded):
        if words and folded[words[-1][1] : match.start()].strip():
            words = []  # text goes on behind it
        words.append(match.span())
    if not words or folded[words[-1][1] :].strip():
        return [line]
    at = start + words[0][0]
    before = fold(line.text[:at]).rstrip()
    if not before or before[-1] not in _SENTENCE_ENDS:
        return [line]
    return [line.cut(0, at).stripped(), *(line.cut(start + one, start + other) for one, other in words)]
