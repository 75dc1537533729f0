"""What web archives know of a site: which pages there are, and requests for their captures."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from math import inf
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from covidmeet.crawl import index_rows
from covidmeet.crawl.found_captures import Playback, unsettled
from covidmeet.crawl.index_client import AskLess, HostExcluded, IndexClient, SourceEnded
from covidmeet.crawl.known_months import count_month
from covidmeet.crawl.options import Options
from covidmeet.crawl.run import run_of
from covidmeet.discovery.beginnings import beginnings_of
from covidmeet.discovery.capture_files import read_captures
from covidmeet.discovery.choice import in_order
from covidmeet.discovery.dialects import BadAnswer, IndexQuery, new_rows
from covidmeet.discovery.manners import kind_of, smaller
from covidmeet.discovery.rows import IndexPage, Row
from covidmeet.discovery.servers import Server
from covidmeet.discovery.timemaps import read_timemap
from covidmeet.language import stored
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import is_article
from covidmeet.stages.reading import EVERY_TOPIC
from covidmeet.text.dates import date_in_url
from covidmeet.text.urls import url_hash, without_default_port

logger = logging.getLogger(__name__)

_OTHER_PAGE, _OTHER_DAY = "other_page", "other_day"
"""Why a row is left out: no article of the site, or one of a day that was not asked for."""


class Discovery:
    """``options`` say which source is asked, and for what days."""

    def __init__(self, crawler: Crawler, options: Options) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)
        self._site = self._run.site
        self._options = options
        self._client = IndexClient(crawler)
        self._days = crawler.settings.getfloat("INDEX_DAYS")
        source = options.source
        # An index of a pywb names files as well, which lie on its own disc.
        data = options.records if options.captures else source.data
        self.playback = Playback(source.via, data)
        # Hashes of the pages that were given, or that a file names; an index is asked for all of the site.
        self._given: set[str] | None = None if options.cdx else set()
        self.months: Counter[tuple[str, str]] = Counter()
        """Month and form of address → pages that are known."""
        for url in (source.index, data):
            if url.startswith("http"):
                self._run.direct_hosts.add(urlsplit(url).netloc)
                self._run.name_host(url)

    async def requests(self) -> AsyncIterator[Request]:
        """Requests for the pages that are not settled, each for the best capture of it."""
        name = self._options.source.index
        try:
            async for rows in self._read():
                self._keep(name, rows)
        except SourceEnded as ended:
            self._reject(name, ended.reject)
        for request in self._pages(name):
            yield request

    async def _read(self) -> AsyncIterator[Iterable[Row]]:
        if self._options.captures:
            yield self._of_file(Path(self._options.captures))
        elif self._options.timemap:
            urls = self._options.given_urls()
            self._given = {url_hash(url, self._site.urls) for url in urls}
            for url in urls:
                if is_article(self._site, url):
                    async for rows in self._of_timemap(url):
                        yield rows
                else:
                    self._run.reject(
                        url, Reject(Reason.OTHER_SITE, stored("no article of {name}", name=self._site.name))
                    )
        else:
            found, left = beginnings_of(self._site)
            for host in left:
                self._run.count("index/hosts_not_asked")
                logger.warning("%s: not asked for: an index would give all of its hosts", host)
            for beginning in found:
                try:
                    async for rows in self._of_index(beginning):
                        yield rows
                except HostExcluded as excluded:  # the archive's other hosts are not
                    self._reject(beginning, excluded.reject)

    # --- sources ---

    async def _of_index(self, beginning: str) -> AsyncIterator[Iterable[Row]]:
        server = self._options.source
        # No page was captured before it was published.
        since = (self._options.since or "").replace("-", "")
        query: IndexQuery | None = IndexQuery(beginning, since=since)
        name = f"{beginning} from {since}" if since else beginning
        if self._is_remembered(server, name):
            return
        seen: set[tuple[str, str]] = set()
        count = kept = 0
        while query is not None:
            try:
                body = await self._client.answer(server.dialect.address(server.index, query))
            except AskLess as error:
                query = self._smaller(query, error)
                continue
            page = self._page(server.dialect.read, body, server.index)
            is_new = new_rows(page, seen)
            wanted = self._wanted(page)
            count, kept = count + len(page.rows), kept + len(wanted)
            yield wanted
            query = server.dialect.following(query, page, is_new) if body else None
        self._answered(server, name, count, kept)

    async def _of_timemap(self, url: str) -> AsyncIterator[Iterable[Row]]:
        source, count = self._options.source, 0
        if self._is_remembered(source, url):
            return
        further, seen = [f"{source.index}{url}"], set[str]()
        while further:
            address = further.pop()
            if address in seen:
                continue
            seen.add(address)
            body = await self._client.answer(address)
            page = self._page(read_timemap, body, address) if body else IndexPage()
            further += page.further
            count += len(page.rows)
            yield page.rows
        self._answered(source, url, count, count)

    def _of_file(self, path: Path) -> Iterable[Row]:
        try:
            page = read_captures(path)
        except (BadAnswer, OSError) as error:
            raise SourceEnded(Reject(Reason.UNREADABLE, str(error))) from error
        self._count_skipped(page)
        wanted = self._wanted(page)
        self._given = {url_hash(row.url, self._site.urls) for row in wanted}
        return wanted

    def _smaller(self, query: IndexQuery, error: AskLess) -> IndexQuery:
        limit = smaller(query.limit or self._options.source.dialect.LIMIT)
        if limit is None or query.resume:
            raise SourceEnded(
                Reject(
                    Reason.UNREACHABLE,
                    stored("{prefix}: {error}, also for fewer rows", prefix=query.prefix, error=error),
                )
            )
        return replace(query, limit=limit)

    def _page(self, read: Callable[[bytes], IndexPage], body: bytes, name: str) -> IndexPage:
        try:
            page = read(body)
        except BadAnswer as error:
            raise SourceEnded(Reject(Reason.HTTP_ERROR, f"{name}: {error}")) from error
        self._count_skipped(page)
        return page

    def _count_skipped(self, page: IndexPage) -> None:
        self._run.count("index/rows", len(page.rows))
        for why, count in page.skipped.items():
            self._run.count(f"index/skipped/{why}", count)

    # --- what is known ---

    def _is_remembered(self, server: Server, name: str) -> bool:
        last = index_rows.last_answer(self._run.db, server.index, name, self._site.name)
        # A crawl of Common Crawl is never added to.
        days = inf if kind_of(server.index) == "commoncrawl" else self._days
        if last is None or self._options.refetch or not index_rows.is_fresh(last[0], days):
            return False
        self._run.count("index/remembered")
        return True

    def _answered(self, server: Server, name: str, count: int, kept: int) -> None:
        last = index_rows.last_answer(self._run.db, server.index, name, self._site.name)
        if last is not None and last[1] and not count:
            self._run.count("index/silent")
            self._reject(
                name,
                Reject(
                    Reason.HTTP_ERROR, stored("the index gave {last:,} rows before, none now", last=last[1])
                ),
            )
            return
        index_rows.keep_answer(self._run.db, server.index, name, self._site.name, count, kept)

    def _keep(self, name: str, rows: Iterable[Row]) -> None:
        own = ((url_hash(row.url, self._site.urls), row) for row in rows)
        self._run.count("index/new", index_rows.keep_rows(self._run.db, self._site.name, name, own))

    def _wanted(self, page: IndexPage) -> list[Row]:
        """The rows of articles that were asked for; the others are counted by why they are not."""
        wanted = []
        for row in page.rows:
            if why := self._unwanted(row.url):
                self._run.count(f"index/skipped/{why}")
            else:
                wanted.append(row)
        return wanted

    def _unwanted(self, url: str) -> str:
        if not is_article(self._site, without_default_port(url)):
            return _OTHER_PAGE
        day = date_in_url(url)
        return "" if day is None or self._options.scope.includes(day) else _OTHER_DAY

    # --- pages ---

    def _pages(self, name: str) -> Iterator[Request]:
        again = {str(Reason.OUT_OF_RANGE)}
        if self._options.topic == EVERY_TOPIC:
            again.add(str(Reason.OUT_OF_SCOPE))
        for own, rows in index_rows.pages(self._run.db, self._site.name, name):
            if self._unwanted(rows[0].url) or (self._given is not None and own not in self._given):
                continue  # of other days, pages or files, which were asked for before
            best = [row for row in in_order(rows) if self.playback.is_possible(row)]
            self._run.count("articles/found")
            if self._options.list_only:
                count_month(self.months, rows[0].url, rows[0].timestamp)
                continue
            known = index_rows.outcomes(self._run.db, own)
            if left := unsettled(best, known, self.playback, again):
                yield self.playback.request(left)
            else:
                self._run.count("index/settled")

    def _reject(self, url: str, reject: Reject | None) -> None:
        if reject is not None:
            self._run.count("index/failed")
            self._run.reject(url, reject)
