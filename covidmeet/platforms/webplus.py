"""WebPlus: colleges, hospitals, offices; articles at /YYYY/MMDD/c<column>a<id>/page.htm."""

from covidmeet.site import Layout, Listing, Paging

ARTICLE = r"/\d{4}/\d{4}/c\d+a\d+/page\.htm"

WEBPLUS = Layout(
    "webplus",
    title=(".arti_title", "h1.arti-title"),
    info=(".arti_metas", ".arti-metas"),
    body=(".wp_articlecontent",),
)


def lists(*start: str) -> Listing:
    """The lists at the addresses ``start`` (``…/list.htm``), their pages at ``…/list2.htm``."""
    paging = Paging(r"(https?://[\w.-]+/(?:[\w-]+/)*)list(?P<n>\d*)\.htm", r"\1list{n}.htm", link="a.next")
    return Listing(start, "ul.wp_article_list li, .wp_article_list_table tr", ".Article_PublishDate", paging)
