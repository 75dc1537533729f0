"""netease: 网易号 (163.com/dy), where newsrooms and offices republish.

Between headline and text stand a comment count and a sharing line; below the text come the platform's
statement in two languages, the account's card and recommendations (seen in page text of 2022).  One docid is
one article at www, m, 3g and dy.163.com.  A page whose ``.post_body`` is empty was withheld.  Behind the
source the line of time and source goes on with a province and a link to complain (2024).  Pages of 2015 are
GBK and say gb2312; since 2021 all are UTF-8.  There is no list of all accounts: name an account's page with
``start=https://www.163.com/dy/media/T….html``.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, JsonLayout, Layout, Listing, Paging, Sign, Site
from covidmeet.text.rules import Effect, Rule
from covidmeet.text.urls import UrlRules

_ID = r"[A-Z0-9]{12,20}"
_PUBLISHED = ("meta:article:published_time", "//html/@data-publishtime", "meta:og:release_date")

# Boxes and lines in the text that are nothing but links: other articles, galleries, specials.
_LINKS_ALONE = (
    ".//*[self::p or self::div or self::ul or self::table or self::dl][.//a[@href]]"
    "[not(.//text()[normalize-space() and not(ancestor::a) and not(ancestor::script)])]"
)
_OTHERS = (_LINKS_ALONE, ".nph_gallery", ".special_tag_wrap")

SITE = Site(
    name="netease",
    signs=(
        Sign(r"^网易(?:首页)?\s*>\s*网易号"),
        Sign(r"^特别声明:.{0,60}网易号"),
        Sign(r"^Notice: The content above .{0,120}NetEase Hao"),
        Sign(r"^分享至$", 1),
        Sign(r"^.{4,80}_(?:网易(?:订阅|新闻|财经|科技|体育|娱乐|教育|军事)|手机网易网)$"),
    ),
    chrome=(
        Rule(
            "netease_crumb", Effect.START, r"网易(?:首页)?\s*>\s*网易号", "网易首页 > 网易号 > 正文 申请入驻"
        ),
        Rule(
            "netease_statement",
            Effect.END,
            r"特别声明:.{0,60}网易号",
            "特别声明:以上内容为网易号用户上传",
            300,
            exact=True,
        ),
        Rule(
            "netease_statement",
            Effect.END,
            r"Notice: The content above",
            "Notice: The content above",
            400,
            exact=True,
        ),
        Rule(
            "netease_province",
            Effect.DROP,
            r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州"
            r"|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)$",
            "江苏",
        ),
        Rule("netease_video", Effect.DROP, r"视频加载中", "视频加载中...", 20),
        Rule("netease_report", Effect.DROP, r"举报$", "举报"),
        Rule(
            "netease_app",
            Effect.DROP,
            r"(?:点击)?(?:打开|下载|安装|前往|来自)?(?:网易新闻|网易|APP)(?:客户端|APP)?[,.\s]*(?:查看|看|体验|阅读|享受|效果|参与|继续).{0,12}"
            r"|查看(?:原图|大图|高清图)|\(?(?:更多|查看更多)精彩内容[,\s]*.{0,6}关注网易.{2,12}",
            "打开网易新闻 查看精彩图片",
            40,
            whole=True,
        ),
    ),
    # An index of all of 163.com has hundreds of millions of rows.
    indexed=(
        "www.163.com/dy/article/",
        "www.163.com/news/article/",
        "3g.163.com/dy/article/",
        "3g.163.com/news/article/",
        "m.163.com/dy/article/",
        "m.163.com/news/article/",
        "dy.163.com/v2/article/",
        "c.m.163.com/nc/article/",
        "c.m.163.com/news/a/",
        *(f"news.163.com/{year:02}/" for year in range(9, 25)),
    ),
    articles=(
        Articles(("www.163.com", "m.163.com", "3g.163.com"), rf"/\w+/article/{_ID}\.html(?:\?.*)?"),
        Articles(("dy.163.com",), rf"/v2/article/(?:detail/)?{_ID}\.html(?:\?.*)?"),
        Articles(("c.m.163.com",), rf"/(?:nc/article/{_ID}/full|news/a/{_ID})\.html(?:\?.*)?"),
        Articles(("news.163.com", "*.163.com"), rf"/\d{{2}}/\d{{4}}/\d{{2}}/{_ID}\.html(?:\?.*)?"),
    ),
    lists=(
        Listing(start=("https://news.163.com/domestic/",), item=".tab_content ul li", time=".time"),
        # https://dy.163.com/v2/article/list.do?pageNo=1&wemediaId=W…&size=10 answers in JSON
        Listing(
            records=("data", "list"),
            address="https://www.163.com/dy/article/{docid}.html",
            paging=Paging(
                address=r"(https?://dy\.163\.com/v2/article/list\.do\?(?:.*&)?pageNo=)(?P<n>\d+)(&.*)?",
                further=r"\1{n}\3",
            ),
        ),
    ),
    layouts=(
        Layout(
            "netease",
            title=("h1.post_title",),
            info=(".post_info", ".creative_statement", ".post_author"),
            published=_PUBLISHED,
            source=("//*[contains(@class, 'post_info')]/a[not(contains(., '举报') or contains(., '舉報'))]",),
            body=(".post_body:not(:has(#endText))",),
            drop=(
                "p.f_center:has(img)",
                ".post_statement",
                ".post_top",
                ".creative_statement",
                ".post_author",
                *_OTHERS,
            ),
            empty_is_block=True,
        ),
        Layout(
            "netease_mobile",
            title=("article h1.title",),
            info=("article .info", "article .otitle_editor"),
            published=_PUBLISHED,
            source=("article .info .source",),
            body=("article .article-body", "article .content"),
            drop=(".photo", *_OTHERS),
            empty_is_block=True,
        ),
        Layout(
            "netease_news",
            title=("#epContentLeft h1", ".post_content_main h1", "h1"),
            info=(".post_time_source", ".ep-source", ".ep-editor"),
            published=_PUBLISHED,
            source=("#ne_article_source",),
            body=("#endText",),
            drop=(".ep-source", ".gg200x300", "p.f_center:has(img)", *_OTHERS),
            empty_is_block=True,
        ),
        Layout(
            "netease_dy_old",
            title=(".article_title h2", ".article_title h1", ".article_title"),
            info=(".share_box .time", ".article_title .time"),
            published=_PUBLISHED,
            body=("div.content#content", "#content"),
            drop=("p.f_center:has(img)",),
            empty_is_block=True,
        ),
        JsonLayout("netease_app", editors="ec"),
    ),
    urls=UrlRules(
        articles=(
            (
                rf"https?://(?:www|m|3g)\.163\.com/(\w+)/article/({_ID})\.html.*",
                r"https://www.163.com/\1/article/\2.html",
            ),
            (
                rf"https?://dy\.163\.com/v2/article/(?:detail/)?({_ID})\.html.*",
                r"https://www.163.com/dy/article/\1.html",
            ),
            (
                rf"https?://c\.m\.163\.com/(?:nc/article/({_ID})/full|news/a/({_ID}))\.html.*",
                r"https://www.163.com/dy/article/\1\2.html",
            ),
            (
                rf"https?://(\w+)\.163\.com/\d{{2}}/\d{{4}}/\d{{2}}/({_ID})\.html.*",
                r"https://www.163.com/\1/article/\2.html",
            ),
        ),
    ),
    gone=("#wrap_2018_404", ".wrap_2018_404"),
)


class NeteaseSpider(NewsSpider):
    name = SITE.name
    site = SITE
