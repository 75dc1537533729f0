"""huizhou: 今日惠州网 / 惠州日报 (huizhou.cn, e.hznews.com), also seen as a mirror with the byte damage.

The text of a page begins with the menu of the paper's house: its papers, its studios, its companies
(seen in page text of 2022).  The headline follows a line that says only 原标题.  The pages are made by TRS
WCM: the text is in ``.TRS_Editor``, once more inside itself where it was pasted from Word; page 2 of a list
is index_1.htm, and its script says how many there are.  The day of publication is in the address.
The e-paper of 2017 numbers its articles (``/A6/5/``); the later one is the same system as in 深圳.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms import founder, trs
from covidmeet.site import Articles, Layout, Listing, Sign, Site
from covidmeet.text.rules import Effect, Rule
from covidmeet.text.urls import UrlRules

SITE = Site(
    name="huizhou",
    division="441300",
    signs=(
        Sign(r"^惠州日报 东江时报"),
        Sign(r"^惠州头条\b"),
        Sign(r"^今日惠州网?\b"),
        Sign(r"^惠州(?:日报|报业).{0,30}(?:版权所有|主办)"),
        Sign(r"^(?:惠州日报|东江时报|今日惠州网)\s*讯", 1),
    ),
    chrome=(
        Rule(
            "huizhou_menu", Effect.DROP, r"(?:惠州日报 )?东江时报(?: |$)", "惠州日报 东江时报 小惠同学", 200
        ),
        Rule("huizhou_menu", Effect.DROP, r"惠州头条(?: |$)", "惠州头条 掌中惠州", 200),
        Rule(
            "huizhou_menu",
            Effect.DROP,
            r"东江(?:舆情研究院|品牌联盟)(?: |$)",
            "东江舆情研究院 惠州东江图片社",
            300,
        ),
        Rule("huizhou_menu", Effect.DROP, r"演播厅(?: |$)", "演播厅 会议室", 40),
    ),
    articles=(
        Articles(("www.huizhou.cn", "huizhou.cn"), r"/(?:[\w-]+/)+\d{6}/t\d{8}_\d+\.s?html?(?:\?.*)?"),
        Articles(
            ("e.hznews.com",),
            r"/(?:hzrb|djsb)/pc/(?:con(?:tent)?/)?\d{6}/\d{2}/content_\w+(?:\.html?)?(?:\?.*)?",
        ),
        Articles(("e.hznews.com",), r"/paper/(?:hzrb|djsb)/\d{8}/[A-Z]?\d+/\d+/?"),
    ),
    lists=(
        Listing(
            start=(
                "http://www.huizhou.cn/gov/polity_shizh/",
                "http://www.huizhou.cn/news/newsc_counties/newsc_hz/",
                "http://www.huizhou.cn/news/newsc_counties/newsc_clm/",
                "http://www.huizhou.cn/news/gatxw/",
            ),
            paging=trs.paging("www.huizhou.cn", "htm"),
        ),
        founder.issues(
            fronts=(
                "http://e.hznews.com/hzrb/pc/%Y%m/%d/node_A01.html",
                "http://e.hznews.com/hzrb/pc/layout/%Y%m/%d/node_A01.html",
                "http://e.hznews.com/paper/hzrb/%Y%m%d/",
            ),
            others=r"https?://e\.hznews\.com/paper/hzrb/\d{8}/[A-Z]?\d+/?",
        ),
    ),
    layouts=(
        Layout("huizhou_trs", head_by_order=True, body=(".TRS_Editor", ".trs_editor_view")),
        Layout(
            "huizhou_epaper",
            title=("div.content h1", "div.content h2", "div.content"),
            deck=("div.content h3", "div.content h4"),
            info=("div.content .info",),
            body=("founder-content",),
        ),
        Layout(
            "huizhou_epaper_2017",
            title=("div.content h2",),
            info=(".info", ".cnt-info"),
            body=(".cnt-main",),
        ),
    ),
    urls=UrlRules(
        hosts={"huizhou.cn": "www.huizhou.cn"},
        articles=((r"https://((?:www\.huizhou\.cn|e\.hznews\.com)/.*)", r"http://\1"),),
    ),
    skip_titles=r"^[(\[【]?广告|广告[)\]】]?$",
)


class HuizhouSpider(NewsSpider):
    name = SITE.name
    site = SITE
