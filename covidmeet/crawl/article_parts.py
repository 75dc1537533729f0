"""The further pages of an article over several pages, fetched one after the other before it is read."""

from __future__ import annotations

from dataclasses import replace

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from covidmeet.crawl.request_meta import allow_offsite, mark_article, page_of, take_read
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import part_read
from covidmeet.extract import Page
from covidmeet.extract.pager import Pager, pager_of
from covidmeet.extract.part_chain import PartChain
from covidmeet.language import stored
from covidmeet.middlewares.charset import fetched_of
from covidmeet.middlewares.failures import explain
from covidmeet.process import Fetched, part_page
from covidmeet.reasons import Reason, Reject


class ArticleParts:
    """Fetches what the first page of an article leads to; ``responses`` are those of the parts so far.

    At most ARTICLE_PAGES pages of an article are read.  They are asked for inline, through the downloader's
    middlewares, so that robots.txt, delays, retries and refusals hold, and the article comes of the response
    of its first page.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most = crawler.settings.getint("ARTICLE_PAGES", 1)
        self.responses: list[Response] = []

    async def fetched_with(self, fetched: Fetched, page: Page | None, told: Pager | None = None) -> Fetched:
        """``fetched`` with the parts that could be had; one that could not is rejected by its address.

        ``told`` is what ``page`` links to, where that is known already.
        """
        told = told or (pager_of(page) if page is not None and not page.is_json else None)
        if told is None or told.is_later or not (told.further or told.whole):
            return fetched
        chain = PartChain(fetched.url, told, self._most)
        parts: list[Fetched] = []
        while url := chain.next:
            part = await self._part(url)
            chain.answer(url, part[1] if part else None)
            parts += part[:1] if part else ()
        if parts:
            run_of(self._crawler).count("articles/parts", len(parts))
        return replace(fetched, parts=tuple(parts))

    async def _part(self, url: str) -> tuple[Fetched, Pager] | None:
        request = allow_offsite(mark_article(Request(url, dont_filter=True)))
        assert self._crawler.engine is not None, "a response was received"
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:
            self._missing(url, explain(error))
            return None
        if response.url != url:
            self._missing(url, Reject(Reason.REDIRECTED, stored("redirected to {url}", url=response.url)))
            return None
        fetched = fetched_of(response)
        there = take_read(response)
        page = part_page(fetched, run_of(self._crawler).reading, page_of(response))
        if isinstance(page, Reject):
            self._missing(url, page)
            return None
        self.responses.append(response)
        return fetched, there.pager if there else pager_of(page)

    def _missing(self, url: str, why: Reject) -> None:
        run = run_of(self._crawler)
        run.count("articles/parts_missing")
        run.reject(url, why)

    def settle(self, url_hash: str) -> None:
        """Tell that the parts belong to the article with this hash."""
        for response in self.responses:
            self._crawler.signals.send_catch_log(part_read, response=response, url_hash=url_hash)
