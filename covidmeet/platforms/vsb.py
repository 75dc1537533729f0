"""博达 VSB WebBuilder: counties and offices of all kinds; the text is in ``#vsb_content`` (``shared_ids``).

A list's further pages are numbered downwards, so that only the link tells the next one.
"""

from covidmeet.site import Listing, Paging

ARTICLE = r"/info/\d+/\d+\.htm"


def lists(*start: str, item: str = "li", time: str = "span") -> Listing:
    """The lists at the addresses ``start`` (``….htm``), their pages at ``…/NUMBER.htm``."""
    address = r"https?://[\w.-]+/(?:[\w-]+/)*[\w-]+\.htm"
    link = "a.Next, .p_next a"
    return Listing(start, item, time, Paging(address, further="", link=link, only_linked=True))
