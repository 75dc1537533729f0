"""What people did at a meeting, by the verbs behind their names."""

from __future__ import annotations

import re

from covidmeet.facts import posts

_VERBS = (
    ("chair", re.compile(r"主持(?!人)")),
    (
        "speaks",
        re.compile(
            r"讲话|强调|指出|(?<![按照根据落实按总的])要求|表示|说(?!明)|谈到|部署|提出"
            r"|作[^，。；]{0,8}?(?:动员|总结|点评|指示)|安排(?!等|$)"
            r"|(?:(?<!工)[作做]|进行)[^，。；、]{0,8}?安排|致辞|讲授|点评"
        ),
    ),
    (
        "reports",
        re.compile(
            r"汇报|通报|传达|介绍|发言|宣读|解读|说明|讲解|培训|分享|领学|述职|汇总|报告(?!制度)|演示"
            r"|辅导|授课|讲课|讲述"
        ),
    ),
    ("attends", re.compile(r"出席|参加|列席|收听|收看|参会(?!人员)|[主分]会场|与会|陪同|在座|旁听|一同")),
)
ATTENDS = _VERBS[3][1]
OTHERS = re.compile(
    r"会议|会上|大会|各|全体|相关|有关|其他|其余|市直|县直|区直|省直|部分|与会|以上|共|双方|大家"
    r"|参会|此次|本次|活动|同时"
)
"""At the start of a clause: another subject than the people before it."""

OTHERS_INSIDE = re.compile(
    r"负责人|负责同志|有关同志|成员|代表|人员|部门|干部|师生|职工|企业|教师|员工|专家|家长|单位"
)
"""Before the verb of a further clause: likewise."""

SPOKEN_TO = re.compile(r"[向对给为][^，。；]{0,6}?(?:人员|成员|代表|师生|职工|干部|教师|员工|家长|大家)")
"""Those whom somebody speaks to are not who speaks."""

ABSENT = re.compile(
    r"(?:日前|近日|多次|随后)?作?出?(?:重要|专门)?(?:批示|指示)|(?:同志)?(?:就|对)[^，。；]{0,40}?(?:批示"
    r"|指示)"
    r"|同志为核心|同志?委托|签[署发订]|率队|带队|的(?!主持)"
)
"""Right behind a name: what the person wrote or said elsewhere, or whom he sent."""

QUOTED_FROM = re.compile(r"[^。]{0,60}?(?:批示|指示|讲话|讲话精神|会议精神|要求|委托)")
TOLD_OF = re.compile(r"传达|学习|贯彻|落实|按照|根据|遵照|宣读|观看|受(?!邀)|为深入")
"""Before a name, in its clause, with ``QUOTED_FROM`` behind it: another's words are told of."""


DID = re.compile(r"(?:作|做|进行)了")
"""Behind a person of whom no other verb tells a role: something was presented."""

CALLED = re.compile(r"(?:召开|举行)")
"""What follows this clause is the meeting's programme, not what its chair did."""


def roles_in(predicate: str) -> list[tuple[str, int, int]]:
    """Role, start and stop of its verb, each role once."""
    found = []
    for role, verb in _VERBS:
        match = verb.search(predicate)
        if match:
            found.append((role, match.start(), match.end()))
    return found


def is_of_others(clause: str, verb: int) -> bool:
    """Whether others are the subject of the verb at ``verb``: somebody whose name was not read, a body."""
    clause = SPOKEN_TO.sub("", clause[:verb])
    return bool(OTHERS_INSIDE.search(clause) or posts.END.search(clause))
