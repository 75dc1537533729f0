"""河南省人民政府 (henan.gov.cn), 要闻动态. Unproved: stated after public descriptions of its lists."""

from covidmeet.site import Listing, Paging

LISTING = Listing(
    start=("https://www.henan.gov.cn/ywdt/",),
    item=".list-box li",
    time="span",
    paging=Paging(
        r"(https?://www\.henan\.gov\.cn/(?:\w+/)+)(?:index(?:_(?P<n>\d+))?\.html)?",
        r"\1index_{n}.html",
        first=0,
    ),
)
