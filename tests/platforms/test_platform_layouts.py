"""Articles of hosts that nothing is known of, by the systems that they run; the pages are invented."""

from __future__ import annotations

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract import Page, extract
from covidmeet.items import Article
from covidmeet.platforms import FALLBACKS, trs
from covidmeet.process import Fetched, process
from covidmeet.site import GENERIC, Articles, Layout, Site
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading

URL = "http://www.linshui.example/a/77.html"
TITLE = "临水县部署渡口值守和采样点布置"
FIRST = "昨天上午，临水县召开会议，部署渡口值守、采样点布置和老人送药三件事。"
SECOND = "会议要求，采样点步行不超过十分钟，渡口昼夜有人，药品当天送到。"
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p>"
LINES = [FIRST, SECOND]


def read(html: str, url: str = URL, site: Site = GENERIC) -> Article:
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{html}</body></html>"
    given = Fetched(url, page.encode(), 200, (("Content-Type", "text/html; charset=utf-8"),))
    sites = Sites(() if site is GENERIC else (site,))
    return process(given, Reading(sites))


@pytest.mark.parametrize("site", all_sites(), ids=lambda site: site.name)
def test_a_site_states_its_layouts_under_names_of_its_own(site: Site) -> None:
    assert FALLBACKS.isdisjoint(layout.name for layout in site.layouts)


def test_an_article_of_jcms() -> None:
    article = read(
        f"<div class=xl_title>{TITLE}</div>"
        "<div class=xl_doc>发布时间：2022-04-12 08:30 浏览次数：7 信息来源： 县府办</div>"
        f"<div class=zoom>{TEXT}</div>"
    )
    assert (article.layout, article.title, article.body.split("\n")) == ("jcms", TITLE, LINES)
    assert (article.published_at, article.source) == ("2022-04-12T08:30:00+08:00", "县府办")


def test_an_article_of_an_older_e_paper_by_the_comment_of_its_editors() -> None:
    article = read(
        "<!--enpproperty <articleid>7</articleid><date>2019-04-18 11:18:16.0</date>"
        f"<title>{TITLE}</title>/enpproperty-->"
        f"<table><tr><td class=font01>{TITLE}</td></tr></table><div id=ozoom>{TEXT}</div>"
    )
    assert (article.layout, article.title, article.body.split("\n")) == ("founder_old", TITLE, LINES)
    assert (article.published_at or "").startswith("2019-04-18")


TAKEN_OVER = {
    "ivs": "<h2 id=ivs_title>TITLE<small id=ivs_date>(2022-04-12)</small></h2><div id=ivs_content>TEXT</div>",
    "people_web": "<div class=rm_txt><h1>TITLE</h1><div class=channel>"
    "<div class=col-1-1>2022年04月12日08:23</div></div><div class='rm_txt_con cf'>TEXT</div></div>",
    "people_web_2015": "<h1>TITLE</h1><div class=box01><div class=fl>2022年04月12日08:23</div></div>"
    "<div id=rwb_zw>TEXT</div>",
    "xinhua_web": "<div class=header><div class=head-line><h1><span class=title>TITLE</span></h1></div></div>"
    "<div class=mheader><div class=info>2022-04-12 14:52:26</div></div><div id=detailContent>TEXT</div>",
    "xinhua_web_2017": "<div class=h-title>TITLE</div><div class=h-info>2022-04-12 18:00:55</div>"
    "<div id=p-detail>TEXT</div>",
    "founder": "<div class=newsdetatit><h3>TITLE</h3><div class=info>2022-04-12</div></div>"
    "<founder-content>TEXT</founder-content>",
}


@pytest.mark.parametrize(("layout", "html"), TAKEN_OVER.items(), ids=TAKEN_OVER)
def test_an_article_taken_over_with_the_markup_of_its_system(layout: str, html: str) -> None:
    article = read(html.replace("TITLE", TITLE).replace("TEXT", TEXT))
    assert (article.layout, article.title, article.body.split("\n")) == (layout, TITLE, LINES)
    assert (article.published_at or "")[:10] == "2022-04-12"


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("发布时间：2021-04-07", "2021-04-07"),
        ("<td>发布日期</td>：<td>2021年4月7日</td>", "2021-04-07"),
        ("浏览：7", "2021-04-09"),
        ("成文日期：2021-04-01", "2021-04-09"),
    ],
)
def test_the_day_that_a_page_shows_outranks_that_of_its_metas(shown: str, day: str) -> None:
    site = Site("linshui", articles=(Articles(("www.linshui.example",), "/a/.*"),), layouts=(trs.NORM,))
    metas = f"<meta name=ArticleTitle content={TITLE}><meta name=PubDate content='2021-04-09 10:00'>"
    body = f"<h1>{TITLE}</h1><div>{shown}</div><div class=TRS_Editor>{TEXT}</div>"
    html = f"<html><head>{metas}</head><body>{body}</body></html>"
    assert (extract(Page(URL, html, "utf-8"), site).published_at or "")[:10] == day


def test_a_layout_under_another_name_is_the_same_layout() -> None:
    assert Layout("one", body=("#text",)).named("two") == Layout("two", body=("#text",))
