"""中新网 (chinanews.com): time, source and editor also stand in hidden elements made for search engines."""

from covidmeet.site import Layout

ARTICLE = r"/[a-z]+/\d{4}/\d{2}-\d{2}/\d+\.shtml"
CHINANEWS = Layout(
    "chinanews_web",
    title=("h1",),
    published=("#pubtime_baidu", ".left-t"),
    source=("#source_baidu",),
    info=("#editor_baidu", ".left_name"),
    body=(".left_zw",),
)
