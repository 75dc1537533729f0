"""UCAP, of governments in Jiangxi, Guangzhou, Sichuan and of the State Council."""

from covidmeet.site import Layout, Listing, Paging

UCAP = Layout(
    "ucap",
    title=("h1.article-title", "#articlecontent h2", "meta:ArticleTitle"),
    info=("div.article-attr",),
    body=("#zoomcon.article-content", "#cmsArticleContent"),
)

LISTS_IN_SCRIPT = Listing(script=r"\barticleList\s*:\s*(?=\[)", records=())
"""Lists of Jiangxi's offices: the newest entries stand in a script, as JSON; later ones are loaded by it."""

LISTS_BY_SEARCH = Listing(
    records=("data", "results"),
    paging=Paging(
        r"(https?://[\w.-]+/(?:common/)?search(?:List)?/[0-9a-f]{32}\?(?:.*&)?page=)(?P<n>\d+)(&.*)?",
        r"\1{n}\3",
    ),
)
"""Lists by the channel's id (``/common/search/HEX?_isJson=true&page=1``).

Unproved: stated after public descriptions, no answer was at hand.
"""
