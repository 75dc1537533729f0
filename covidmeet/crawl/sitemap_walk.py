"""A crawl of the pages that a site's sitemaps and feeds name."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from covidmeet.crawl.known_months import count_month, print_months
from covidmeet.crawl.options import Options
from covidmeet.crawl.request_meta import allow_offsite, mark_no_page, set_largest_body
from covidmeet.crawl.run import run_of
from covidmeet.discovery.sitemaps import LARGEST, Sitemap, read_sitemap, sitemaps_in_robots
from covidmeet.language import stored
from covidmeet.middlewares.failures import explain
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import hosts_of, is_article
from covidmeet.text.dates import date_in_url
from covidmeet.text.urls import url_hash

AUTO = "auto"
_DEEPEST = 3  # levels of sitemaps that name sitemaps
_MOST = 2_000  # sitemaps of a run
_GONE = frozenset({404, 410})


class SitemapWalk:
    """What a spider does where its option ``sitemap`` is an address, or ``auto``: those in robots.txt.

    ``request_for`` makes a request for an article.
    """

    def __init__(self, crawler: Crawler, options: Options, request_for: Callable[[str], Request]) -> None:
        self._crawler = crawler
        self._options = options
        self._request_for = request_for
        self._run = run_of(crawler)
        self._site = self._run.site
        self._read: set[str] = set()
        self._named: set[str] = set()  # hashes of pages

    async def requests(self) -> AsyncIterator[Request]:
        """Requests for the articles that are named, each once; none where only a list is wanted."""
        months: Counter[tuple[str, str]] = Counter()
        async for sitemap in self._sitemaps():
            for page in self._wanted(sitemap):
                if self._options.list_only:
                    count_month(months, page)
                else:
                    yield self._request_for(page)
        if self._options.list_only:
            print_months(months)

    async def _sitemaps(self) -> AsyncIterator[Sitemap]:
        """All sitemaps, each once; what lies beyond the limits is told."""
        levels = [(url, 1) for url in reversed(await self._starts())]
        while levels:
            url, level = levels.pop()
            if url in self._read:
                continue
            if len(self._read) >= _MOST:
                self._failed(
                    url, Reject(Reason.TOO_MANY_LISTS, stored("{MOST:,} sitemaps were read", MOST=_MOST))
                )
                return
            self._read.add(url)
            found = await self._sitemap(url)
            if level < _DEEPEST:
                levels += ((further, level + 1) for further in reversed(found.further))
            elif found.further:
                told = stored(
                    "{count:,} sitemaps more, named by one {level} levels deep",
                    count=len(found.further),
                    level=level,
                )
                self._failed(url, Reject(Reason.TOO_MANY_LISTS, told))
            yield found

    async def _starts(self) -> list[str]:
        """The address that was given; else those in each robots.txt, or the usual one where none is named."""
        if self._options.sitemap != AUTO:
            # The user told the crawl to go there, but not to where a sitemap leads.
            self._run.name_host(self._options.sitemap)
            return [self._options.sitemap]
        found = []
        for root in dict.fromkeys(self._roots()):
            response = await self._answer(f"{root}/robots.txt")
            named = sitemaps_in_robots(response.body) if response is not None else []
            found += named or [f"{root}/sitemap.xml"]
        return list(dict.fromkeys(found))

    def _roots(self) -> Iterator[str]:
        """Scheme and host of each list of the site, and of hosts that only articles are on."""
        site = self._site
        listed = [url for pages in site.lists for url in getattr(pages, "start", ())]
        schemes = {urlsplit(url).hostname: urlsplit(url) for url in listed}
        for host in hosts_of(site):
            if host in schemes:
                yield f"{schemes[host].scheme}://{schemes[host].netloc}"
            elif not host.startswith("*"):
                yield f"http://{host}"

    async def _sitemap(self, url: str) -> Sitemap:
        response = await self._answer(url)
        if response is None:
            return Sitemap()
        found = read_sitemap(response.body)
        self._run.count("sitemaps/read")
        if found.fault:
            self._failed(url, Reject(Reason.UNREADABLE, stored("sitemap: {fault}", fault=found.fault)))
        return found

    async def _answer(self, url: str) -> Response | None:
        """What came; None where nothing did, which is told unless there is no such file."""
        request = mark_no_page(allow_offsite(Request(url, dont_filter=True)))
        set_largest_body(request, LARGEST)
        engine = self._crawler.engine
        assert engine is not None, "the spider has started"
        try:
            response: Response = await engine.download_async(request)
        except Exception as error:
            self._failed(url, explain(error))
            return None
        if response.status in _GONE:
            self._run.count("sitemaps/absent")
            return None
        if response.status != 200:
            self._failed(url, Reject(Reason.HTTP_ERROR, stored("status {status}", status=response.status)))
            return None
        return response

    def _failed(self, url: str, why: Reject) -> None:
        self._run.count("sitemaps/failed")
        self._run.reject(url, why)

    def _wanted(self, found: Sitemap) -> Iterator[str]:
        site, scope = self._site, self._options.scope
        for url, told in found.entries:
            if not is_article(site, url):
                self._run.count("sitemaps/other_pages")
                continue
            day = date_in_url(url)
            # What was last changed before the first day asked for was published before it.
            if (day and not scope.includes(day)) or (scope.since and told and told < scope.since):
                self._run.count("articles/out_of_range")
                continue
            own = url_hash(url, site.urls)[:16]
            if own not in self._named:
                self._named.add(own)
                self._run.count("articles/found")
                yield url
