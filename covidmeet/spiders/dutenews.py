"""dutenews: 读特 / 深圳特区报 / 深圳新闻网 (dutenews.com, sznews.com, sztqb.sznews.com).

A page's text is followed by the cards of other people's posts, which read like news paragraphs; they
begin at 读特热榜 (seen in page text of 2022 and 2025).  Of its HTML nothing is known for sure; a plain
request was once answered 405, which is a block.  sznews.com set its headline in three ways between 2017 and
2022; its lists link their pages up to the sixth.  The e-paper of 深圳特区报 is there from 2018-03-22; its
front page was node_A01 at first and node_02 in 2026, and its advertisements are pages like any other.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms import founder
from covidmeet.site import Articles, Layout, Listing, Paging, Sign, Site
from covidmeet.text.rules import Effect, Rule
from covidmeet.text.urls import UrlRules

_SZNEWS_JUNK = (".page-info2", "#smallBodyTitle", ".yyld-btn", "#hl-RelationDiv", ".pages")

SITE = Site(
    name="dutenews",
    division="440300",
    signs=(
        Sign(r"^读特热榜$"),
        Sign(r"^IN视频$", 1),
        Sign(r"^鹏友圈$"),
        Sign(r"友情链接:\s*深圳新闻网"),
        Sign(r"^.{0,20}Copyright.{0,20}深圳(?:特区报|报业|新闻网)"),
        Sign(r"^(?:深圳新闻网|深圳特区报|读特)\S{0,16}?(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)?\s*讯", 1),
        Sign(r"^(?:深圳新闻网|深圳特区报|读特(?:客户端|新闻)?)$", 1),
        Sign(r"^当前位置:\s*深圳新闻网"),
    ),
    chrome=(
        Rule(
            "dutenews_ranking", Effect.END, r"(?:读特热榜|IN视频|鹏友圈)$", "读特热榜", exact=True, whole=True
        ),
        Rule("dutenews_voice", Effect.DROP, r"人工智能朗读", "人工智能朗读:"),
    ),
    articles=(
        Articles(
            ("www.dutenews.com", "m.dutenews.com", "dutenews.com"), r"/(?:n/article/\d+|p/\d+\.html)(?:\?.*)?"
        ),
        Articles(
            ("www.sznews.com", "news.sznews.com"),
            r"/(?:[\w-]+/)*content/\d{4}-\d{2}/\d{2}/content_\d+(?:_\d+)?\.html?(?:\?.*)?",
        ),
        Articles(("sztqb.sznews.com",), r"/(?:PC|MB)/content/\d{6}/\d{2}/content_\w+\.html(?:\?.*)?"),
    ),
    lists=(
        Listing(
            start=(
                "http://www.sznews.com/news/node_18235.htm",
                "http://news.sznews.com/node_150127.htm",
                "http://news.sznews.com/node_31220.htm",
                "http://news.sznews.com/node_18236.htm",
            ),
            item="li.list-pt-li",
            paging=Paging(
                address=r"(https?://(?:www|news)\.sznews\.com/(?:[\w-]+/)*node_\d+)(?:_(?P<n>\d+))?\.htm",
                further=r"\1_{n}.htm",
                only_linked=True,
            ),
        ),
        founder.issues(
            fronts=(
                "http://sztqb.sznews.com/PC/layout/%Y%m/%d/node_A01.html",
                "http://sztqb.sznews.com/PC/layout/%Y%m/%d/node_02.html",
            ),
        ),
    ),
    layouts=(
        Layout(
            "sznews",
            title=("h1.h1-news", "h1.con_title", "#PrintTxt h2"),
            info=(
                ".share-date",
                ".share.yahei",
                "#pubtime_baidu",
                "#source_baidu",
                ".con_arc_info",
                ".emit .r",
            ),
            source=(".share-date span", "#source_baidu"),
            body=(".article-content.new_txt", ".new_txt", ".con_arc_content"),
            drop=_SZNEWS_JUNK,
        ),
        Layout(
            "sztqb",
            title=(".newsdetatit h3",),
            deck=(".newsdetatit > p:not(:has(span))", ".newsdetatit .intro", ".newsdetatit .sub"),
            info=(".newsdetatit > p:has(span)",),
            body=(".newsdetatext founder-content", ".newsdetatext"),
        ),
        Layout("dutenews_article", by_order=True, needs=r"^(?:读特热榜|IN视频|鹏友圈)$"),
    ),
    urls=UrlRules(
        hosts={"m.dutenews.com": "www.dutenews.com", "dutenews.com": "www.dutenews.com"},
        articles=(
            (r"http://(www\.dutenews\.com/.*)", r"https://\1"),
            (r"https://((?:www|news|sztqb)\.sznews\.com/.*)", r"http://\1"),
            (r"(https://www\.dutenews\.com/(?:n/article/\d+|p/\d+\.html))\?.*", r"\1"),
        ),
    ),
    skip_titles=r"^[(\[【]?广告|广告[)\]】]?$",
)


class DutenewsSpider(NewsSpider):
    name = SITE.name
    site = SITE
