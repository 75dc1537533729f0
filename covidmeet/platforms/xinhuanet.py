"""xinhuanet.com and news.cn, and the pages that others took over with their markup."""

from covidmeet.site import Layout

XINHUANET = Layout(
    "xinhua_web",
    title=(".header .head-line h1 .title", ".head-line h1"),
    published=(".mheader .info", "meta:publishdate"),
    info=(".header .source",),
    body=("#detailContent",),
)
XINHUANET_2017 = Layout("xinhua_web_2017", title=(".h-title",), info=(".h-info",), body=("#p-detail",))
