"""Pages of a host that nobody has laid out, each with one habit of real pages: text, day, source, names."""

from __future__ import annotations

import pytest

from covidmeet.items import Article
from covidmeet.process import Fetched, process
from covidmeet.stages.reading import Reading
from covidmeet.text.fold import visible

URL = "http://www.yunting.example/yw/content_889.html"
TITLE = "云汀市召开疫情防控工作视频会议"
TEXT = [
    "11月8日上午，云汀市召开疫情防控工作视频会议，传达上级部署，分析当前形势。市长温知夏主持会议并讲话。",
    "会议指出，近期周边地区报告病例增多，输入风险上升，各县区要守好车站、码头和高速公路出口。",
    "会议要求，采样点要排出班次，物资要清点到箱，值班电话要有人接听，群众反映的问题当天要有回音。",
    "温知夏强调，对老人、孩子和慢性病患者要逐户登记，专人联系，送药上门，决不允许层层加码。",
    "市直有关部门主要负责同志在主会场参加会议，各县区设分会场。",
]
LEAD = "2022年11月8日，云汀市召开疫情防控工作视频会议，记者从会上获悉，全市将新增采样点三十个。"
INFO = "<span>2022-11-08 17:20</span><span>来源：云汀日报</span>"
MENU = '<div class="top"><a href="/">首页</a><a href="/yw/">要闻</a><a href="/zt/">专题</a></div>'
FOOT = "<div><p>主办：云汀市融媒体中心</p><p>云备12345678号-1</p></div>"
OTHERS = (
    '<div class="rec"><div><h3>云汀老街修缮完工</h3><p>历时八个月，云汀老街修缮工程全部完工，青石板路和木门楼'
    "恢复了旧时的模样，吸引不少市民前来参观。</p></div></div>"
    '<div class="comments"><div>网友青石：这个会开得及时，希望采样点再多一些，排队时间再短一些。</div></div>'
)


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>　　{line}</p>" for line in lines)


def page(inner: str, *, info: str = INFO, above: str = "", head: str = "", foot: str = FOOT) -> str:
    """A page with the headline, the line of ``info`` and what stands below it."""
    told = f'<div class="info">{info}</div>' if info else ""
    body = f"{MENU}{above}<h1>{TITLE}</h1>{told}{inner}{foot}"
    return f"<html><head><title>{TITLE}_云汀新闻网</title>{head}</head><body>{body}</body></html>"


def box(lines: list[str], behind: str = "") -> str:
    return f'<div class="con">{paragraphs(lines)}{behind}</div>'


def read(source: str, captured_at: str = "", url: str = URL) -> Article:
    return process(Fetched(url, source.encode(), captured_at=captured_at), Reading())


TEXTS = {
    "a lead with a date": (page(box([LEAD, *TEXT[1:]])), [LEAD, *TEXT[1:]]),
    "a summary above": (page(f"<div>{LEAD}</div>{box(TEXT[1:])}"), [LEAD, *TEXT[1:]]),
    "a labelled summary": (
        page(f"<div><b>核心提示：</b>{LEAD}</div>{box(TEXT[1:])}"),
        [f"核心提示：{LEAD}", *TEXT[1:]],
    ),
    "a salutation": (
        page(box(["女士们、先生们：", "上午好！", *TEXT])),
        ["女士们、先生们：", "上午好！", *TEXT],
    ),
    "a dateline": (
        page(box(["新华社云汀11月8日电 题：守好家门口", *TEXT])),
        ["新华社云汀11月8日电 题：守好家门口", *TEXT],
    ),
    "soft hyphens": (page(box([line.replace("防控", "防\xad控\u200b") for line in TEXT])), TEXT),
    "boxes of other texts": (page(box(TEXT) + OTHERS), TEXT),
    "links between": (
        page(
            box(
                [
                    *TEXT[:2],
                    '相关新闻：<a href="/1.html">云汀市召开防汛会议</a>',
                    "下一篇：<a href='/2.html'>老街</a>",
                    *TEXT[2:],
                ]
            )
        ),
        TEXT,
    ),
    "hidden until shown": (page(f'<div class="con" style="display:none">{paragraphs(TEXT)}</div>'), TEXT),
    "tools at the end": (
        page(
            box([*TEXT, "【纠错】", "精彩视频推荐", "扫一扫，用手机看新闻", "打开APP，阅读体验更佳", "投票"])
        ),
        TEXT,
    ),
    "tools glued to the end": (page(box([*TEXT[:-1], TEXT[-1] + "【纠错】【责任编辑：柳方知】"])), TEXT),
    "an advertisement glued": (page(box([*TEXT[:2], TEXT[2] + "广告", *TEXT[3:], "广告"])), TEXT),
    "rights": (page(box([*TEXT, "云汀新闻网版权所有，未经授权不得转载。"])), TEXT),
    "a foot of addresses": (
        page(box(TEXT), foot="<p>地址：云汀市江晚路8号　邮编：650000</p><p>电话：0000-1234567</p>"),
        TEXT,
    ),
    "line breaks": (page(f'<div class="con">{"<br><br>".join(TEXT)}</div>'), TEXT),
    "an ornament that was lost": (page(box([*TEXT[:2], "\ufffd\ufffd\ufffd", *TEXT[2:]])), TEXT),
}


@pytest.mark.parametrize("habit", TEXTS)
def test_the_text_is_all_of_the_article_and_nothing_else(habit: str) -> None:
    source, expected = TEXTS[habit]
    article = read(source)
    assert visible(article.body).split("\n") == expected
    assert article.title == TITLE
    assert "doubtful" not in article.extraction


def test_what_is_glued_to_the_end_names_the_editor() -> None:
    assert read(TEXTS["tools glued to the end"][0]).editors == ["柳方知"]


def test_sub_titles_around_the_headline_are_deck() -> None:
    article = read(
        page("<h4>——全市新增采样点三十个</h4>" + box(TEXT), above='<h3 class="yinti">守好家门口</h3>')
    )
    assert article.deck.split("\n") == ["守好家门口", "——全市新增采样点三十个"]


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("source", "day"),
    [
        (page(box(TEXT), info="", head=meta("apub:time", "11/8/2022, 5:20:00 PM")), "2022-11-08T17:20"),
        (page(box(TEXT), info="", head=meta("pubtime", "2022-11-08 17:20")), "2022-11-08T17:20"),
        (page(box(TEXT), info="更新时间：2022-11-09 10:00 发布时间：2022-11-08 17:20"), "2022-11-08T17:20"),
        (page(box(TEXT), info="<b>2022</b> <i>11/08</i> <i>17:20</i> 来源：云汀日报"), "2022-11-08T17:20"),
        (page(box(TEXT), info="<b>云汀日报</b><b>今天 17:20</b>"), "2022-11-10T17:20"),
        (page(box(TEXT), info="<b>云汀日报</b><b>2天前</b>"), "2022-11-08"),
        (page(box(TEXT), info="", above="<ul><li>2022-12-01 云汀老街修缮完工</li></ul>"), ""),
        (page(box(TEXT), info="", foot="<p>更新日期：2023-05-01</p>"), ""),
        (page(box([LEAD, *TEXT[1:]]), info=""), ""),
    ],
)
def test_the_day_is_that_of_publication_or_none(source: str, day: str) -> None:
    published = read(source, captured_at="2022-11-10T10:00:00Z").published_at or ""
    assert published[: len(day) or None] == day


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("来源：云汀日报2022-11-08 17:20", "云汀日报"),
        ("本文来源于云汀日报 2022-11-08", "云汀日报"),
        ("08/11/2022 17:20 来源：云汀日报", "云汀日报"),
        ("2022-11-08 来源：原创", None),
        ("2022-11-08 17:20 广东", None),
        ("更新时间：2022-11-08 17:20", None),
    ],
)
def test_the_source_is_who_published_it(info: str, name: str | None) -> None:
    assert read(page(box(TEXT), info=info)).source == name


def test_reporters_behind_a_blank_and_words_that_are_no_names() -> None:
    assert read(page(box(TEXT), info="2022-11-08 来源：云汀日报 记者 温小舟 柳方知")).reporters == [
        "温小舟",
        "柳方知",
    ]
    assert read(page(box([*TEXT, "（云汀日报记者 温小舟 摄影报道）"]))).reporters == ["温小舟"]
