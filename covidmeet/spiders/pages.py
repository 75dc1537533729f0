"""pages: news pages of any host, given by their addresses, in WARC files or saved as files.

A page of a site that has a spider gets the row that its own spider gives it; the others are read by the
layouts of shared systems, or by probability.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request

from covidmeet.crawl.near_names import no_such
from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.crawl.options import BadArgument, Options
from covidmeet.crawl.request_meta import allow_offsite
from covidmeet.crawl.saved_files import articles_of
from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract.page import Page
from covidmeet.health.evidence import FLOORS
from covidmeet.middlewares.via import keep_moment
from covidmeet.site import Site
from covidmeet.sites import Sites, unwrapped
from covidmeet.text.subresources import ENDINGS, is_subresource

_USED = ("start", "pages", "url", "urls", "warc", "path", "topic", "since", "until", "via", "refetch")


def _named(names: str) -> tuple[Site, ...]:
    """The sites of these names, apart by commas; raises ``BadArgument``."""
    known = {site.name: site for site in all_sites()}
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in known]:
        raise BadArgument(f"sites: {no_such('site', unknown[0], sorted(known))}")
    return tuple(known[name] for name in wanted)


class PagesSpider(NewsSpider):
    """``scrapy crawl pages -a url=URL | urls=FILE | start=LIST | warc=FILE | path=DIR_OR_FILE``.

    ``sites=NAME,NAME``: of files only the articles of these sites; so ``crawlall`` reads a file once for all.
    """

    name = "pages"
    site = Site("pages")
    known_arguments = _USED

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Raises ``BadArgument``."""
        only = arguments.pop("sites", "")
        super().__init__(name, **arguments)
        self.sites = _named(only) if only else all_sites()
        self._sites = Sites(self.sites)
        self._only = self._sites if only else None

    @classmethod
    def preflight(cls, **arguments: str) -> str | None:
        """Why the crawl cannot start with these arguments, or None."""
        try:
            _named(arguments.pop("sites", ""))
            options = Options.read(arguments, _USED)
        except BadArgument as error:
            return str(error)
        if not (options.start or options.url or options.urls or options.warc or options.path):
            return (
                "which pages? name them with -a url=URL, urls=FILE, start=LIST, warc=FILE or path=DIR_OR_FILE"
            )
        return None

    @classmethod
    def floors(cls) -> Mapping[str, float]:
        """The user chose the pages, of hosts that nobody laid out."""
        return {name: floor for name, floor in FLOORS.items() if name != "layout"}

    async def start(self) -> AsyncIterator[Any]:
        pages = (
            articles_of(
                self.crawler, Path(self.options.path), lambda name: not name.lower().endswith(ENDINGS)
            )
            if self.options.path
            else super().start()
        )
        async for one in pages:
            yield one

    def site_of_list(self, page: Page) -> Site:
        """The known site on whose host a list is; else it is read as any list."""
        return self._sites.at_host(urlsplit(page.url).hostname or "") or self.site

    def article_request(self, url: str, listed: str | None = None) -> Request:
        """A request for an article on whatever host: lists lead to others."""
        return allow_offsite(super().article_request(url, listed))

    def request_for(self, url: str) -> Request | None:
        return keep_moment(self.article_request(unwrapped(url), None), url)

    def wants(self, url: str) -> bool:
        if self._only:
            return self._only.takes(unwrapped(url))
        return not is_subresource(url)

    def address_in(self, url: str) -> str:
        return unwrapped(url)
