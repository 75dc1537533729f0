"""cbg: 重庆网络广播电视台 视界网 (cbg.cn), also seen as a mirror with the byte damage.

The text ends with bracketed reporters and editor, then two declarations whose first words never change
(seen in page text of 2021; of the HTML of 2021 and 2022 nothing else is known).  Today an article's address
is its column, its day and 32 hexadecimal digits (2026).  From 2016 to 2019 sub-domains had .shtml pages with
the day in the path; those with ``.v_message`` are videos with a line of text.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Layout, Listing, Paging, Sign, Site
from covidmeet.text.rules import Effect, Rule
from covidmeet.text.urls import UrlRules

SITE = Site(
    name="cbg",
    division="500000",
    signs=(
        Sign(r"来源:重庆网络广播电视台"),
        Sign(r"^重庆手机台$"),
        Sign(r"^重庆网络广播电视台\s*版权所有"),
        Sign(r"^【(?:版权|免责)声明】.{0,60}(?:视界网|重庆网络广播电视台)"),
        Sign(r"^当前位置:\s*首页\s*>\s*(?:首页推荐\s*>\s*)?重庆", 1),
        Sign(r"^(?:视界网|第1眼新闻|重庆网络广播电视台)(?:讯|$)", 1),
    ),
    chrome=(
        Rule(
            "cbg_declaration",
            Effect.END,
            r"【(?:版权|免责)声明】",
            "【版权声明】凡本网注明来源的作品",
            1000,
            exact=True,
        ),
        Rule("cbg_mobile", Effect.END, r"重庆手机台$", "重庆手机台", exact=True, whole=True),
    ),
    articles=(
        Articles(("www.cbg.cn", "cbg.cn", "m.cbg.cn"), r"/a/\d+/\d{8}/[0-9a-f]{32}\.html(?:\?.*)?"),
        Articles(
            ("news.cbg.cn", "cq.cbg.cn", "common.cbg.cn", "sports.cbg.cn"),
            r"/(?:\w+/)+\w*\d{4}/\d{4}/\d+\.s?html?(?:\?.*)?",
        ),
    ),
    lists=(
        Listing(
            start=tuple(f"https://www.cbg.cn/list/{column}/1.html" for column in (705, 5147, 5598, 4928)),
            item="ul.news-list li",
            time=".time",
            paging=Paging(
                address=r"(https?://(?:www|rmtapi)\.cbg\.cn/list/\d+/)(?P<n>\d+)\.html(\?.*)?",
                further=r"\1{n}.html\3",
            ),
        ),
        # https://rmtapi.cbg.cn/list/COLUMN/1.html?pagesize=20 answers in JSON
        Listing(records=("data", "lists")),
    ),
    layouts=(
        Layout(
            "cbg_2021",
            by_order=True,
            needs=r"^当前位置:\s*首页\s*>\s*首页推荐(?s:.*)^【(?:版权|免责)声明】",
        ),
        Layout(
            "cbg_shtml",
            title=("p.title",),
            info=("p.time", ".zheren"),
            body=(".main > article", ".main article"),
            drop=(".v_message", ".title_top"),
        ),
        Layout(
            "cbg",
            title=("h1",),
            info=(
                "//*[contains(text(), '发布时间')]/ancestor-or-self::*[self::div or self::p or self::ul][1]",
            ),
            body=(".article-content", ".content", "#content"),
        ),
    ),
    urls=UrlRules(
        hosts={"cbg.cn": "www.cbg.cn", "m.cbg.cn": "www.cbg.cn"},
        articles=((r"http://(www\.cbg\.cn/.*)", r"https://\1"),),
    ),
)


class CbgSpider(NewsSpider):
    name = SITE.name
    site = SITE
