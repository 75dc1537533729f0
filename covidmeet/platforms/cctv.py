"""央视网 (news.cctv.com). Unproved: stated after public descriptions, no page was at hand."""

from covidmeet.site import Layout, Listing, Paging

ARTICLE = r"/\d{4}/\d{2}/\d{2}/(?:ARTI|VIDE)\w+\.shtml"
CCTV = Layout(
    "cctv_web", title=("#title_area h1",), info=("#title_area .info",), body=("#text_area", ".cnt_bd")
)
LISTING = Listing(  # JSON in a callback: …/cmsdatainterface/page/china_1.jsonp?cb=china, to _7
    records=("data", "list"),
    paging=Paging(r"(https?://.*/cmsdatainterface/page/\w+_)(?P<n>\d+)(\.jsonp.*)", r"\1{n}\3"),
)
