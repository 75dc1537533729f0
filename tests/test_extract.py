"""Layouts at work, on a small site made up for the purpose; the five sites' own pages are in ``pages/``."""

from __future__ import annotations

import json

import pytest

from covidmeet.extract import Page, extract
from covidmeet.items import Article
from covidmeet.process import Fetched, process, read
from covidmeet.reasons import Reject
from covidmeet.site import JsonLayout, Layout, Site
from covidmeet.sites import Sites
from covidmeet.spiders import cbg, dutenews, gz_gov, huizhou, netease
from covidmeet.stages.reading import Reading
from covidmeet.text.lines import Role
from covidmeet.text.rules import Effect, Rule

FIRST = "3月2日，青禾县召开疫情防控工作会议，县委书记林知秋主持会议并讲话。"
SECOND = "会议要求，各乡镇把登记、采样和送药三件事分到人，当天的事当天办完，不留到第二天早上。"

QINGHE = Site(
    "qinghe",
    chrome=(Rule("qinghe_end", Effect.END, r"青禾网版权", "青禾网版权所有", exact=True),),
    layouts=(
        Layout(
            "new",
            title=("h1.title", "meta:ArticleTitle"),
            deck=(".deck",),
            info=(".info",),
            published=("meta:PubDate",),
            source=(".info .from",),
            body=(".text", ".article"),
            drop=(".share", "p.photo:has(img)"),
            empty_is_block=True,
        ),
        Layout("old", head_by_order=True, body=("#zoom",)),
        Layout("oldest", by_order=True, needs=r"^青禾网版权所有"),
        JsonLayout("app", editors="editor"),
    ),
    skip_titles=r"^广告",
    gone=("#gone",),
)


def article(html: str, site: Site = QINGHE, listed: str | None = None) -> Article:
    page = Fetched("http://www.qinghe.example/1.html", html.encode(), listed=listed)
    return read(page, Reading(Sites((site,))))


def lines(found: Article) -> list[str]:
    return found.text.split("\n")


def roles(found: Article) -> list[str]:
    return [line.role.value for line in found.lines]


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>青禾县召开会议_青禾网</title>{head}</head><body>{body}</body></html>"


def test_the_first_layout_whose_body_has_text_wins() -> None:
    both = f"<div class='text'><p>{FIRST}</p></div><div id='zoom'><p>{SECOND}</p></div>"
    assert article(page(both)).layout == "new"
    assert article(page(f"<div id='zoom'><p>{FIRST}</p></div>")).layout == "old"


def test_of_several_bodies_the_longest_counts_and_of_several_selectors_the_first() -> None:
    found = article(page(f"<div class='text'>导读</div><div class='text'><p>{FIRST}</p></div>"))
    assert lines(found)[-1] == FIRST
    found = article(page(f"<div class='article'>{FIRST * 9}</div><div class='text'><p>{SECOND}</p></div>"))
    assert lines(found)[-1] == SECOND


def test_fields_stand_in_their_order_and_nothing_twice() -> None:
    found = article(
        page(
            f"""<div class="text"><h1 class="title">青禾县召开<br>会议</h1>
            <p class="info"><span>2022-03-03 08:00</span><span class="from">来源：青禾日报</span></p>
            <p class="deck">把门守好</p><div class="share">分享到</div>
            <p class="photo"><img src="1.jpg">会议现场</p>
            <p>{FIRST}</p><p>{SECOND}</p></div>""",
            '<meta name="meta-pubdate" content="2022-03-03 08:00:05">',
        )
    )
    assert lines(found) == [
        "青禾县召开会议",
        "来源:青禾日报",
        "2022-03-03 08:00 来源：青禾日报",
        "把门守好",
        FIRST,
        SECOND,
    ]
    assert roles(found) == ["title", "info", "info", "deck", "body", "body"]
    assert found.published_at == "2022-03-03T08:00:05+08:00"
    assert (found.site, found.charset) == ("qinghe", "utf-8")


def test_time_and_source_beside_the_text_are_found_where_selectors_miss() -> None:
    found = article(
        page(
            f"""<h1 class="title">青禾县召开会议</h1><div class="when"><b>青禾日报</b><i>2022-03-03</i></div>
            <div class="text"><p>{FIRST}</p></div><div class="by">责任编辑：江晚舟</div>
            <div>编辑推荐</div><div>编辑：别人</div>"""
        )
    )
    assert lines(found) == ["青禾县召开会议", "青禾日报 2022-03-03", "责任编辑：江晚舟", FIRST]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("青禾县召开<br>疫情防控工作会议", "青禾县召开疫情防控工作会议"),
        ("青禾县召开<br/><br>\n疫情防控工作会议", "青禾县召开疫情防控工作会议"),
        ("<b>青禾县：</b><br><b>“守好门”</b>", "青禾县：“守好门”"),
        ("青禾县召开<br>COVID-19防控会议", "青禾县召开 COVID-19防控会议"),
        ("COVID-19<br>meeting held", "COVID-19 meeting held"),
        ("青禾县召开<br>2022年会议", "青禾县召开 2022年会议"),
        ("𠮷禾县<br>𠮷禾镇会议", "𠮷禾县𠮷禾镇会议"),
    ],
)
def test_a_line_end_in_a_headline_is_no_blank(heading: str, title: str) -> None:
    html = f"<h1 class='title'>{heading}</h1><div class='text'><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert [line.text for line in article(html).lines if line.role is Role.TITLE] == [title]


@pytest.mark.parametrize("heading", ["h1", "h2", "div"])
def test_a_broken_headline_on_a_page_of_no_known_layout(heading: str) -> None:
    html = (
        f"<html><head><title>青禾县召开防控工作会议_青禾网</title></head><body><p>首页</p>"
        f"<{heading}>青禾县召开<br>防控<br>工作会议</{heading}><div>2022-03-03 来源：青禾日报</div>"
        f"<div><p>{FIRST}</p><p>{SECOND}</p><p>{SECOND * 3}</p></div></body></html>"
    )
    for layouts in (
        (),
        (Layout("ordered", by_order=True),),
        (Layout("zoom", head_by_order=True, body=("//div[p]",)),),
    ):
        site = Site("broken", layouts=layouts)
        found = process(Fetched("http://www.qinghe.example/1.html", html.encode()), Reading(Sites((site,))))
        assert (found.title, found.deck, found.source) == ("青禾县召开防控工作会议", "", "青禾日报")
        assert found.body == f"{FIRST}\n{SECOND}\n{SECOND * 3}"


def test_the_headline_of_the_head_serves_where_the_page_has_none() -> None:
    assert lines(article(page(f"<div class='text'><p>{FIRST}</p></div>")))[0] == "青禾县召开会议"
    found = article(
        page(f"<div class='text'><p>{FIRST}</p></div>", '<meta name="articletitle" content="另一题">')
    )
    assert lines(found)[0] == "另一题"


def test_wide_gaps_in_a_headline_are_one_blank_and_part_nothing_else() -> None:
    html = page(
        f"<h1 class='title'>青禾县召开会议&nbsp;&nbsp;&nbsp;&nbsp;部署防控工作</h1>"
        f"<div class='text'><p>{FIRST}</p></div>"
    )
    found = process(Fetched("http://www.qinghe.example/1.html", html.encode()), Reading(Sites((QINGHE,))))
    assert found.title == "青禾县召开会议 部署防控工作"
    assert (found.deck, found.body) == ("", FIRST)


def test_a_long_line_in_an_info_element_is_text_and_not_lost() -> None:
    lead = "2022年3月2日，" + SECOND * 3
    html = page(
        f"<h1 class='title'>青禾县召开会议</h1><div class='text'><p>{FIRST}</p>"
        f"<p class='info'>{lead}</p><p>{SECOND}</p></div>"
    )
    found = process(Fetched("http://www.qinghe.example/1.html", html.encode()), Reading(Sites((QINGHE,))))
    assert found.body.split("\n") == [FIRST, lead, SECOND]


def test_deck_and_text_keep_their_places_whatever_they_look_like() -> None:
    html = page(
        f"<h1 class='title'>青禾县召开会议</h1><p class='deck'>守好门。看好人。</p>"
        f"<div class='text'><p>下周一，</p><p>{FIRST}</p></div>"
    )
    found = process(Fetched("http://www.qinghe.example/1.html", html.encode()), Reading(Sites((QINGHE,))))
    assert found.deck == "守好门。看好人。"
    assert found.body.split("\n") == ["下周一，", FIRST]


def test_what_stands_beside_the_editors_name_is_not_lost() -> None:
    html = page(
        f"<h1 class='title'>青禾县召开会议</h1><div class='text'><p>{FIRST}</p></div>"
        f"{SECOND}<a href='/'></a>责任编辑：江晚舟"
    )
    found = process(Fetched("http://www.qinghe.example/1.html", html.encode()), Reading(Sites((QINGHE,))))
    assert found.editors == ["江晚舟"]
    assert any(SECOND in stripped.text for stripped in found.stripped_lines)


def test_the_head_by_order() -> None:
    found = article(
        page(
            f"""<ul><li>首页</li><li>时政</li></ul><h5>原标题：</h5><h2>青禾县召开会议</h2><h4>林知秋讲话</h4>
            <div>2022-03-03 来源：青禾日报</div><div id="zoom"><p>{FIRST}</p></div><p>相关新闻</p>"""
        )
    )
    assert lines(found) == ["青禾县召开会议", "2022-03-03 来源：青禾日报", "林知秋讲话", FIRST]
    assert roles(found)[0] == "title"


def test_a_page_by_order_ends_where_its_rules_say() -> None:
    html = page(
        f"""<ul><li>首页</li></ul><h2>青禾县召开会议</h2><p>{FIRST}</p>
        <p>青禾网版权所有</p><p>别人的文章，也像一段正文，写得很长，还有句号。</p>"""
    )
    found = article(html)
    assert found.layout == "oldest"
    assert lines(found)[:2] == ["青禾县召开会议", FIRST]


def test_no_layout_at_all() -> None:
    found = article(
        f"""<html><head><title>青禾县召开会议 - 青禾网</title></head><body><nav><a href="/">首页</a></nav>
        <main><h1>青禾县召开会议</h1><div>2022-03-03 08:00 来源：青禾日报</div>
        <div><p>{FIRST}</p><p style="display:none">藏起来的一句话，和正文一样长，也有句号。</p><p>{SECOND}</p>
        <p>{SECOND.replace("三件", "四件")}</p></div></main><footer>联系我们</footer></body></html>"""
    )
    assert found.layout == "generic"
    assert lines(found) == [
        "青禾县召开会议",
        "2022-03-03 08:00 来源：青禾日报",
        FIRST,
        SECOND,
        SECOND.replace("三件", "四件"),
    ]


def test_json_of_an_application() -> None:
    record = {
        "title": "青禾县召开会议",
        "ptime": "2022-03-03 08:00:00",
        "source": "青禾日报",
        "editor": "江晚舟",
        "body": f"<p>{FIRST}</p><!--IMG#0--><p>{SECOND}</p>",
    }
    found = article(json.dumps({"HM1A": record}, ensure_ascii=False))
    assert found.layout == "app"
    assert lines(found) == ["青禾县召开会议", "来源:青禾日报", "责任编辑:江晚舟", FIRST, SECOND]
    assert found.published_at == "2022-03-03T08:00:00+08:00"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (page("<h1 class='title'>青禾县召开会议</h1><div class='text'> </div>"), "blocked"),
        (page("<div class='text'><script>x()</script></div><div id='zoom'>别处的一段</div>"), "blocked"),
        (page(f"<div id='gone'></div><div class='text'>{FIRST}</div>"), "soft_404"),
        ("<html><title>404 Not Found</title><body>抱歉，页面不存在</body></html>", "soft_404"),
        ("<html><title>安全验证</title><body>请完成验证</body></html>", "blocked"),
        (page("<h1 class='title'>广告</h1><div class='text'>本店开业</div>"), "out_of_scope"),
        (page(""), "no_text"),
        ("", "empty"),
        ('{"code": 404}', "no_text"),
        ("{broken", "no_text"),
        ("[" * 100_000, "no_text"),
    ],
)
def test_pages_that_are_no_article(html: str, reason: str) -> None:
    with pytest.raises(Reject) as raised:
        article(html)
    assert raised.value.reason == reason


def test_a_day_from_the_address_or_the_list_is_kept_for_pages_that_tell_none() -> None:
    html = page(f"<div class='text'><p>{FIRST}</p></div>")
    assert article(html, listed="2022-03-04").dated == "2022-03-04"
    dated = extract(
        Page("http://www.qinghe.example/202203/t20220303_1.html", html, "utf-8"), QINGHE, "2022-03-04"
    )
    assert dated.dated == "2022-03-03"


@pytest.mark.parametrize(
    "site", [dutenews.SITE, gz_gov.SITE, huizhou.SITE, cbg.SITE, netease.SITE], ids=lambda site: site.name
)
def test_every_selector_of_a_site_compiles(site: Site) -> None:
    empty = Page("http://a.example/", "<html><body><p>x</p></body></html>", "utf-8")
    for layout in site.layouts:
        if isinstance(layout, Layout):
            fields = (layout.body, layout.title, layout.deck, layout.info, layout.published, layout.source)
            for selector in (*[one for field in fields for one in field], *layout.drop):
                assert empty.find(selector) == []
    names = [layout.name for layout in site.layouts]
    assert len(names) == len(set(names))
