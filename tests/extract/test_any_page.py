"""Pages of hosts that nobody laid out: the text that is chosen, and where its fields come from."""

from __future__ import annotations

import pytest

from covidmeet.extract import Page
from covidmeet.extract.block_lines import BlockLines
from covidmeet.extract.chooser import choose
from covidmeet.extract.generic_headline import find_headline
from covidmeet.items import Article
from covidmeet.process import Fetched, process
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading, Scope

URL = "http://news.linshui.example/2022/0412/c12a3456.html"
TITLE = "临水县召开疫情防控工作会议"
FIRST = (
    "4月11日下午，临水县召开疫情防控工作会议，县委书记沈知远主持会议并讲话，县直各单位主要负责同志参加会议。"
)
SECOND = "会议指出，要把外来人员登记、核酸采样和物资保障三项工作分到人，当天的事当天办完。"
THIRD = "会议要求，各乡镇每天下午五点前报送情况，发现问题立即上报，不得拖延。"
OTHER = "邻县昨天召开春耕生产现场会，农业部门负责同志介绍了今年的种子和农资准备情况，要求抢抓农时。"


def read(html: str, url: str = URL) -> Article:
    """The article on a page of an unknown host."""
    fetched = Fetched(url, html.encode("utf-8"))
    return process(fetched, Reading(Sites(()), Scope("all")))


def page(body: str, head: str = "", title: str = f"{TITLE}_临水新闻网") -> str:
    head = f"<head><meta charset=utf-8><title>{title}</title>{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"


def links(*texts: str) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="/x{i}.html">{text}</a></li>' for i, text in enumerate(texts))
        + "</ul>"
    )


MENU = links("首页", "时政", "社会", "文化", "视频", "专题")
RELATED = (
    f"<h3>热点新闻</h3>{links('邻县开展春季植树活动', '全县中小学复课时间公布', '城区三条道路夜间施工')}"
)


def text_of(*paragraphs: str) -> str:
    return "".join(f"<p>{one}</p>" for one in paragraphs)


def test_the_text_stands_between_menu_and_other_articles() -> None:
    html = page(
        f"<div class=top>{MENU}</div><h1>{TITLE}</h1><div>2022-04-12 08:15　来源：临水日报</div>"
        f"<div class=con>{text_of(FIRST, SECOND, THIRD)}</div><div class=more>{RELATED}<p>{OTHER}</p></div>"
    )
    article = read(html)
    assert article.title == TITLE
    assert article.body.split("\n") == [FIRST, SECOND, THIRD]
    assert (article.published_at, article.source) == ("2022-04-12T08:15:00+08:00", "临水日报")


def test_a_text_of_one_paragraph_is_found_among_longer_summaries_of_others() -> None:
    others = "".join(f"<div class=item><h4>要闻{i}</h4><p>{OTHER}</p></div>" for i in range(5))
    html = page(
        f"{MENU}<h1>{TITLE}</h1><div><p>{FIRST}</p></div>{RELATED}<div class=recommend>{others}</div>"
    )
    assert read(html).body == FIRST


def test_short_lines_and_a_list_inside_the_text_belong_to_it() -> None:
    inner = "<p>一、外来人员登记</p><ul><li>逐户登记，不漏一人。</li><li>当日汇总上报。</li></ul>"
    html = page(
        f"{MENU}<h1>{TITLE}</h1><div id=c>{text_of(FIRST)}{inner}{text_of(SECOND, THIRD)}</div>{RELATED}"
    )
    lines = read(html).body.split("\n")
    assert lines == [FIRST, "一、外来人员登记", "逐户登记，不漏一人。", "当日汇总上报。", SECOND, THIRD]


def test_how_certain_a_choice_is_falls_where_nothing_tells_the_text_apart() -> None:
    plain = Page(URL, page(f"{MENU}<h1>{TITLE}</h1><div>{text_of(FIRST, SECOND, THIRD)}</div>"), "utf-8")
    several = "".join(
        f"<div>{RELATED}<div><h4>要闻</h4>{OTHER}{i}</div></div>{RELATED}{MENU}" for i in range(4)
    )
    mixed = Page(URL, page(f"{MENU}{several}", title="临水新闻网"), "utf-8")
    certain = []
    for one in (plain, mixed):
        blocks = BlockLines(one)
        certain.append(choose(blocks, find_headline(one, blocks)[1]).certainty)
    assert certain[0] > 0.95 > 0.85 > certain[1], certain


@pytest.mark.parametrize("style", ["visibility: hidden;", "display:none", "opacity: 0"])
def test_text_that_a_script_shows_later_is_read(style: str) -> None:
    html = page(f'<h1>{TITLE}</h1><div id=x style="{style}">{text_of(FIRST, SECOND, THIRD)}</div>{RELATED}')
    assert read(html).body.split("\n") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("style", ["position:absolute;left:-9999px", "font-size:0"])
def test_junk_that_a_mirror_hides_stays_hidden_however_long(style: str) -> None:
    junk = text_of(*[OTHER] * 12)
    html = page(
        f'<h1>{TITLE}</h1><div style="{style}">{junk}</div><div>{text_of(FIRST, SECOND, THIRD)}</div>'
    )
    assert read(html).body.split("\n") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("mark", ["丨", "|", " — ", "_"])
def test_a_heading_that_the_head_repeats_is_not_cut_at_a_mark(mark: str) -> None:
    title = f"战疫一线{mark}临水县连夜部署采样工作"
    html = page(f"<h1>{title}</h1><div>{text_of(FIRST, SECOND)}</div>", title=f"{title}_临水新闻网")
    assert read(html).title == title


def test_a_headline_in_no_heading_is_told_by_the_head_that_begins_with_it() -> None:
    html = page(f"<div>{TITLE}</div><div>{text_of(FIRST, SECOND)}</div>", title=f"{TITLE} 临水县中医医院")
    assert read(html).title == TITLE


class TestHead:
    """What the page's head says."""

    NORM = '<meta name="PubDate" content="2022-04-12 09:30"><meta name="ContentSource" content="县卫健局">'

    def test_it_tells_where_no_line_does(self) -> None:
        article = read(page(f"<h1>{TITLE}</h1><div>{text_of(FIRST, SECOND)}</div>", self.NORM))
        assert (article.published_at, article.source) == ("2022-04-12T09:30:00+08:00", "县卫健局")

    def test_a_line_that_shows_another_day_outranks_it(self) -> None:
        shown = "<div>发布时间：2022-04-11 来源：临水发布</div>"
        article = read(page(f"<h1>{TITLE}</h1>{shown}<div>{text_of(FIRST, SECOND)}</div>", self.NORM))
        assert (article.published_at, article.source) == ("2022-04-11", "临水发布")

    def test_a_day_in_the_address_outranks_that_of_a_republication(self) -> None:
        head = self.NORM.replace("2022-04-12", "2023-08-16")
        article = read(page(f"<h1>{TITLE}</h1><div>{text_of(FIRST, SECOND)}</div>", head))
        assert article.published_at == "2022-04-12"

    def test_the_day_with_which_a_text_is_signed_is_not_that_of_its_publication(self) -> None:
        html = page(f"<h1>{TITLE}</h1><div>{text_of(FIRST, SECOND, '2022年4月8日')}</div>", self.NORM)
        assert read(html).published_at == "2022-04-12T09:30:00+08:00"

    def test_linked_data(self) -> None:
        record = '{"@type": "NewsArticle", "datePublished": "2022-04-12T07:00:00+08:00"}'
        data = f'<script type="application/ld+json">{{"@graph": [{record}]}}</script>'
        html = page(f"<h1>{TITLE}</h1><div>{text_of(FIRST, SECOND)}</div>", data)
        assert read(html, "http://news.linshui.example/a/77.html").published_at == "2022-04-12T07:00:00+08:00"

    def test_broken_linked_data_tells_nothing(self) -> None:
        data = f'<script type="application/ld+json">{"[" * 5000}</script>'
        html = page(f"<h1>{TITLE}</h1><div>{text_of(FIRST, SECOND)}</div>", data)
        assert read(html, "http://news.linshui.example/a/77.html").published_at is None


class TestWechat:
    """A saved page of a WeChat account."""

    HTML = (
        "<html><head><title></title></head><body><h1 class=rich_media_title id=activity-name> "
        f"{TITLE} </h1><div><a id=js_name> 临水发布 </a><em id=publish_time></em></div>"
        '<div class=rich_media_content id=js_content style="visibility: hidden;">'
        f"<section><section><span>{FIRST}</span></section></section><section>{SECOND}</section><p>{THIRD}</p></div>"
        '<div>微信扫一扫</div><script>var other = 1; var ct = "1649722500";</script></body></html>'
    )

    def test_text_time_and_account(self) -> None:
        article = read(self.HTML, "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv")
        assert article.layout == "wechat"
        assert article.title == TITLE
        assert article.body.split("\n") == [FIRST, SECOND, THIRD]
        assert (article.published_at, article.source) == ("2022-04-12T08:15:00+08:00", "临水发布")


@pytest.mark.parametrize(
    "element", ["<div id=zoom>", '<div class="TRS_Editor">', "<div id=UCAP-CONTENT>", "<div id=vsb_content>"]
)
def test_the_ids_of_shared_systems(element: str) -> None:
    html = page(
        f"{MENU}<h1>{TITLE}</h1><div>发布时间：2022-04-12 来源：县政府办</div>"
        f"{element}{text_of(FIRST, SECOND)}</div><div>{text_of(OTHER, OTHER)}</div>"
    )
    article = read(html)
    assert article.body.split("\n") == [FIRST, SECOND]
    assert (article.layout, article.source) == ("shared_ids", "县政府办")


def test_the_lines_are_numbered_as_those_of_the_page() -> None:
    html = page(
        f"{MENU}<table><tr><td><p>乡镇</p></td><td><p>12</p></td></tr><tr><td>城关</td><td>7</td></tr></table>"
        f"<div>{FIRST}<br>{SECOND}</div><div style='display:none'>隐藏</div><dl><dt>一</dt><dd>二</dd></dl>"
    )
    one = Page(URL, html, "utf-8")
    assert len(BlockLines(one).owners) == len(one.lines)
