"""大汉 jCMS, jpage (浙江, 江苏, 内蒙古, 甘肃, 山东): articles, and lists whose records are HTML in XML.

A list page holds its first records, and ``dataproxy.jsp`` gives any range of them, 45 at a time.
"""

import re

from covidmeet.platforms import norm
from covidmeet.site import Layout, Listing, Paging

ARTICLE = r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html(?:\?.*)?"
"""The path of an article: month and day without zero, column, number."""

JCMS = Layout(
    "jcms",
    title=(".xl_title", "td.bt_content", norm.TITLE),
    info=(".xl_doc",),
    published=norm.PUBLISHED,
    source=(norm.SOURCE,),
    body=(
        "//comment()[contains(., 'ZJEG_RSS.content.begin')]/..",
        "//*[@id='zoom'][//*[@class='xl_title' or @class='bt_content']]",
        "//div[@class='zoom'][//*[@class='xl_title' or @class='bt_content']]",
    ),
)
_RECORDS = 45  # three pages of 15, as the list's own script asks for them


def lists(host: str, column: int, unit: int, web: int = 1, path: str = "/") -> Listing:
    """The list of a column; the script of its page names ``columnid``, ``unitid``, ``webid`` and ``path``."""
    proxy = rf"https?://{re.escape(host)}/module/(?:web/)?jpage/dataproxy\.jsp"
    further = (
        f"https://{host}/module/web/jpage/dataproxy.jsp?startrecord={{n}}&endrecord={{last}}&perpage=15"
        f"&col=1&appid=1&webid={web}&path={path}&columnid={column}&sourceContentType=1&unitid={unit}"
        "&permissiontype=0"
    )
    return Listing(
        start=(f"https://{host}/col/col{column}/index.html",),
        item="li",
        time="span",
        paging=Paging(
            address=rf"https?://[^/]+/col/col{column}/index\.html|{proxy}\?startrecord=(?P<n>\d+)&.*",
            further=further,
            step=_RECORDS,
            total=r"<totalrecord>(\d+)</totalrecord>",
        ),
    )
