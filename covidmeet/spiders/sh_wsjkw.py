"""sh_wsjkw: 上海市卫生健康委员会 (wsjkw.sh.gov.cn), 疫情通报.

The elements have the ids of a reading aid (``ivs``); the day stands in a heading of its own, or inside the
title's (2022).  Half of the entries of a list lead to WeChat, to posts of accounts of the city's offices.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms import wechat
from covidmeet.platforms.ivs import IVS
from covidmeet.site import Articles, Listing, Paging, Sign, Site

_HOST = "wsjkw.sh.gov.cn"

SITE = Site(
    name="sh_wsjkw",
    division="310000",
    signs=(Sign(r"^(?:主办单位|版权所有):\s*上海市卫生健康委员会"), Sign(r"^上海市卫生健康委员会$", 1)),
    articles=(Articles((_HOST,), r"/xwfb/\d{8}/[0-9a-f]{32}\.html"),),
    lists=(
        Listing(
            start=(f"https://{_HOST}/yqtb/index.html",),
            item="ul.uli16 > li",
            time="span.time",
            paging=Paging(
                address=r"(https?://wsjkw\.sh\.gov\.cn/\w+/)(?:index(?:_(?P<n>\d+))?\.html)?",
                further=r"\1index_{n}.html",
                total=r"\btotalPage\s*[:=]\s*(\d+)",
            ),
        ),
    ),
    layouts=(IVS.named("sh_wsjkw"),),
    linked=(wechat.POSTS,),
    floors={"source": 0.0},
)


class ShWsjkwSpider(NewsSpider):
    name = SITE.name
    site = SITE
