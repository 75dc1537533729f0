"""bj_gov: 北京市人民政府 首都之窗 (beijing.gov.cn), 要闻动态.

TRS WCM with the metas of the norm for government sites; lists and articles end in .html (2020 to 2022).
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms import trs
from covidmeet.site import Sign

SITE = trs.government(
    "bj_gov",
    "www.beijing.gov.cn",
    "html",
    division="110000",
    signs=(Sign(r"^首都之窗(?:$|[\s_-])"), Sign(r"^主办(?:单位)?:\s*北京市人民政府办公厅")),
    start=("https://www.beijing.gov.cn/ywdt/gzdt/", "https://www.beijing.gov.cn/ywdt/gqrd/"),
)


class BjGovSpider(NewsSpider):
    name = SITE.name
    site = SITE
