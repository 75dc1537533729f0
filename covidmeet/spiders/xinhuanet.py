"""xinhuanet: 新华网 (xinhuanet.com, news.cn), 时政.

A headline for desktops and one for mobiles stand on the pages since 2021.  Lists: JSON in a callback to
2022, since then one JSON file of up to a thousand entries.
"""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms.xinhuanet import XINHUANET, XINHUANET_2017
from covidmeet.site import Articles, Listing, Paging, Sign, Site

SITE = Site(
    name="xinhuanet",
    signs=(Sign(r"新华网(?:股份有限公司)?\s*版权所有"), Sign(r"(?:制作单位|版权所有):\s*新华网")),
    articles=(
        Articles(
            ("www.news.cn", "www.xinhuanet.com", "news.cn", "xinhuanet.com", "*.news.cn", "*.xinhuanet.com"),
            r"/(?:\w+/)*(?:\d{4}-\d{2}/\d{2}/c_\d+\.html?|\d{8}/[0-9a-f]{32}/c\.html)",
        ),
    ),
    lists=(
        Listing(
            start=("https://www.news.cn/politics/ds_a6d618872de143bdafa2556915a7ae12.json",),
            records=("datasource",),
        ),
        # http://qc.wa.news.cn/nodeart/list?nid=NUMBER&pgnum=1&cnt=20&tp=1&orderby=1, to 2022
        Listing(
            records=("data", "list"),
            paging=Paging(
                address=r"(https?://\w+\.wa\.news\.cn/nodeart/\w+\?nid=\d+&pgnum=)(?P<n>\d+)(&.*)?",
                further=r"\1{n}\3",
            ),
        ),
    ),
    layouts=(
        XINHUANET.named("xinhuanet"),
        XINHUANET_2017.named("xinhuanet_2017"),
    ),
)


class XinhuanetSpider(NewsSpider):
    name = SITE.name
    site = SITE
