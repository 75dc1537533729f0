"""govcn: 中国政府网 (gov.cn), 滚动 and 要闻.

Text in #UCAP-CONTENT in all years; articles are named by their day to 2022, by their month since 2023, when
the lists became one JSON file of about a thousand entries.  Lists of before are on a host of their own.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Layout, Listing, Paging, Sign, Site
from covidmeet.text.urls import UrlRules

SITE = Site(
    name="govcn",
    signs=(Sign(r"^版权所有:\s*中国政府网$"), Sign(r"^主办单位:\s*国务院办公厅")),
    indexed=(
        "www.gov.cn/fuwu/",
        "www.gov.cn/guowuyuan/",
        "www.gov.cn/lianbo/",
        "www.gov.cn/premier/",
        "www.gov.cn/xinwen/",
        "www.gov.cn/yaowen/",
        "www.gov.cn/zhengce/",
    ),
    articles=(
        Articles(
            ("www.gov.cn", "gov.cn"),
            r"/(?:[a-z]+/)+(?:\d{4}-\d{2}/\d{2}|\d{6})/content_\d+\.htm",
        ),
    ),
    lists=(
        Listing(start=("https://www.gov.cn/yaowen/liebiao/YAOWENLIEBIAO.json",), records=()),
        Listing(
            start=("http://sousuo.gov.cn/column/30611/0.htm", "http://sousuo.gov.cn/column/30902/0.htm"),
            item="ul.listTxt li",
            time=".date",
            paging=Paging(
                address=r"(https?://sousuo\.gov\.cn/column/\d+/)(?P<n>\d+)\.htm",
                further=r"\1{n}.htm",
                first=0,
            ),
        ),
    ),
    layouts=(
        Layout(
            "govcn",
            title=(".article h1", "#ti"),
            info=(".pages-date", ".editor"),
            body=("#UCAP-CONTENT",),
            drop=("#UCAP-CONTENT .editor",),
        ),
    ),
    urls=UrlRules(hosts={"gov.cn": "www.gov.cn"}, articles=((r"http://(www\.gov\.cn/.*)", r"https://\1"),)),
)


class GovcnSpider(NewsSpider):
    name = SITE.name
    site = SITE
