"""gz_gov: 广州市人民政府门户网站 「广州要闻」 (gz.gov.cn).

Also seen as a Traditional mirror with injected links.  Above the text stand reading aid, date, source and
sharing as a list; below it attachments and a QR code (seen in page text of 2022).  Lists: page 1 is the bare
column, page N is index_N.html, index_1.html is not there; the title of an entry is cut in its text, and
whole in ``title`` (seen on a sister column, 2024).  Metas come in any case, on some pages with ``meta-``.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Layout, Listing, Paging, Sign, Site
from covidmeet.text.rules import Effect, Rule
from covidmeet.text.urls import UrlRules

_INFO = ("meta:PubDate", "meta:Maketime", "meta:article:published_time")

SITE = Site(
    name="gz_gov",
    division="440100",
    signs=(
        Sign(r"^关注\s*·\s*广州政府网$"),
        Sign(r"^当前位置:\s*首页\s*>\s*(?:新闻\s*>\s*)?广州要闻"),
        Sign(r"广州市人民政府门户网站"),
        Sign(r"^[•·\s]*听全文$", 1),
        Sign(r"^扫一扫在手机打开当前页$", 1),
    ),
    chrome=(
        Rule("gz_gov_attachments", Effect.END, r"相关附件$", "相关附件", exact=True, whole=True),
        Rule(
            "gz_gov_scan_code",
            Effect.END,
            r"扫一扫在手机打开当前页$",
            "扫一扫在手机打开当前页",
            exact=True,
            whole=True,
        ),
        Rule(
            "gz_gov_follow",
            Effect.END,
            r"关注\s*·\s*广州政府网$",
            "关注 · 广州政府网",
            exact=True,
            whole=True,
        ),
    ),
    articles=(Articles(("www.gz.gov.cn", "gz.gov.cn"), r"/(?:[\w-]+/)+content/m?post_\d+\.html(?:\?.*)?"),),
    lists=(
        Listing(
            start=("https://www.gz.gov.cn/xw/gzyw/",),
            item="ul.news_list > li",
            time=".time",
            paging=Paging(
                address=r"(https?://(?:www\.)?gz\.gov\.cn/(?:[\w-]+/)+)(?:index(?:_(?P<n>\d+))?\.html)?",
                further=r"\1index_{n}.html",
                link="a.next.up",
                total=r"Math\.ceil\((\d+)\s*/\s*(\d+)\)",
            ),
        ),
    ),
    layouts=(
        Layout(
            "gz_gov",
            title=("h1.content_title",),
            info=("//*[@id='laiyuan']/ancestor-or-self::*[self::ul or self::div or self::p][1]",),
            published=_INFO,
            source=("#laiyuan b", "meta:ContentSource"),
            body=("//*[@id='zoomcon'][//h1[contains(@class, 'content_title')]]",),
        ),
        Layout(
            "gz_gov_info",
            title=("h1.info_title",),
            info=("#zoomsubtitl",),
            published=_INFO,
            source=("meta:ContentSource",),
            body=("#zoomcon",),
        ),
    ),
    urls=UrlRules(
        hosts={"gz.gov.cn": "www.gz.gov.cn"},
        articles=(
            (r"http://(www\.gz\.gov\.cn/.*)", r"https://\1"),
            (r"(https://www\.gz\.gov\.cn/.*/content)/mpost_(\d+\.html)", r"\1/post_\2"),
        ),
    ),
)


class GzGovSpider(NewsSpider):
    name = SITE.name
    site = SITE
