"""Guangdong's platform of disclosure (gkmlpt). Unproved: stated after public descriptions."""

from covidmeet.site import Listing, Paging

ARTICLE = r"/gkmlpt/content/\d+/\d+/(?:m?post_)\d+\.html"
LISTING = Listing(  # /gkmlpt/api/all/ID?page=1&sid=SITE, a hundred entries a page
    records=("articles",),
    paging=Paging(r"(https?://[\w.-]+/gkmlpt/api/all/\d+\?(?:.*&)?page=)(?P<n>\d+)(&.*)?", r"\1{n}\3"),
)
