"""In a text that a layout delimits only the page's own lines go; sentences and labels of the text stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from covidmeet.text.byline_facts import Facts
from covidmeet.text.lines import Line, Role
from covidmeet.text.segment import Parts, segment

FIRST = "11月9日，河湾区召开疫情防控工作会议，区委书记方青主持会议并讲话。"
SECOND = "会议强调，要压实各方责任，把各项措施落到实处。"
LAST = "会议要求，各街道每天会商一次，当天的事当天办完。"
TOLD = Facts(source="河湾日报", published_at="2022-11-09T10:07:00+08:00")


def delimited(*texts: str, told: Facts | None = TOLD) -> Parts:
    title = Line("河湾区部署防控", role=Role.TITLE)
    body = [Line(text, role=Role.BODY, places=(number,)) for number, text in enumerate(texts)]
    return segment([title, *body], told=told)


def body(parts: Parts) -> list[str]:
    return [line.text for line in parts.body]


ORDERS = """关闭沿河便道、旧桥等七处出入口。|打印明白纸2000份，送到每家每户。|打印明白纸2000份
扫码登记后方可入场。
超市门口一律扫码登记|放大检测能力，一天完成三轮。|缩小封控范围|收藏馆、展览馆暂停开放
返回列表中的人员先报备再动身。|播放防疫提示每日四次|朗读倡议书|分享到各楼栋群里，做到人人知晓
登录省政务平台，查看行程。|注册志愿者860人|搜索密接人员43人|关注独居老人，一天一个电话。
二维码门牌张贴到位|扫描场所码，核对来区人员。|打开河湾通APP，点击“我要报备”，按提示填写。
下载河湾通APP，提前申报返乡信息。|推广信息化登记手段|体温>37.3℃|体温＞37.3℃的人员一律劝返。
会议印发<河湾区预案>和<通知>。|甲街道>乙街道>丙街道|位置：区体育馆东门
首页公布举报渠道，群众可随时反映。|联系方式：区指挥部值班室，昼夜有人。
举报电话：区市场监管局值班室，昼夜有人。|主办单位：河湾区卫生健康局|承办：区疾控中心|技术支持：区数据局
声明：以上名单以现场核对为准。|声明：未经证实的消息请勿转发，违者追究法律责任。
特别声明：本轮采样不收任何费用。|未经本人同意，不得复制、使用其健康信息。
未经指挥部许可，任何单位不得动用储备物资。|后页附名单|下页为任务分解表|下一条防线是学校，要守住校门。
更多新闻发布会将按日举行|评论员队伍要及时发声|留言区问题当天办结|相关附件：各街道采样点一览
联系我们的志愿者，电话昼夜开通。|关于我们下一步的工作，会议作了安排。|时间：11月12日8时至12时
时间：2022年11月12日8时|日期：11月12日至14日|发布时间：每日10时|2022年11月12日 8:00—12:00
图片：采样点示意图|审核：由区卫健局负责|统筹：疫情防控和经济社会发展|记者：下一步有什么安排？
记者：学校何时复课？|来源：境外入境货物|来源：北渚日报|编辑：村级台账|文字：每份告知书不超过500字
校对：名单与现场逐一核对|86000|12|8:30|2022"""


@pytest.mark.parametrize("line", [line for row in ORDERS.split("\n") for line in row.split("|")])
def test_a_line_between_paragraphs_is_text(line: str) -> None:
    parts = delimited(FIRST, SECOND, line, LAST)
    assert body(parts) == [FIRST, SECOND, line, LAST]
    assert not parts.stripped
    assert parts.facts == TOLD
    assert parts.lost_prose == 0


PAGE_LINES = [
    line
    for line in Path(__file__).with_name("lines_of_pages.txt").read_text("utf-8").splitlines()
    if not line.startswith("# ")
]


@pytest.mark.parametrize("line", PAGE_LINES)
@pytest.mark.parametrize("at", [2, 3])
def test_a_line_that_is_only_the_pages_goes(line: str, at: int) -> None:
    texts = [FIRST, SECOND, LAST]
    texts.insert(at, line)
    parts = delimited(*texts)
    assert body(parts) == [FIRST, SECOND, LAST]
    assert len(parts.stripped) == 1


@pytest.mark.parametrize(
    "line", ["联系方式：0000-00000000", "相关新闻", "主办：河湾区融媒体中心", "举报电话：0000-00000000"]
)
def test_a_foot_with_nothing_but_short_lines_below_ends_the_text(line: str) -> None:
    parts = delimited(FIRST, SECOND, line, "北渚镇召开会议", "本网转载的稿件不代表本网观点，侵权请联系删除。")
    assert body(parts) == [FIRST, SECOND]


def test_who_signs_a_notice_stands_below_its_telephone() -> None:
    texts = [FIRST, "联系方式：0000-00000000", "河湾区疫情防控指挥部", "2022年11月9日"]
    assert body(delimited(*texts)) == texts


def test_bylines_at_the_edges_work_as_outside() -> None:
    parts = delimited("记者 苏木", FIRST, SECOND, "（责任编辑：何小满）", "分享到", told=None)
    assert body(parts) == [FIRST, SECOND]
    assert (parts.facts.reporters, parts.facts.editors) == (["苏木"], ["何小满"])


def test_a_source_below_the_text_must_be_an_outlet_to_outrank_what_the_layout_told() -> None:
    assert delimited(FIRST, "来源：北渚日报").facts.source == "北渚日报"
    assert delimited(FIRST, "来源：境外入境货物").facts.source == "河湾日报"
    assert delimited(FIRST, "来源：网络", told=None).facts.source == "网络"


def test_lost_prose_is_counted_under_a_headline_too() -> None:
    lines = [Line("河湾区部署防控", role=Role.TITLE), *map(Line, (FIRST, "相关新闻", SECOND, LAST))]
    assert segment(lines).lost_prose == len(SECOND) + len(LAST)


def test_numbers_of_a_table_whose_cells_are_lines_stay() -> None:
    texts = [FIRST, "青石街道", "12", "3500", "河东街道", "8", LAST]
    assert [line.text for line in segment([Line(text) for text in texts]).body] == texts
    counter = segment([Line(text) for text in (FIRST, "12", LAST)])
    assert counter.counts["counter"] == 1
