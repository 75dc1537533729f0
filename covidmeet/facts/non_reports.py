"""Classes of texts that are no reports of a meeting, though the words of one stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from covidmeet.facts import heads

_CLASSES = (
    (
        "a commentary",
        re.compile(
            r"短评|评论|社论|时评|锐评|快评|述评|论坛|手记|观察家|一家之言|^[【\[]?[^】\]]{0,6}评[】\]]"
        ),
    ),
    (
        "guidelines or questions",
        re.compile(
            r"指南|问答|指引|须知|提示|提醒|解读|图解|如何|怎么|怎样|攻略|流程|答疑|解答|常见问题|注意事项|通告|公告|倡议|一封信|通知$"
        ),
    ),
    ("a drill", re.compile(r"演练|推演|演习|拉练")),
    ("a document that was issued", re.compile(r"印发|下发|出台|发布(?!会)|公布")),
    ("an instruction", re.compile(r"批示")),
    ("a briefing for the press", re.compile(r"发布会|通气会|吹风会|记者会|答记者问")),
    ("a list", re.compile(r"名单|一览|汇总|大事记|盘点|目录|清单|排行|热搜")),
)

_OF_A_MEETING = re.compile(
    r"会议(?!室)|开会|部署|强调|要求|研究|调度|收听|收看|主持|动员|会商|研判|传达|学习|听取|审议|推进|安排|指出|通过"
)


def class_of_non_report(title: str, deck: Sequence[str] = ()) -> str:
    """Which class the headlines tell; empty where they may be those of a report.

    >>> class_of_non_report("【短评】把科学精准落到实处"), class_of_non_report("县里召开疫情防控工作会议")
    ('a commentary', '')
    >>> class_of_non_report("县委书记督导检查疫情防控工作")
    'an inspection'
    """
    headlines = "\n".join((title, *deck))
    for name, words in _CLASSES:
        if words.search(title):
            return name
    if heads.VISIT.search(title) and not heads.HEAD.search(headlines):
        return "an inspection"
    if not heads.HEAD.search(headlines) and not _OF_A_MEETING.search(headlines):
        return "a text whose headlines name no meeting"
    return ""
