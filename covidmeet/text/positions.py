"""Rules for lines that are stripped by where they stand, not by their words, and their common bound.

Lines that match a ``Rule`` go under its name.  What remains around an article is told by its place.  Running
text never goes under such a name: it is counted as ``prose_outside``, so that lost text shows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

LONGEST = 120
"""Characters of a line that a rule of position takes; a longer one is running text."""
_MARKS = re.compile(r"[,;:、!?，；：！？]")


@dataclass(frozen=True, slots=True)
class Position:
    """``name`` is the key of its count in ``stripped``; ``example`` is a line of the kind."""

    name: str
    meaning: str
    example: str


NAVIGATION = Position("navigation", "above the headline: menus, the path to the page", "首页 新闻 政务 服务")
REPEATED = Position("repeated_title", "the headline once more", "青禾县召开会议_青禾网")
INFO = Position(
    "page_info",
    "tells time, source or names, in the place that a layout names for them",
    "2022-03-02 08:00 来源：青禾日报",
)
BYLINE = Position("byline", "nothing but labels and names, or a date", "责任编辑：江晚舟")
AFTER_TEXT = Position("after_text", "below the last sentence, where nothing delimits the text", "分享到微信")
AFTER_EDITOR = Position("after_editor", "below the line that names the editor", "字号：大 中 小")
LEFT_OUT = Position("layout_drop", "in an element that the layout names as no text", "（图为会议现场）")
ABOVE = Position("above_article", "above the article's elements", "今日青禾 时政 社会")
BESIDE = Position("beside_article", "between the article's elements", "分享到微信")
BELOW = Position("below_article", "below the article's elements", "版权所有 青禾网")
PROSE = Position(
    "prose_outside", "running text in any of these places", "邻县昨天也召开了会议，要求做好准备。"
)
FURTHER = Position(
    "next_page", "leads to another page of the article, which is not read: the text is a part", "1 2 下一页"
)
PAGER = Position(
    "pager", "leads to the other pages of the article, which are read too", "上一页 1 2 3 下一页"
)
POSITIONS = (
    FURTHER,
    PAGER,
    NAVIGATION,
    REPEATED,
    INFO,
    BYLINE,
    AFTER_TEXT,
    AFTER_EDITOR,
    LEFT_OUT,
    ABOVE,
    BESIDE,
    BELOW,
    PROSE,
)


def is_prose(text: str) -> bool:
    """Whether a line is running text: a sentence with its full stop, or a long one with inner marks."""
    if "。" in text:
        return len(text) >= 5
    return len(text) >= 60 and (len(_MARKS.findall(text)) >= 2 or text.rstrip().endswith("."))


@dataclass(slots=True)
class Outside:
    """The lines of a page, number and text in their order, that its layout says are not the article's.

    ``left_out`` are those in elements that the layout names as no text, ``further`` the numbers of those that
    lead to another page of the article that was not read, ``pager`` of those where all were.  A layout
    delimits the text by its elements, so these lines need no look at their words, which would cost as much
    as the article itself.
    """

    lines: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    further: set[int] = field(default_factory=set)
    pager: set[int] = field(default_factory=set)

    def by_rule(self, places: Sequence[int]) -> dict[Position, list[tuple[int, str]]]:
        """The lines under the rule of their position; ``places`` are the numbers of the article's lines."""
        first, last = (min(places), max(places)) if places else (0, -1)
        rest, further, pager = self.lines, [], []
        if self.further or self.pager:
            further = [line for line in rest if line[0] in self.further]
            pager = [line for line in rest if line[0] in self.pager]
            rest = [line for line in rest if line[0] not in self.further and line[0] not in self.pager]
        prose: list[tuple[int, str]] = []
        texts = [text for _, text in rest]
        # Most pages have none outside, which all lines in one tell faster than one after the other.
        if "。" in "".join(texts) or max(map(len, texts), default=0) > LONGEST:
            every, rest = rest, []
            for line in every:
                (prose if "。" in line[1] or len(line[1]) > LONGEST else rest).append(line)
        above, below = bisect_left(rest, (first,)), bisect_left(rest, (last + 1,))
        return {
            FURTHER: further,
            PAGER: pager,
            LEFT_OUT: self.left_out,
            PROSE: prose,
            ABOVE: rest[:above],
            BESIDE: rest[above:below],
            BELOW: rest[max(above, below) :],
        }
