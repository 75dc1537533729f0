"""hubei_gov: 湖北省人民政府 (hubei.gov.cn), 部门动态 and 湖北要闻.

TRS WCM with the metas of the norm for government sites; lists and articles end in .shtml (2020 to 2022).
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms import trs
from covidmeet.site import Sign

SITE = trs.government(
    "hubei_gov",
    "www.hubei.gov.cn",
    "shtml",
    division="420000",
    signs=(Sign(r"湖北省人民政府门户网站"), Sign(r"^主办(?:单位)?:\s*湖北省人民政府办公厅$")),
    start=("https://www.hubei.gov.cn/hbfb/bmdt/", "https://www.hubei.gov.cn/zwgk/hbyw/hbywqb/"),
)


class HubeiGovSpider(NewsSpider):
    name = SITE.name
    site = SITE
