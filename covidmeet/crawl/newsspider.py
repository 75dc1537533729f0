"""The spider of a news site: lists, articles, and the same pages out of WARC files.

What differs between sites is in their ``Site``; what becomes of an article is up to the stages.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from covidmeet.crawl.article_parts import ArticleParts
from covidmeet.crawl.capture_crawl import CaptureCrawl
from covidmeet.crawl.file_pages import file_pages
from covidmeet.crawl.held_parts import HeldParts
from covidmeet.crawl.issue_walk import IssueWalk
from covidmeet.crawl.listing import read_list
from covidmeet.crawl.live_pages import live_pages_of
from covidmeet.crawl.options import BadArgument, Options
from covidmeet.crawl.project_spider import ProjectSpider
from covidmeet.crawl.refusal import Settled
from covidmeet.crawl.request_meta import (
    allow_offsite,
    articles_before,
    is_allowed_offsite,
    mark_article,
    page_of,
    set_articles_before,
    set_list_title,
    take_read,
)
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import list_done
from covidmeet.crawl.sitemap_walk import SitemapWalk
from covidmeet.crawl.warc_pages import WarcPages
from covidmeet.extract.page import Page
from covidmeet.extract.pager import first_pages
from covidmeet.health.sample import short_hash
from covidmeet.items import Article
from covidmeet.language import _, stored
from covidmeet.middlewares.charset import fetched_of
from covidmeet.middlewares.failures import explain
from covidmeet.middlewares.via import keep_moment
from covidmeet.process import Fetched, attempt, cut_short
from covidmeet.reasons import Reason, Reject
from covidmeet.site import Issues, Listing, Site
from covidmeet.sites import hosts_of, is_article, is_linked, original_of, unwrapped
from covidmeet.stages.reading import Reading
from covidmeet.text.urls import url_hash

LISTS_FIRST = 10
"""Priority of list pages: what is new is known before old articles are fetched."""
PAGES = 3  # deep into each list, unless asked otherwise
PAGES_SINCE = 500  # … where ``since`` says when to stop; no list is longer
PARTS = 100  # pages of one issue of a paper

Read = Callable[[Fetched, Reading, Page | None], Article | Reject]


class NewsSpider(ProjectSpider):
    """Base of the spiders of ``Site``s; its arguments are the fields of ``Options``."""

    site: ClassVar[Site]
    options: Options
    known_arguments: ClassVar[tuple[str, ...]] = ()
    """The names of the arguments that it takes, where these are not those of every site's spider."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.sites = (cls.site,)

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Raises ``BadArgument``."""
        self.options = Options.read(arguments, self.known_arguments)
        self._found: set[str] = set()
        super().__init__(name)
        self.allowed_domains = [host.removeprefix("*.") for host in hosts_of(self.site)]

    @classmethod
    def preflight(cls, **arguments: str) -> str | None:
        """Why the crawl cannot start with these arguments, or None."""
        try:
            options = Options.read(arguments)
        except BadArgument as error:
            return str(error)
        named = (options.start, options.url, options.urls, options.warc, options.sitemap)
        if not (cls.site.starts or any(named) or options.is_discovery):
            return _(
                "{name} has no list of its own to begin with: name one with -a start=URL", name=cls.site.name
            )
        return None

    async def start(self) -> AsyncIterator[Any]:
        if self.options.warc:
            async for item in self._from_files():
                yield item
            return
        if source := self._source():
            async for found in source.requests():
                yield found
            return
        if given := self.options.given_urls():
            for url in given:
                run_of(self.crawler).name_host(url)  # that of a web archive's address, too
                if request := self.request_for(url):
                    yield request
            return
        for request in self._lists():
            yield request

    def _source(self) -> CaptureCrawl | SitemapWalk | None:
        """What tells the pages in place of the lists, where the options name such a source."""
        if self.options.is_discovery:
            return CaptureCrawl(self.crawler, self.options, self.read_article)
        if self.options.sitemap:
            return SitemapWalk(self.crawler, self.options, self.article_request)
        return None

    # --- lists ---

    def _lists(self) -> Iterator[Request]:
        if self.options.start:
            yield allow_offsite(self._list(self.options.start, 1))
            return
        for pages in self.site.lists:
            for url in pages.start if isinstance(pages, Listing) else ():
                yield self._list(url, 1)
        if papers := [pages for pages in self.site.lists if isinstance(pages, Issues)]:
            # Signals hold their receivers weakly.
            self._walk = IssueWalk(self.crawler, papers, self.parse_list)
            self._walk.begin()

    def _list(self, url: str, depth: int) -> Request:
        return Request(
            url,
            self.parse_list,
            errback=self.list_failed,
            priority=LISTS_FIRST,
            dont_filter=depth == 1,
            cb_kwargs={"depth": depth},
        )

    def parse_list(self, response: Response, depth: int, of_issue: bool = False) -> Iterator[Request]:
        """Requests for the articles on a list page or a page of an issue, and for the pages that go on."""
        try:
            yield from self._read_list(response, depth, is_front=depth == 1 and not of_issue)
        finally:
            self.crawler.signals.send_catch_log(list_done)

    def _read_list(self, response: Response, depth: int, is_front: bool) -> Iterator[Request]:
        page = page_of(response)
        if page is None:
            self._reject(response.url, Reject(Reason.EMPTY, stored("the page holds no text")))
            return
        if why := cut_short(fetched_of(response), page):
            self._reject(
                response.url,
                Reject(Reason.BROKEN_OFF, stored("only the beginning of the list: {why}", why=why)),
            )
        found = read_list(page, self.site_of_list(page))
        self._count("lists/read")
        self._count_found(entry.url for entry in found.entries)
        fresh = False
        for entry in found.entries:
            if self._in_range(entry.day):
                yield set_list_title(self.article_request(entry.url, entry.day), entry.title)
            fresh = fresh or not (entry.day and self.options.since and entry.day < self.options.since)
        deepest = self.options.pages or (PAGES_SINCE if self.options.since else PAGES)
        urls = frozenset(entry.url for entry in found.entries)
        if is_front:
            run_of(self.crawler).list_fronts[response.url] = short_hash("\n".join(sorted(urls)))
        # A list that gives any number the same page would never end.
        if found.further and fresh and depth < deepest and urls != articles_before(response):
            # The list that the user named may be on a host where the site has no articles.
            further = self._list(found.further, depth + 1)
            set_articles_before(further, urls)
            yield allow_offsite(further) if is_allowed_offsite(response) else further
        if depth == 1:
            for part in found.parts[:PARTS]:
                yield self._list(part, depth + 1)

    def site_of_list(self, page: Page) -> Site:
        """The site whose facts a list is read by."""
        return self.site

    def list_failed(self, failure: Failure) -> None:
        """The page behind a list's last one is no failure."""
        try:
            self._go_on_without(failure)
        finally:
            self.crawler.signals.send_catch_log(list_done)

    def _go_on_without(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, Settled):
            return
        reject = explain(failure.value)
        if reject.reason is Reason.NOT_FOUND and request.cb_kwargs["depth"] > 1:
            self._count("lists/ended")
        else:
            self._reject(request.url, reject)

    def _in_range(self, day: str | None) -> bool:
        """Whether an article of that day is asked for; one without a day may be."""
        inside = day is None or self.options.scope.includes(day)
        if not inside:
            self._count("articles/out_of_range")
        return inside

    # --- articles ---

    def request_for(self, url: str) -> Request | None:
        """A request for an address that the user names; addresses at a gateway are those of its pages."""
        inner = unwrapped(url)
        if is_article(self.site, inner):
            return keep_moment(self.article_request(inner, None), url)
        if (urlsplit(url).hostname or "") in self.allowed_domains:
            return self.article_request(url, None)  # of a form that is not known yet; the user knows it
        if self.options.mirrors and original_of(self.site, url):
            return allow_offsite(self.article_request(url, None))
        hint = "" if self.options.mirrors else stored("; copies on other domains are taken with mirrors=1")
        self._reject(
            url,
            Reject(Reason.OTHER_SITE, stored("not an address of {name}{hint}", name=self.name, hint=hint)),
        )
        return None

    def article_request(self, url: str, listed: str | None = None) -> Request:
        """A request for an article; ``listed`` is the day that a list gave for it."""
        request = mark_article(Request(url, self.parse_article, cb_kwargs={"listed": listed}))
        return allow_offsite(request) if is_linked(self.site, url) else request

    async def parse_article(self, response: Response, listed: str | None = None) -> AsyncIterator[Article]:
        """The article on a page, and on the further pages that it leads to."""
        outcome = await self.read_article(response, attempt, listed)
        if isinstance(outcome, Reject):
            self._reject(response.url, outcome)
        else:
            yield outcome

    async def read_article(
        self, response: Response, read: Read, listed: str | None = None
    ) -> Article | Reject:
        """What ``read`` makes of a page and of the further pages that it leads to."""
        page, parts, there = page_of(response), ArticleParts(self.crawler), take_read(response)
        fetched = await parts.fetched_with(fetched_of(response, listed), page, there and there.pager)
        live = live_pages_of(self.crawler)
        if live is None or there is None:
            outcome = read(fetched, run_of(self.crawler).reading, page)
        else:
            outcome = await live.article(fetched, there)
        own = url_hash(fetched.url, self.site.urls) if isinstance(outcome, Reject) else outcome.url_hash
        parts.settle(own or "")
        return outcome

    # --- WARC files ---

    async def _from_files(self) -> AsyncIterator[Article]:
        run = run_of(self.crawler)
        most = self.settings.getint("ARTICLE_PAGES", 1)
        held = HeldParts(Path(run.archive), run.reading.max_bytes, most)
        files = WarcPages(run, self.options.warc_files, self._wants, self.address_in, self._count_found, held)
        with file_pages(self.crawler, run.reading) as pages:
            async for article in files.articles(pages):
                yield article

    def _wants(self, url: str) -> bool:
        return self.wants(url) or any(self.wants(first) for first in first_pages(url))

    def wants(self, url: str) -> bool:
        """Whether a page in a WARC file may be an article, by its address."""
        return is_article(self.site, unwrapped(url)) or (
            self.options.mirrors and original_of(self.site, url) is not None
        )

    def address_in(self, url: str) -> str:
        """A gateway's address stands for the page's own; a mirror's stands for itself."""
        inner = unwrapped(url)
        return inner if is_article(self.site, inner) else url

    # --- counts ---

    def _count_found(self, urls: Iterable[str]) -> None:
        """Count the articles at ``urls`` that no list of this run had before."""
        before = len(self._found)
        # 64 bits of each hash: of a million articles two have the same once in 37 million runs.
        self._found.update(url_hash(url, self.site.urls)[:16] for url in urls)
        self._count("articles/found", len(self._found) - before)

    def _reject(self, url: str, reject: Reject) -> None:
        run_of(self.crawler).reject(url, reject)

    def _count(self, name: str, count: int = 1) -> None:
        run_of(self.crawler).count(name, count)
