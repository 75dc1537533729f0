"""Which body called a meeting: the subject of the verb, or the body that the meeting's name begins with."""

from __future__ import annotations

import re

_OPENERS = re.compile(
    r"(?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号](?:至\d{1,2}日|、\d{1,2}日)*|今[天日晚晨]|昨[天日晚夜]"
    r"|前天|当[天日晚]|同日|近日|日前|[上下]午|晚上?|晚间|早上|深夜|傍晚|会后|会前"
    r"|随后|随即|之后|接着|紧接着|\d{1,2}[:：时点]\d{0,2}分?许?|(?:全[省市]"
    r"|上级)?[^，。]{0,16}会议?(?:结束)?(?:之)?后|[（(][^）)]{1,12}[）)]|[ \u3000—]|又|还|同时|据悉)+"
)
_STOP = re.compile(
    r"[于在以]|\d|今[天日晚]|昨[天日晚]|[上下]午|晚|当[天日晚]|连夜|迅速|紧急|随[即后]|及时|立即|立刻"
    r"|马上|再次|组织|专题|连续|又|第一时间|通过|线上|利用|召|主持|举|分别|及?时|也|还|就|套开|续开|加开"
    r"|隆重|顺利|先后|视频|近日|日前|采[用取]|传达|同步|同日|率先|收听|集中|研究|继续|联合召|接着|为"
)
_BODY = re.compile(
    r"(?:[省市县区旗州盟镇乡村校院厅局委办部组会所处科站厂班队司团行]|街道|学校|学院|大学|政府|机制"
    r"|指挥部|小组|专班|中心|公司|集团|医院|国务院|机关|社区|系统|联盟|办事处|幼儿园|中学|小学|银行|法院"
    r"|检察院"
    r"|监狱|基地|园|台|馆|社|联|政协|人大|总队|支队|工会|妇联|教工委)(?:[（(][^）)]{1,16}[）)])?$"
)
_NOT_A_BODY = re.compile(
    r"会议|要求|精神|通知|根据|按照|为了|认真|关于|疫情以来|指示|活动|期间|部署$|以来|我们|他们|大家"
)
_OF_NAME = re.compile(
    r"(?:.{2,40}?(?:联防联控(?:工作)?机制|领导小组|指挥部|工作专班|常委会|常务委员会|全国委员会|委员会"
    r"|党组|国务院|政府|政协|人大)|[省市县区州旗盟镇]委)"
)
_STANDING = re.compile(r".{0,16}?(?:常委会|常务委员会|党组|理论学习中心组|党委会$|党组会$|院务会$|校务会$)")
_OFFICE = re.compile(
    r"[^第]{2,16}?(?=(?:第[^会]{1,8}[次届])?(?:（扩大）)?(?:常务|办公|党组|主席|主任|院长|校长"
    r"|全体)（?(?:扩大）?)?会)"
)
_NAMED = re.compile(r"会议由(?P<body>[^，。；]{2,24}?)(?:组织|主办|召集|牵头|承办)")
_GENERAL = re.compile(r"^(?:\d{4}年)?全[国省市县区州盟旗镇乡校院]")
LONGEST = 40


def subject(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """The body in front of the verb at ``stop``, in the clause that begins at ``start``.

    >>> text = "1月5日下午，青禾县卫健局在县政府召开会议"
    >>> text[slice(*subject(text, 7, 18))]
    '青禾县卫健局'
    """
    opener = _OPENERS.match(text, start, stop)
    begin = opener.end() if opener else start
    if text.startswith("由", begin):
        begin += 1
    for end in _STOP.finditer(text, begin, stop + 1):
        if end.start() > begin and is_body(text[begin : end.start()]):
            return begin, end.start()
        if end.start() - begin > LONGEST:
            return None
    return (begin, stop) if begin < stop and is_body(text[begin:stop]) else None


def is_body(text: str) -> bool:
    """Whether what stands before a verb is a body and not a clause."""
    return 1 < len(text) <= LONGEST and not _NOT_A_BODY.search(text) and _BODY.search(text) is not None


def of_name(name: str) -> int:
    """How many characters at the beginning of a meeting's name are the body that met; 0: none.

    >>> of_name("市政府常务会议"), of_name("市委常委会会议"), of_name("全市疫情防控工作会议")
    (3, 5, 0)
    """
    if _GENERAL.match(name) and "政协" not in name and "人大" not in name:
        return 0
    for pattern in (_OF_NAME, _OFFICE):
        found = pattern.match(name)
        if found and found.end() < len(name) and is_body(found[0]):
            return found.end()
    return 0


def standing_body(name: str) -> int:
    """As ``of_name``, where it is a standing body (党委常委会), which goes before the unit that it is of."""
    found = _STANDING.match(name)
    return found.end() if found else 0


def organiser(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """The body in 会议由…组织."""
    found = _NAMED.search(text, start, stop)
    return found.span("body") if found else None
