"""The spider of a news site: lists, articles, and the same pages out of WARC files.

What differs between sites is in their ``Site``; what becomes of an article is up to the stages.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from covidmeet.archive.captures import ARTICLE
from covidmeet.archive.visits import visit_of
from covidmeet.crawl.file_pages import FilePages, file_pages
from covidmeet.crawl.listing import read_list
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
)
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import list_done
from covidmeet.items import Article
from covidmeet.middlewares.charset import fetched_of
from covidmeet.middlewares.failures import explain
from covidmeet.process import Fetched, attempt, cut_short
from covidmeet.reasons import Reason, Reject
from covidmeet.site import Issues, Site
from covidmeet.sites import hosts_of, is_article, original_of, unwrapped
from covidmeet.sources.not_held import NotHeld
from covidmeet.sources.warc import WarcError, WarcReader
from covidmeet.text.dates import CHINA
from covidmeet.text.urls import url_hash

LISTS_FIRST = 10
"""Priority of list pages: what is new is known before old articles are fetched."""

PAGES = 3  # deep into each list, unless asked otherwise
PAGES_SINCE = 500  # … where ``since`` says when to stop; no list is longer
PARTS = 100  # pages of one issue of a paper
DAYS = 3_700  # issues of a paper in one crawl

_GONE = frozenset({404, 410})


class NewsSpider(ProjectSpider):
    """Base of the spiders of ``Site``s; its arguments are the fields of ``Options``."""

    site: ClassVar[Site]
    options: Options

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.sites = (cls.site,)

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Raises ``BadArgument``."""
        self.options = Options.read(arguments)
        self._found: set[str] = set()
        super().__init__(name)
        self.allowed_domains = hosts_of(self.site)

    @classmethod
    def preflight(cls, **arguments: str) -> str | None:
        """Why the crawl cannot start with these arguments, or None."""
        try:
            options = Options.read(arguments)
        except BadArgument as error:
            return str(error)
        if not cls.site.starts and not (options.start or options.url or options.urls or options.warc):
            return f"{cls.site.name} has no list of its own to begin with: name one with -a start=URL"
        return None

    async def start(self) -> AsyncIterator[Any]:
        if self.options.warc:
            async for item in self._from_files():
                yield item
            return
        if given := self.options.given_urls():
            for url in given:
                if request := self._given(url):
                    yield request
            return
        for request in self._lists():
            yield request

    # --- lists ---

    def _lists(self) -> Iterator[Request]:
        if self.options.start:
            yield allow_offsite(self._list(self.options.start, 1))
            return
        for pages in self.site.lists:
            if isinstance(pages, Issues):
                for day in self._days():
                    yield self._front([day.strftime(front) for front in pages.fronts])
            else:
                for url in pages.start:
                    yield self._list(url, 1)

    def _days(self) -> Iterator[date]:
        """Days of a paper's issues, newest first: the days asked for, else today."""
        since, until = self.options.since, self.options.until
        last = min(date.fromisoformat(until) if until else date.max, datetime.now(CHINA).date())
        first = date.fromisoformat(since) if since else last
        count = min((last - first).days + 1, self.options.pages or DAYS)
        return (last - timedelta(days=back) for back in range(max(count, 0)))

    def _list(self, url: str, depth: int) -> Request:
        return Request(
            url,
            self.parse_list,
            errback=self.list_failed,
            priority=LISTS_FIRST,
            dont_filter=depth == 1,
            cb_kwargs={"depth": depth},
        )

    def _front(self, fronts: list[str]) -> Request:
        request = self._list(fronts[0], 1)
        request.cb_kwargs["fronts"] = fronts[1:]
        return request

    def parse_list(
        self, response: Response, depth: int, fronts: list[str] | None = None
    ) -> Iterator[Request]:
        """Requests for the articles on a list page, and for the pages that go on."""
        try:
            yield from self._read_list(response, depth)
        finally:
            self.crawler.signals.send_catch_log(list_done)

    def _read_list(self, response: Response, depth: int) -> Iterator[Request]:
        page = page_of(response)
        if page is None:
            self._reject(response.url, Reject(Reason.EMPTY, "the page holds no text"))
            return
        if why := cut_short(fetched_of(response), page):
            self._reject(response.url, Reject(Reason.BROKEN_OFF, f"only the beginning of the list: {why}"))
        found = read_list(page, self.site)
        self._count("lists/read")
        self._count_found(entry.url for entry in found.entries)
        fresh = False
        for entry in found.entries:
            if self._in_range(entry.day):
                yield set_list_title(self._article(entry.url, entry.day), entry.title)
            fresh = fresh or not (entry.day and self.options.since and entry.day < self.options.since)
        deepest = self.options.pages or (PAGES_SINCE if self.options.since else PAGES)
        urls = frozenset(entry.url for entry in found.entries)
        # A list that gives any number the same page would never end.
        if found.further and fresh and depth < deepest and urls != articles_before(response):
            # The list that the user named may be on a host where the site has no articles.
            further = self._list(found.further, depth + 1)
            set_articles_before(further, urls)
            yield allow_offsite(further) if is_allowed_offsite(response) else further
        if depth == 1:
            for part in found.parts[:PARTS]:
                yield self._list(part, depth + 1)

    def list_failed(self, failure: Failure) -> Iterator[Request]:
        """A list's last page, or a front page that is named otherwise on that day, is no failure."""
        try:
            yield from self._go_on_without(failure)
        finally:
            self.crawler.signals.send_catch_log(list_done)

    def _go_on_without(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        gone = isinstance(failure.value, HttpError) and failure.value.response.status in _GONE
        if gone and (others := request.cb_kwargs.get("fronts")):
            yield self._front(others)
        elif gone and request.cb_kwargs["depth"] > 1:
            self._count("lists/ended")
        elif not isinstance(failure.value, Settled):
            self._reject(request.url, explain(failure.value))

    def _in_range(self, day: str | None) -> bool:
        """Whether an article of that day is asked for; one without a day may be."""
        inside = day is None or self.options.scope.includes(day)
        if not inside:
            self._count("articles/out_of_range")
        return inside

    # --- articles ---

    def _given(self, url: str) -> Request | None:
        """A request for an address that the user names; addresses at a gateway are those of its pages."""
        inner = unwrapped(url)
        if is_article(self.site, inner):
            return self._article(inner, None)
        if (urlsplit(url).hostname or "") in self.allowed_domains:
            return self._article(url, None)  # of a form that is not known yet; the user knows it
        if self.options.mirrors and original_of(self.site, url):
            return allow_offsite(self._article(url, None))
        hint = "" if self.options.mirrors else "; copies on other domains are taken with mirrors=1"
        self._reject(url, Reject(Reason.OTHER_SITE, f"not an address of {self.name}{hint}"))
        return None

    def _article(self, url: str, listed: str | None) -> Request:
        return mark_article(Request(url, self.parse_article, cb_kwargs={"listed": listed}))

    def parse_article(self, response: Response, listed: str | None = None) -> Iterator[Article]:
        """The article on a page."""
        fetched = fetched_of(response, listed)
        outcome = attempt(fetched, run_of(self.crawler).reading, page_of(response))
        if isinstance(outcome, Reject):
            self._reject(fetched.url, outcome)
        else:
            yield outcome

    # --- WARC files ---

    async def _from_files(self) -> AsyncIterator[Article]:
        with file_pages(self.crawler, run_of(self.crawler).reading) as pages:
            async for article in self._read_files(pages):
                yield article

    async def _read_files(self, pages: FilePages) -> AsyncIterator[Article]:
        # 32 bytes a page: of several captures in the files the first good one counts
        taken: set[bytes] = set()
        rejected: set[bytes] = set()
        not_held = NotHeld(self.site.urls)
        for path in self.options.warc_files:
            reader = WarcReader(path, self._wanted, limit=run_of(self.crawler).reading.max_bytes)
            try:
                async for capture, outcome in pages.outcomes(self._captures(reader, not_held)):
                    if isinstance(outcome, Reject):
                        self._reject(capture.url, outcome)
                        rejected.add(bytes.fromhex(url_hash(capture.url, self.site.urls)))
                        continue
                    own = bytes.fromhex(outcome.url_hash or "")
                    if own in taken:
                        self._count("warc/skipped/captured again")
                        pages.settle(capture, ARTICLE)
                    else:
                        taken.add(own)
                        yield outcome
            except WarcError as error:
                self._reject(path.resolve().as_uri(), Reject(Reason.UNREADABLE_WARC, str(error)))
            for problem in reader.problems:
                self._reject(path.resolve().as_uri(), Reject(Reason.DAMAGED_WARC, problem))
            for reason, count in reader.skipped.items():
                self._count(f"warc/skipped/{reason}", count)
        for url, reject in not_held.rejects(taken | rejected, self._is_archived):
            self._reject(url, reject)

    def _captures(self, reader: WarcReader, not_held: NotHeld) -> Iterator[Fetched]:
        """The pages of a file under their own addresses; what it tells of others goes to ``not_held``."""
        for capture in reader:
            capture = replace(capture, url=self._address_in(capture.url))
            if not_held.redirect(capture, self._address_in):
                self._count("warc/skipped/redirect")
            else:
                self._count_found([capture.url])
                yield capture
        for url, what in reader.not_held.items():
            not_held.told(self._address_in(url), what)

    def _is_archived(self, own_hash: str) -> bool:
        visit = visit_of(run_of(self.crawler).db, own_hash)
        return visit is not None and visit.led_to is not None

    def _wanted(self, url: str) -> bool:
        return is_article(self.site, unwrapped(url)) or (
            self.options.mirrors and original_of(self.site, url) is not None
        )

    def _address_in(self, url: str) -> str:
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
