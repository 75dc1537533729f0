"""xhrb: 新华日报, the e-paper (xh.xhby.net): Founder's, its articles under /pc/con/."""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms import founder
from covidmeet.site import Articles, Sign, Site

SITE = Site(
    name="xhrb",
    division="320000",
    signs=(Sign(r"^新华日报\s+\d{4}年\d{1,2}月\d{1,2}日\s+星期."),),
    articles=(Articles(("xh.xhby.net",), r"/pc/con/\d{6}/\d{2}/content_\d+\.html"),),
    lists=(founder.issues(fronts=("https://xh.xhby.net/pc/layout/%Y%m/%d/node_1.html",)),),
    layouts=(founder.FOUNDER.named("xhrb"),),
    floors={"source": 0.0},
)


class XhrbSpider(NewsSpider):
    name = SITE.name
    site = SITE
