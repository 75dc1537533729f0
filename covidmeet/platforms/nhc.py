"""国家卫生健康委 (nhc.gov.cn). Unproved: stated after public descriptions; it often answers 412."""

from covidmeet.platforms import norm
from covidmeet.site import Layout, Listing, Paging

ARTICLE = r"/xcs/\w+/\d{6}/[0-9a-f]{32}\.shtml"
NHC = Layout("nhc_web", title=(".tit", norm.TITLE), info=(".source",), body=("#xw_box",))
LISTING = Listing(
    start=("http://www.nhc.gov.cn/xcs/yqtb/list_gzbd.shtml",),
    item=".zxxx_list li",
    time="span",
    paging=Paging(r"(https?://www\.nhc\.gov\.cn/.*/list_gzbd)(?:_(?P<n>\d+))?\.shtml", r"\1_{n}.shtml"),
)
