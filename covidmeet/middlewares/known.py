"""An article that is archived is not fetched again.

Known is what the archive says, looked up in SQLite link by link: nothing grows with the archive, and a crawl
that was killed goes on where it stopped.  ``visits`` adds what the articles' own addresses do not tell: the
addresses that led to an article by redirect, and the pages that turned out to be about something else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from covidmeet.archive.visits import Visit, note_visits, visit_of
from covidmeet.crawl.refusal import Settled
from covidmeet.crawl.request_meta import is_article, redirected_from
from covidmeet.crawl.run import run_of
from covidmeet.items import Article
from covidmeet.pipelines.stage import Rejected
from covidmeet.reasons import Reason
from covidmeet.stages.reading import EVERY_TOPIC
from covidmeet.text.dates import CHINA
from covidmeet.text.urls import url_hash


class Known(BaseSpiderMiddleware):
    """Lets a link pass unless its article is archived; ``-a refetch=1`` lets all pass.

    So does an article younger than ``KNOWN_REFETCH_DAYS`` (by its publication), which may still be corrected.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._young = timedelta(days=crawler.settings.getfloat("KNOWN_REFETCH_DAYS"))
        self._run = run_of(crawler)
        self._rules = self._run.site.urls
        self._refetch = self._run.options.refetch
        self._all_topics = self._run.options.topic == EVERY_TOPIC

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Known:
        known = cls(crawler)
        crawler.signals.connect(known.request_scheduled, signals.request_scheduled)
        crawler.signals.connect(known.request_dropped, signals.request_dropped)
        crawler.signals.connect(known.item_scraped, signals.item_scraped)
        crawler.signals.connect(known.item_dropped, signals.item_dropped)
        return known

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """The request, or None where its article is archived."""
        if not is_article(request) or self._refetch or self._wanted(request.url) is None:
            return request
        self._run.count("articles/known")
        return None

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Stop a redirect that leads to an archived article; raises ``Settled``."""
        hops = redirected_from(request)
        if not hops or not is_article(request) or self._refetch:
            return
        article = self._wanted(request.url)
        if article is None:
            return
        self._run.count("articles/known")
        if article:
            self._note(hops, article)
        raise Settled(f"redirected to a known article: {request.url}")

    def request_dropped(self, request: Request) -> None:
        """Note a redirect to an article that this crawl is fetching already."""
        hops = redirected_from(request)
        if hops and is_article(request):
            self._note(hops, url_hash(request.url, self._rules))

    def item_scraped(self, item: Article, response: Response | None, spider: Spider) -> None:
        """Note which addresses led to the article."""
        if item.url_hash and response is not None:
            self._note(_hops(response), item.url_hash)

    def item_dropped(self, item: Article, response: Response | None, exception: BaseException) -> None:
        """Note which pages are about something else, so that they are not read again on every run."""
        outside = isinstance(exception, Rejected) and exception.reject.reason is Reason.OUT_OF_SCOPE
        if response is not None and outside:
            self._note(_hops(response), None)

    def _wanted(self, url: str) -> str | None:
        """The hash of the known article at ``url``, "" for a page out of scope, None for a page to fetch."""
        visit = visit_of(self._run.db, url_hash(url, self._rules))
        if visit is None or (visit.led_to is None and self._all_topics):
            return None
        return None if self._is_young(visit.published_at) else visit.led_to or ""

    def _is_young(self, published: str | None) -> bool:
        """Pages without a date are not young, nor are those that claim to be of tomorrow."""
        if not self._young or not published:
            return False
        try:
            moment = datetime.fromisoformat(published)
        except ValueError:
            return False
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=CHINA)
        return timedelta(days=-1) < datetime.now(UTC) - moment < self._young

    def _note(self, urls: list[str], article: str | None) -> None:
        hashes = {url_hash(url, self._rules) for url in urls} - {article}
        note_visits(self._run.db, [Visit(own, article) for own in sorted(hashes)])


def _hops(response: Response) -> list[str]:
    return [*redirected_from(response), response.url]
