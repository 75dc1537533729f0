"""rmrb: 人民日报, the e-paper (paper.people.com.cn).

To November 2024 a system of its own, whose file names hold day, page and number; since then Founder's.  The
issue's day is the day of all its articles.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms import founder
from covidmeet.site import Articles, Sign, Site

_PAPER = "paper.people.com.cn/rmrb"

SITE = Site(
    name="rmrb",
    signs=(Sign(r"^人民日报\s+\d{4}年\d{1,2}月\d{1,2}日\s+星期."),),
    articles=(
        Articles(
            ("paper.people.com.cn",),
            r"/rmrb/(?:html/\d{4}-\d{2}/\d{2}/nw\.D110000renmrb_\d{8}_\d+-\d+\.htm"
            r"|pc/content/\d{6}/\d{2}/content_\d+\.html)",
        ),
    ),
    lists=(
        founder.issues(
            fronts=(
                f"http://{_PAPER}/pc/layout/%Y%m/%d/node_01.html",
                f"http://{_PAPER}/html/%Y-%m/%d/nbs.D110000renmrb_01.htm",
            )
        ),
    ),
    layouts=(
        founder.FOUNDER.named("rmrb"),
        founder.FOUNDER_2009.named("rmrb_2009"),
    ),
    floors={"source": 0.0},
    skip_titles=r"^(?:广告|图片新闻|图片报道|(?:本版)?责编.*|报头|本版编辑.*)$",
)


class RmrbSpider(NewsSpider):
    name = SITE.name
    site = SITE
