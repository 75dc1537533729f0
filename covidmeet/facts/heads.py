"""The words that name meetings, and those by which a report says that one was held."""

from __future__ import annotations

import re

_KINDS = (
    "工作|部署|推进|调度|视频|电视电话|电话|动员|座谈|专题|研判|会商|联席|协调|常委|党组|扩大|碰头|培训"
    "|总结|办公|紧急|交流|分析"
    "|督办|督导|汇报|现场|对接|誓师|研讨|班子|行政|党委|院务|校务|支部|支委|党员|约谈|警示|通报|布置|安排"
    "|复盘|点评|讲评|务虚|学习|宣讲"
    "|恳谈|表彰|述职|联防|例|全体|主任|领导小组|指挥部|专班|职工|干部|教师|教职工|师生|代表|启动|攻坚"
    "|专家|分|全|晨|周|月|夜|晚|续"
    "|委务|局务|政务|中心组|网格员|村民|居民|业主|院长|校长|理事|董事|社区|推动|谋划|促进|调研|见面|议事"
    "|咨询|论证|防控|防疫|落实|指挥|会办|协商|整改|准备|专项|统筹"
)
_NO_HEAD = "(?![议员长场计客诊所展同党堂徽]|商会)"
# Each alternative begins with its own characters: the search then looks at these alone.
HEAD = re.compile(
    r"会议(?!室|厅|中心|系统|平台|软件)|大会(?![堂议])|"
    + "|".join(f"{kind}会{_NO_HEAD}" for kind in _KINDS.split("|"))
    + "|会商会?(?!议)"
)
"""The word that ends the name of a meeting."""

NO_MEETING = re.compile(
    r"发布会|通气会|吹风会|记者会|媒体|新闻|博览|展览|招聘|运动会|家长会|(?<!专)班会|音乐|听证|股东|演唱|展销"
    r"|交易会|推介|追悼|演练|竞赛|比赛"
    r"|协会|学会|基金会|联合会|红十字|文艺|晚会|联欢|婚"
)
MORE_THAN_ONE = re.compile(
    r"(?<![第一二三四五六七八九十百\d])(?:多|数|几|[两三四五六七八九十\d]+)(?:次|场|个|轮)|系列|各类|各种"
    r"|相关会|有关会|各级"
)
"""Of meetings in general no one is told."""

SEVERAL_BODIES = re.compile(r"(?:其[他它余]|全[县市区省]|县内|市内|区内)?各(?!界)")
"""At the start of a clause: each of several bodies met (会后，各街道迅速召开会议); none is told apart."""

_VERBS = "主持召开 组织召开 召集召开 召开 举行 举办 套开 续开 加开 召集"
VERB = re.compile("|".join(f"{verb}了?(?!的)" for verb in _VERBS.split()))
HELD_OF = re.compile(r"(?:召开|举行|举办)的")
AFTER_NAME = re.compile(
    r"[，。；、：！？,;:（(）)》” 　]|$|并|上(?!级)|时|后|期间|研究|部署|传达|学习|听取|专题|安排|贯彻"
    r"|深入|分析|进一步|动员|落实|总结|对|就|审议"
    r"|通报|强调|要求|之|以来|来|为|以|在|于|全面|再|针对|围绕|认真|集中|观看|讨论|动态|紧急|及时|迅速"
    r"|统一|明确|指出|决定|布置|解读|培训|表彰"
    r"|主会场|分会场|的通知"
)
"""What may follow the name of a meeting after a verb (``召开…会议研究…``)."""

MENTION = re.compile(
    r"[》”]?(?:上?的?(?:重要)?(?:讲话)?精神|上?的?(?:重要)?(?:部署|要求|决策|讲话|纪要|文件|决议"
    r"|决定)(?![，。])|的通知|制度|机制|纪律|平台|议程)"
)
"""Behind a name: what the meeting said is told, not that it was held."""

NOT_HELD = re.compile(
    r"将于?|拟于?|计划|定于|准备|推迟|取消|延期|即将|禁止|严禁|暂停|避免|减少|不得|停止|原则上|一律|确需"
    r"|需要?|须|应(?![对急邀])|必须|尽量|控制(?![中局])|不再|非必要|可以|"
    r"(?<!重)要(?!求)|多次|每[天日周月]|定期|适时|能否|是否|如何|压减|关于"
)
"""Before a verb, in its clause: it will, may or must not be held."""

QUOTED = re.compile(
    r"传达|贯彻|落实|按照|根据|依据|遵照|学习(?!中心组)|围绕|针对|自从|继(?!续)|关于|回顾|以来|精神"
    r"|总书记|曾|此前|前期|去年|指出|强调|认为|要求"
)
"""Before a name, in its clause: another text or meeting is told of."""

AFTERWARDS = re.compile(
    r"(?:会后|会议结束后?|会前|随后|随即|紧接着|接着|之后|当[天日]|同日|此后|其后"
    r"|[省市县区]?(?:级)?会议(?:结束)?(?:之)?后|[^，。]{0,45}会议?(?:结束)?(?:之)?后)"
)
"""At the start of a sentence: what it tells came after the meeting before."""

COMMENTARY = re.compile(
    r"短评|评论|社论|时评|锐评|快评|述评|论坛|手记|综述|问答|一问一答|答记者问|解读|图解|发布会|指南"
    r"|倡议书?|公开信|一封信|通告|公告|(?:的|紧急)通知$|声明|提醒|"
    r"演练|讣告|招聘|预告|征集|投诉|举报|政策"
)
"""In a headline: the text reports no meeting, but remarks, announces or explains."""

_MET_ABOUT = re.compile(r"部署|研究|安排|动员|调度|会商|研判")


def is_no_report(title: str) -> bool:
    """Whether a headline says that its text reports no meeting.

    >>> is_no_report("全县举行防疫演练"), is_no_report("县里部署防疫演练")
    (True, False)
    """
    if not COMMENTARY.search(title) or HEAD.search(NO_MEETING.sub("", title)):
        return False
    return _MET_ABOUT.search(title) is None


VISIT = re.compile(r"督导|督查|检查|调研|暗访|视察|慰问|走访|巡查|看望|考察")
CHAIRED = re.compile(r"主持(?!人)")
SAID = re.compile(
    r"会议?(?:还|特别|进一步|同时)?(?:强调|指出|要求|听取|传达|认为|明确|部署|通报|研究|审议|提出)|会上"
)
BARE = re.compile(r"(?:本次|此次|这次|该|上述)?会议")
