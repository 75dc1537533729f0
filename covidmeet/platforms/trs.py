"""TRS WCM (拓尔思): what the articles and lists of its sites have in common.

Page 1 of a list is the bare folder or ``index``, page N is ``index_{N-1}``; the links are made by a script
that tells how many pages there are.  The day in an article's address is when it was made.
"""

import re

from covidmeet.platforms import norm
from covidmeet.site import Articles, Layout, Listing, Paging, Sign, Site
from covidmeet.text.urls import UrlRules

ARTICLE = r"/(?:[\w-]+/)+\d{6}/t\d{8}_\d+\.s?html?(?:\?.*)?"
"""The path of an article."""

SCRIPT = re.compile(
    r"createPageHTML\(\s{0,5}(?P<total>\d{1,4})\s{0,5},\s{0,5}(?P<current>\d{1,4})\s{0,5},"
    r"\s{0,5}[\"'](?P<name>[\w-]{1,80})[\"']\s{0,5},\s{0,5}[\"'](?P<ending>\w{2,6})[\"']"
)
"""What makes the links to the other pages of a list or an article: their number, that of this one
from 0, and the name and ending of the first."""

NORM = Layout(
    "trs_norm",
    title=(norm.TITLE,),
    published=norm.PUBLISHED,
    source=(norm.SOURCE,),
    body=(".TRS_Editor", ".trs_editor_view", ".TRS_UEDITOR"),
)
"""An article whose head keeps the norm for government sites (政府网站发展指引, 2017)."""


def paging(host: str, suffix: str) -> Paging:
    """Of the lists of ``host``, whose pages end in ``.suffix``."""
    return Paging(
        address=rf"(https?://{re.escape(host)}/(?:[\w-]+/)+)(?:index(?:_(?P<n>\d+))?\.s?html?)?",
        further=rf"\1index_{{n}}.{suffix}",
        first=0,
        total=r"(?:createPageHTML\(|countPage\s*=\s*)(\d+)",
    )


def government(
    name: str, host: str, suffix: str, *, division: str, signs: tuple[Sign, ...], start: tuple[str, ...]
) -> Site:
    """A government's site at ``host`` (``www.…``), whose articles keep the norm, and its lists ``start``."""
    bare = host.removeprefix("www.")
    return Site(
        name=name,
        division=division,
        signs=signs,
        articles=(Articles((host, bare), ARTICLE),),
        lists=(Listing(start=start, paging=paging(host, suffix)),),
        layouts=(NORM,),
        urls=UrlRules(hosts={bare: host}, articles=((rf"http://({re.escape(host)}/.*)", r"https://\1"),)),
    )
