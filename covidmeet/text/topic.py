"""Whether an article reports a meeting on epidemic prevention, by its headlines and first paragraphs.

Texts are Simplified; they are folded here.  Three things must come together: an epidemic, a meeting that was
held, and that the meeting was about the epidemic.  Officials name the epidemic in nearly every report of
these years (``统筹疫情防控和…``), so a mention is not enough; and much news of the epidemic is no meeting:
notices, case counts, briefings for the press, visits to a front line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from covidmeet.text.fold import fold

_EPIDEMIC = re.compile(
    r"疫情|新冠|防疫|抗疫|战疫|核酸|动态清零|社会面清零|德尔塔|奥密克戎|病毒感染|联防联控|防控指挥部|防控工作?(?:领导小组|专班)"
    r"|传染病|流感|登革热|猴痘|鼠疫|霍乱|结核病|手足口病|常态化防控|院感防控|流行病"
)
# Epidemics of animals and plants are another ministry's.
_NOT_HUMAN = re.compile(
    r"非洲猪瘟|猪瘟|(?<!h7n9)(?<!人感染)禽流感|口蹄疫|动物疫[病情]|重大动物|牛结节|小反刍|松材线虫|美国白蛾|红火蚁|草地贪夜蛾|疫木"
)
_MEETING = (
    r"(?:工作|专题|调度|推进|部署|动员|视频|电视|电话|紧急|扩大|现场|协调|联席|领导小组|指挥部|专班|常委会?|党组|常务|全体|党委"
    r"|研判|会商|总结|座谈|誓师|督导|督办|分析|培训|碰头|交流|协商|约谈|点评|警示|办公|汇报|专家|防控|防疫|疫情|这次|次)"
    r"会议?(?!展|员|所|计|客|诊|场)"
    r"|会议|例会|大会|全会|分会场|主会场|现场会|视频会|调度会|电视电话会|部署会|动员会|研判会|会商会|座谈会|推进会|联席会|常委会"
)
_HELD = re.compile(
    rf"(?:召开|举行|举办|主持|出席|参加|列席|组织|收听收看|收看|套开|续开|加开|开展)\S{{0,60}}?(?:{_MEETING})"
    rf"|(?:{_MEETING})\S{{0,24}}?(?:召开|举行|在\S{{1,12}}(?:召开|举行)|结束|强调|指出|要求|传达|听取|审议|研究|部署|学习|认为|通报|明确|决定)"
    r"|主持(?:召开)?会议|出席会议|参加会议|会议(?:强调|指出|要求|认为|传达|听取|通报|明确|决定|研究|审议|提出)"
)
_HEAD_MEETING = re.compile(rf"{_MEETING}|收听收看|主持并讲话|会(?:上|议)|开会")
_NO_MEETING = re.compile(
    r"新闻发布会|发布会|通气会|记者会|吹风会|会展|博览会|展览会|运动会|音乐会|晚会|招聘会|交易会|听证会|股东大?会|家长会|(?<!专)班会|婚礼"
)
# What a meeting is about stands with these words.
_ABOUT = re.compile(
    r"(?:研究|部署|安排|推进|调度|听取|分析|研判|学习|贯彻|传达|落实|总结|做好|抓好|加强|强化|关于|落细|压实|统筹|专题)"
    r"[^。;；]{0,40}?(?:疫情|防疫|抗疫|新冠|核酸|防控)"
    r"|(?:疫情|防疫|抗疫|新冠\S{0,6}|防控)(?:联防联控)?(?:防控|防治|处置|应对|阻击)?(?:工作)?[^。,，;；]{0,14}"
    r"(?:会议|会商|调度|例会|部署会|推进会|视频会|动员会|电视电话会|指挥部|领导小组|专班|专题)"
)
_OTHER_TOPIC = re.compile(
    r"防汛|防台|抗旱|防风|防火|森林|安全生产|消防|禁毒|反诈|信访|维稳|扫黑|征兵|招商|项目|经济|财政|税|统计|农村|乡村|扶贫|脱贫|春耕|秋收"
    r"|教育|高考|中考|创文|文明城市|卫生城市|环保|环境|生态|河长|林长|水利|住房|棚改|拆迁|城管|交通安全|两会|换届|选举|党建|党史"
    r"|巡视|巡察|纪检|廉政|宣传思想|意识形态|统战|民族|宗教|政法|国防|双拥|审计|营商|旅游|文化|体育|科技|工业|制造业|金融|外贸|人才"
)
_LEAD = 3  # paragraphs that say what a report is about
_LEAD_CHARACTERS = 700
_OFTEN = 3  # times that the epidemic is named there, where no sentence says that the meeting was about it


class TopicDecision(NamedTuple):
    """``why`` in a sentence, and the ``words`` that it was decided by, as they stand in the folded text."""

    is_report: bool
    why: str
    words: tuple[str, ...] = ()


def is_meeting_report(title: str, deck: Sequence[str] = (), body: Sequence[str] = ()) -> bool:
    """Whether headlines and first paragraphs tell of a meeting on preventing an epidemic.

    >>> is_meeting_report("青禾县召开疫情防控工作调度会"), is_meeting_report("青禾县召开防汛工作会议")
    (True, False)
    """
    return topic_decision(title, deck, body).is_report


def topic_decision(title: str, deck: Sequence[str] = (), body: Sequence[str] = ()) -> TopicDecision:
    """As ``is_meeting_report``, and why.

    >>> topic_decision("青禾县召开疫情防控工作调度会").words
    ('疫情', '召开疫情防控工作调度会')
    """
    title = fold(title)
    heads = " ".join([title, *map(fold, deck)])
    lead = fold(" ".join(body[:_LEAD])[:_LEAD_CHARACTERS])
    if found := _NOT_HUMAN.search(heads):
        return TopicDecision(False, "the headlines name an epidemic of animals or plants", (found[0],))
    if not (epidemic := _EPIDEMIC.search(heads + lead)):
        return TopicDecision(False, "neither headlines nor first paragraphs name an epidemic")
    if (found := _NO_MEETING.search(heads)) and not _HEAD_MEETING.search(_NO_MEETING.sub("", heads)):
        # A briefing, a fair, a concert: and no meeting beside it.
        return TopicDecision(False, "the headlines name a gathering of another kind", (found[0],))
    held = _HELD.search(heads) or _HELD.search(lead) or _HEAD_MEETING.search(title)
    if held is None:
        return TopicDecision(False, "an epidemic is named, but no meeting that was held", (epidemic[0],))
    return _about(title, heads, lead, held[0])


def _about(title: str, heads: str, lead: str, held: str) -> TopicDecision:
    """Whether the epidemic is what was met about, not one duty among others."""
    if found := _EPIDEMIC.search(title):
        return TopicDecision(True, "the headline names the epidemic", (found[0], held))
    if found := _OTHER_TOPIC.search(title):
        return TopicDecision(False, "the headline names another matter", (found[0], held))
    if found := _EPIDEMIC.search(heads):
        return TopicDecision(True, "a further headline names the epidemic", (found[0], held))
    if found := _ABOUT.search(lead.split("。")[0]):
        return TopicDecision(True, "the first sentence says that the meeting was about it", (found[0], held))
    named = tuple(_EPIDEMIC.findall(lead))
    if len(named) >= _OFTEN:
        return TopicDecision(True, "the first paragraphs name the epidemic several times", (*named, held))
    return TopicDecision(False, "the epidemic is only mentioned", (*named, held))
