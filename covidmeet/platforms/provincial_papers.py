"""E-papers of makers of their own: 浙江日报, 重庆日报. Unproved: stated after public descriptions."""

from covidmeet.site import Issues, Layout

ZJRB = Layout("zjrb_web", title=(".main-article-title",), body=(".main-article-content",))
ZJRB_ISSUES = Issues(
    ("https://zjrb.zjol.com.cn/html/%Y-%m/%d/node_1.htm",),
    r"https?://zjrb\.zjol\.com\.cn/html/\d{4}-\d{2}/\d{2}/node_\d+\.htm",
)
CQRB_ISSUES = Issues(  # a folder for each page of the paper
    ("https://epaper.cqrb.cn/html/cqrb/%Y-%m/%d/001/node.htm",),
    r"https?://epaper\.cqrb\.cn/html/cqrb/\d{4}-\d{2}/\d{2}/\d{3}/node\.htm",
)
