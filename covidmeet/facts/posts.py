"""Posts: the words that they end with, and where one begins in its clause."""

from __future__ import annotations

import re

_ENDS = (
    "书记|支书|村支书|省长|市长|县长|区长|镇长|乡长|州长|盟长|旗长|村长|主席|主任|部长|厅长|局长|处长"
    "|科长|股长|所长|院长|校长|园长|司长|署长|行长|会长|理事长|董事长"
    "|总经理|经理|总裁|厂长|站长|队长|支队长|大队长|中队长|组长|指挥长|总指挥|指挥官|专员|委员|常委|总理"
    "|委员长|检察长|成员|调研员|巡视员|督学|教授|医师|总监|总工程师"
    "|工程师|总会计师|会计师|经济师|政委|司令员|参谋长|教导员|指导员|社长|台长|馆长|主编|总编辑"
    "|编辑部主任|参事|代表|市领导|省领导|县领导|区领导|校领导|院领导|镇领导"
    "|乡领导|州领导|旗领导|盟领导|领导|负责人|首席专家|专家|助理|干事|秘书|秘书长|护士长|网格员|领队"
    "|总领队|班主任|教师|老师|医生|护士|召集人|团长|师长|政协主席"
    "|首席|研究员|院士|舰长|村主任|民警|警长|关长|海关关长|分管领导|联络员|协理员|辅导员|场长|矿长|船长"
    "|庭长|总队长|党总支书记|协调员|主管|讲师|学员|志愿者"
    "|负责同志|同志|总工|总干事|参赞|大使|特派员|校医|村医|护理部主任|候选人|提名人选"
)
END = re.compile(
    "|".join(sorted(set(_ENDS.split("|")), key=len, reverse=True)) + "|副总(?![理指经裁干工编监领队会])"
)
"""The end of a post, before a name or at the end of its element."""

NOT_A_POST = ("同志", "负责同志", "分管领导", "领导")
"""What stands before a name and is nobody's post."""

_BEFORE = re.compile(
    r"(?:会议(?:期间|上|中)?|会[上前后中]|大会|期间|其间|随后|最后|首先|其次|接着|然后|同时|此外|当[天日]"
    r"|同日|由|还|并|在会上|以及|及|和|与|据悉|据介绍|在线|现场|分别|"
    r"主会场|分会场|(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|今[天日]|昨[天日晚]|[上下]午|晚上?|晚间|近日|日前"
    r"|时|出席(?:本次)?(?:会议|活动)?的?(?:还)?有|参加(?:本次)?(?:会议|活动)?的?(?:还)?有"
    r"|陪同的?有?|受|经(?![开济贸信理办])|邀请了?|听取了?|组织(?![部委办处科人])|安排"
    r"|我?[市县区省镇校院]内|一[是要]|[二三四五六七八]是|[（(][一二三四五六七八九十][）)]|——|—|-|“|”"
    r"|\d+[.、．]|[①-⑩]|[ \u3000]|特邀|在[^，。]{1,12}?(?:会议室|会场|中心|礼堂))+"
)
_VERBS = re.compile(
    r".*(?:听取了?|邀请了?|召开|主持|出席|参加|列席|强调|指出|会议由|活动由|培训由|大会由|[式程节]由|分别由|受到?"
    r"|根据|按照|为了|传达学?习?了?|学习了?|贯彻|落实|宣读了?|通报了?|组织(?![部委办处科人])|会上|会后"
    r"|随后|时任|原(?!则|平|阳|州)|为首的|即|如)"
)
_GARBAGE = re.compile(
    r"召开|举行|出席|参加|主持|传达|强调|指出|要求|会议|学习|贯彻|决定|同意|其中|我们|他们|大家|因为|所以"
    r"|各位|全体|相关|有关|具有|是|了|着"
)
# Each alternative is spelt out and begins with its own characters: the search then looks at these alone.
TITLE_BEHIND = re.compile(
    "|".join(
        f"{rank}{title}"
        for rank in ("副主任", "主任", "主管", "")
        for title in ("医师", "护师", "药师", "教授", "老师", "研究员")
    )
)
"""A title that stands behind the name (医务室周清医师)."""

UNIT = re.compile(r"[室部处科院办局委系所组]$|中心$|大学$|学院$")
"""The end of a unit, before such a name."""

_LONGEST_END = 8
_ALL_ENDS = (*_ENDS.split("|"), "副总")
_FURTHEST = 80  # characters that are looked back, and over words that open a clause
LONGEST = 42
"""Characters of a post with the body that it is held in."""


def start_of_post(text: str, start: int, stop: int) -> int:
    """Where the post that ends at ``stop`` of the clause that begins at ``start`` does.

    >>> text = "会议听取了青禾县卫健局局长"
    >>> text[start_of_post(text, 0, len(text)) :]
    '青禾县卫健局局长'
    """
    start = max(start, stop - _FURTHEST)
    verb = _VERBS.match(text, start, stop)
    if verb and verb.end() < stop:
        start = verb.end()
    return skip_openers(text, start, stop)


def skip_openers(text: str, start: int, stop: int) -> int:
    """``start``, behind the words that open a clause: 会上, 随后, 1月5日下午."""
    before = _BEFORE.match(text, start, min(stop, start + _FURTHEST))
    return before.end() if before and before.end() < stop else start


def ends_as_post(text: str, start: int, stop: int) -> bool:
    """Whether the characters in front of ``stop`` are the end of a post."""
    return text.endswith(_ALL_ENDS, max(start, stop - _LONGEST_END), stop)


def is_post(text: str) -> bool:
    """Whether what was cut out is a post and not a clause."""
    return 1 < len(text) <= LONGEST and not _GARBAGE.search(text)
