"""The index servers of web archives: where they are asked, and where what they name is fetched.

Facts: the servers' own documentation, and pywb's (https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from covidmeet.discovery.dialects import DIALECTS, CommonCrawl, Dialect, Wayback, dialect_of
from covidmeet.language import _

COMMON_CRAWL_DATA = "https://data.commoncrawl.org/"
"""Where the files lie that Common Crawl's indexes name."""
_WAYBACK = "https://web.archive.org"
_CRAWL = re.compile(r"commoncrawl:(CC-MAIN-\d{4}(?:-\d{2}|-\d{4})?)", re.IGNORECASE)
_STAMP = "2022id_"  # any moment: each request puts its own in its place


class NoServer(ValueError):
    """An index that cannot be asked; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Server:
    """``index`` is the address that is asked, ``via`` the template of the gateway with what it names.

    ``data`` is the address in front of the names of WARC files, where records are fetched from these; such
    a server has no ``via``.
    """

    index: str
    dialect: Dialect
    via: str = ""
    data: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.index).netloc


def server_of(told: str, dialect: str = "", via: str = "") -> Server:
    """The server that ``-a cdx=`` names; raises ``NoServer``.

    >>> server_of("wayback").via
    'https://web.archive.org/web/2022id_/{url}'
    >>> server_of("https://archive.example/news/cdx").via
    'https://archive.example/news/2022id_/{url}'
    """
    if told.lower() == "wayback":
        return Server(f"{_WAYBACK}/cdx/search/cdx", Wayback(), via or f"{_WAYBACK}/web/{_STAMP}/{{url}}")
    if crawl := _CRAWL.fullmatch(told):
        index = f"https://index.commoncrawl.org/{crawl[1].upper()}-index"
        return Server(index, CommonCrawl(), data="" if via else COMMON_CRAWL_DATA, via=via)
    if not re.match(r"https?://[^\s/?#]", told, re.IGNORECASE):
        raise NoServer(
            _("{told}: name wayback, commoncrawl:CC-MAIN-YYYY-WW, or an index's web address", told=told[:200])
        )
    name = dialect or dialect_of(told)
    if name not in DIALECTS:
        known = ", ".join(DIALECTS)
        raise NoServer(
            _(
                "{told}: its dialect ({known}) does not follow from the address; name it with cdx_dialect=",
                told=told[:200],
                known=known,
            )
        )
    root, path = _root(told), urlsplit(told).path.rstrip("/")
    data = ""
    if not via:
        if name == CommonCrawl.name:
            data = f"{root}/"
        elif path.endswith("/cdx/search/cdx"):
            via = f"{root}{path.removesuffix('/cdx/search/cdx')}/web/{_STAMP}/{{url}}"
        else:
            via = f"{root}{path.removesuffix('/cdx')}/{_STAMP}/{{url}}"
    return Server(told, DIALECTS[name](), via, data)


def timemap_of(told: str, via: str = "") -> Server:
    """The server that ``-a timemap=`` names: ``wayback``, or what stands before a page's address.

    >>> timemap_of("https://archive.example/news/timemap/link/").via
    'https://archive.example/news/2022id_/{url}'
    """
    if told.lower() == "wayback":
        told = f"{_WAYBACK}/web/timemap/link/"
    if not re.match(r"https?://[^\s/?#]", told, re.IGNORECASE):
        raise NoServer(
            _("{told}: name wayback, or the web address that stands before that of a page", told=told[:200])
        )
    before = told.partition("/timemap/")[0]
    if not via and before == told:
        raise NoServer(
            _("{told}: where its pages are does not follow from the address; name via=", told=told[:200])
        )
    return Server(told, Wayback(), via or f"{before}/{_STAMP}/{{url}}")


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
