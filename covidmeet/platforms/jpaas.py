"""JPaaS, jCMS's successor: lists are HTML in a string of JSON, page by page.

Unproved: stated after public descriptions, no page of the system was at hand.
"""

from covidmeet.site import Listing, Paging

ARTICLE = r"/art/\d{4}/art_[0-9a-f]{32}\.html"
LISTING = Listing(
    item="li",
    time="span",
    records=("data", "html"),
    paging=Paging(r"(https?://.*/page/build/unit\?.*%22pageNo%22(?:%3A|:))(?P<n>\d+)(.*)", r"\1{n}\3"),
)
