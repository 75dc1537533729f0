"""Systems stated after descriptions: invented pages in the shape described are read by them, on any host."""

from __future__ import annotations

import json

import pytest

from covidmeet.crawl.listing import read_list
from covidmeet.extract.page import Page
from covidmeet.platforms import cctv, gkmlpt, henan_gov, nhc
from covidmeet.process import Fetched, process
from covidmeet.site import Articles, Listing, Site
from covidmeet.stages.reading import Reading

TITLE = "沙湾县召开疫情防控工作会议"
TEXT = [
    "11月3日，沙湾县召开疫情防控工作会议，县长江小满主持会议。",
    "会议要求，各乡镇把登记做细，把物资备足。",
]
P = "".join(f"<p>{line}</p>" for line in TEXT)
PAGES = {
    "cctv_web": f'<div id="title_area"><h1>{TITLE}</h1><div class="info">来源：沙湾台 2022年11月03日 19:30'
    "</div></div>"
    f'<div id="text_area">{P}</div>',
    "chinanews_web": f'<h1>{TITLE}</h1><div style="display:none"><span id="pubtime_baidu">'
    f'2022-11-03 19:30:00</span><span id="source_baidu">沙湾台</span></div>'
    f'<div class="left_zw">{P}</div>',
    "nhc_web": f'<div class="tit">{TITLE}</div>'
    '<div class="source">发布时间：2022-11-03 19:30 来源：沙湾台</div>'
    f'<div id="xw_box">{P}</div>',
    "nx_gov_web": f'<div id="info_title">{TITLE}</div><span id="info_released_dtime">2022-11-03 19:30</span>'
    f'<div id="ofdneed">{P}</div>',
    "zjrb_web": f'<div class="main-article-title">{TITLE}</div><div class="main-article-content">{P}</div>',
    "marked_fields": f"<span><!-- 文章标题 begin -->{TITLE}<!-- 文章标题 end --></span>"
    "<i><!-- 发布日期 begin -->2022-11-03 19:30<!-- 发布日期 end --></i>"
    "<b><!-- 文章来源 begin -->沙湾台<!-- 文章来源 end --></b>"
    f"<div><!-- 文章正文 begin -->{P}<!-- 文章正文 end --></div>",
    "jcms": f'<div class="xl_title">{TITLE}</div><div class="xl_doc">发布时间：2022-11-03 19:30</div>'
    f"<div><!--ZJEG_RSS.content.begin-->{P}<!--ZJEG_RSS.content.end--></div>",
}


@pytest.mark.parametrize("layout", PAGES)
def test_a_page_of_the_system_is_read_by_it(layout: str) -> None:
    source = f"<html><head><title>{TITLE}</title></head><body>{PAGES[layout]}</body></html>"
    article = process(Fetched("http://www.shawan.example/a/1.html", source.encode()), Reading())
    assert (article.layout, article.title, article.body.split("\n")) == (layout, TITLE, TEXT)
    if layout != "zjrb_web":
        assert (article.published_at or "")[:16] == "2022-11-03T19:30"


ENTRY = {"title": TITLE, "url": "http://a.example/1.html", "focus_date": "2022-11-03 19:30"}


@pytest.mark.parametrize(
    ("listing", "url", "answer", "further"),
    [
        (
            cctv.LISTING,
            "https://news.example/cmsdatainterface/page/china_1.jsonp?cb=china",
            f"china({json.dumps({'data': {'list': [ENTRY]}})})",
            "https://news.example/cmsdatainterface/page/china_2.jsonp?cb=china",
        ),
        (
            gkmlpt.LISTING,
            "http://www.sw.example/gkmlpt/api/all/71?page=1&sid=755001",
            json.dumps({"articles": [ENTRY], "total": 130}),
            "http://www.sw.example/gkmlpt/api/all/71?page=2&sid=755001",
        ),
        (
            henan_gov.LISTING,
            "https://www.henan.gov.cn/ywdt/",
            f'<div class="list-box"><ul><li><a href="http://a.example/1.html">{TITLE}</a><span>2022-11-03</span></li></ul></div>',
            "https://www.henan.gov.cn/ywdt/index_1.html",
        ),
        (
            nhc.LISTING,
            "http://www.nhc.gov.cn/xcs/yqtb/list_gzbd.shtml",
            f'<ul class="zxxx_list"><li><a href="http://a.example/1.html">{TITLE}</a><span>2022-11-03</span></li></ul>',
            "http://www.nhc.gov.cn/xcs/yqtb/list_gzbd_2.shtml",
        ),
    ],
)
def test_a_list_of_the_system_is_read_and_goes_on(
    listing: Listing, url: str, answer: str, further: str
) -> None:
    site = Site("any", articles=(Articles(("a.example",), r"/\d+\.html"),), lists=(listing,))
    found = read_list(Page(url, answer, "utf-8"), site)
    assert [(entry.url, entry.day) for entry in found.entries] == [("http://a.example/1.html", "2022-11-03")]
    assert found.further == further
