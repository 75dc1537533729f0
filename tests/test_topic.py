"""Which reports are of a meeting on epidemic prevention; all titles and texts are invented."""

from __future__ import annotations

import pytest

from covidmeet.text.topic import is_meeting_report

HELD = "3月2日，青禾县召开会议，研究部署近期疫情防控工作。县委书记林知秋主持会议并讲话。"
VISIT = "3月2日，县长江晚舟到高速路口、县医院检查疫情防控工作，看望值守人员。"

# A title alone must do: lists give no more.
MEETINGS = [
    "青禾县召开疫情防控工作调度会",
    "全市新冠疫情防控电视电话会议今晨召开",
    "林知秋主持召开县疫情防控指挥部会议",
    "县委常委会召开会议 专题研究疫情防控工作",
    "区疫情防控领导小组召开第十二次会议",
    "青禾镇召开核酸检测工作部署会",
    "我县组织收听收看全省疫情防控工作视频会议",
    "市委召开常态化疫情防控工作推进会",
    "全县学校疫情防控工作会议举行",
    "江晚舟出席全市疫情防控紧急会议并讲话",
    "县政府常务会议研究春节前后疫情防控工作",
    "市防疫专班召开会商研判会",
    "望潮区连夜召开疫情处置调度会",
    "县卫健局召开新冠病毒感染医疗救治工作会议",
    "河湾街道召开防疫工作例会",
    "全市抗疫物资保障工作协调会召开",
    "教育系统疫情防控视频会商召开",
    "县委书记主持召开疫情防控专题会",
    "市应对疫情工作领导小组会议强调 守住不发生规模性反弹的底线",
    "县人大常委会召开疫情防控工作座谈会",
    "岚山区召开重点场所疫情防控工作约谈会",
    "全省联防联控机制电视电话会议后 我市立即召开续会部署疫情防控",
    "青禾县流感等传染病防控工作会议召开",
    "市登革热疫情防控工作会议召开",
    "青禾县召开疫情防控和安全生产工作会议",
    "市委常委会会议研究部署疫情防控和春耕备耕工作",
    "中共青禾县委召开全县抗击疫情动员大会",
    "疫情防控不松劲 县里开会再部署",
    "青禾县召开口岸疫情防控工作专班会议",
    "青禾县疫情防控会商研判会:清单上的事当天销号",
]

NOT_MEETINGS = [
    "青禾县召开防汛工作会议",
    "全县安全生产工作会议召开",
    "市委经济工作会议举行",
    "县委常委会召开会议 学习党史",
    "青禾县新增2例本土确诊病例",
    "关于调整疫情防控风险区域的通告",
    "致全县人民的一封信:疫情当前请少聚集",
    "核酸检测采样点一览表",
    "县长检查高速路口疫情防控工作",
    "疫情下的坚守:一名社区医生的一天",
    "市疫情防控指挥部发布第18号通告",
    "疫情防控知识问答",
    "全市召开重大动物疫病防控工作会议",
    "青禾县部署非洲猪瘟疫情防控 召开工作会议",
    "市召开疫情防控新闻发布会 通报最新病例",
    "县林业局召开松材线虫病疫情防控会议",
    "音乐会延期举行 因疫情防控需要",
    "县图书馆恢复开放 入馆须查验健康码",
    "防疫志愿者招募",
    "核酸检测今起免费",
    "全县招商引资项目推进会召开",
    "县政府召开常务会议 研究财政预算",
    "青禾县召开高考工作协调会",
    "市消防支队召开冬季防火会议",
    "县召开乡村振兴工作会议",
    "首届风筝节在滨江公园举办",
    "河湾镇开展防台风演练",
    "新冠疫苗接种点今起增加三处",
]


@pytest.mark.parametrize("title", MEETINGS)
def test_title_of_a_meeting(title: str) -> None:
    assert is_meeting_report(title)
    assert is_meeting_report(title, body=[HELD])


@pytest.mark.parametrize("title", NOT_MEETINGS)
def test_title_of_something_else(title: str) -> None:
    assert not is_meeting_report(title)


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("守住每一道门", HELD),
        ("把工作做在前面", "昨日下午，县疫情防控指挥部召开第九次调度会，听取各专班汇报。"),
        (
            "林知秋在全县干部大会上强调 坚决果断 快字当头",
            "12月1日晚，全县新冠肺炎疫情防控工作紧急会议召开，通报本轮疫情处置情况。",
        ),
        (
            "我县收听收看全国、全省视频会议",
            "11月5日，全国、全省疫情防控工作电视电话会议召开后，县里随即召开会议，部署贯彻落实工作。",
        ),
        ("市委常委会召开会议", "8月1日，市委常委会召开会议，听取近期疫情防控工作情况汇报，研究下一步措施。"),
        ("“清单上的事要一项一项销号”", "4月2日晚，青禾县疫情防控会商研判会一开始，县长就拿出了清单。"),
    ],
)
def test_the_first_paragraph_tells(title: str, lead: str) -> None:
    assert is_meeting_report(title, body=[lead, "会议要求，各单位抓好落实。"])


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        # The epidemic is one duty among others, or only the background.
        (
            "全县农村工作会议召开",
            "2月8日，全县农村工作会议召开，总结去年工作，部署今年春耕生产。"
            "会议要求，统筹疫情防控和经济社会发展，抓好种子化肥调运。",
        ),
        (
            "县政府与江北公司签约",
            "6月3日，县政府与江北公司举行签约仪式。县长说，疫情没有挡住企业来投资的脚步。会议室里掌声不断。",
        ),
        ("县委理论学习中心组学习", "5月6日，县委理论学习中心组召开会议，学习有关文件，研究意识形态工作。"),
        # News of the epidemic without a meeting.
        ("县领导检查疫情防控", VISIT),
        ("物资连夜送到封控小区", "3月2日，封控区居民收到了蔬菜包。志愿者说，疫情过去以后想好好睡一觉。"),
        (
            "我县新增一例阳性感染者",
            "3月2日，我县在集中隔离点发现一例新冠病毒阳性感染者，已转运至定点医院。现将活动轨迹公布如下。",
        ),
        ("市召开疫情防控新闻发布会", "3月2日，市里召开新闻发布会，通报疫情防控最新情况并回答提问。"),
    ],
)
def test_a_mention_is_not_enough(title: str, lead: str) -> None:
    assert not is_meeting_report(title, body=[lead])


def test_the_deck_counts_as_headline() -> None:
    assert is_meeting_report("守住底线", ["全市疫情防控工作会议召开", "林知秋讲话"], [HELD])


def test_nothing_is_no_report() -> None:
    assert not is_meeting_report("")


@pytest.mark.parametrize(
    "title",
    [
        "青禾县召开疫\u200b情防控\u200b工作调度会",
        "青禾县召开疫情\u00ad防控工作会\u2060议",
        "青禾县召\u200e开疫情防控⼯作会议",
        "青禾县召开\ufeff新\u200d冠疫情防控紧急会议",
        "青禾縣召開疫情防控工作會議",
        "青禾县召开核酸检测部署会\ufe0e",
    ],
)
def test_what_nobody_sees_changes_no_topic(title: str) -> None:
    assert is_meeting_report(title)
    assert is_meeting_report("县委召开会议", (title,))


def test_what_nobody_sees_makes_no_topic_of_another_matter() -> None:
    assert not is_meeting_report("青禾县召开防\u200b汛工作会议")
    assert not is_meeting_report("青禾县召开非洲猪\u200b瘟疫情防控会议")
