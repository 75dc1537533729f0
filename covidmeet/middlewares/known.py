"""An article that is archived is not fetched again.

Known is what the archive says, looked up in SQLite link by link: nothing grows with the archive, and a crawl
that was killed goes on where it stopped.  ``visits`` adds what the articles' own addresses do not tell: the
addresses that led to an article by redirect, and the pages that turned out to be about something else.

A notice, a login page or a firewall's page can stand in an article's place for a day and passes for one about
something else.  So a page is settled as such only by a run that ended healthy, only where no other address
gave the same text in that run and the list's own words did not promise a report; and it is read again, after
a day, then ever more rarely.  One that no layout of the site read, or that has no title, proves little: it is
read again by the next run already.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from covidmeet.archive.articles import was_rejected
from covidmeet.archive.runs import latest
from covidmeet.archive.visits import Visit, note_visits, visit_of
from covidmeet.crawl.refusal import Settled
from covidmeet.crawl.request_meta import first_url, is_article, list_title, redirected_from
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import run_judged
from covidmeet.health.verdict import HEALTHY
from covidmeet.items import Article
from covidmeet.language import stored
from covidmeet.pipelines.stage import Rejected
from covidmeet.platforms import FALLBACKS
from covidmeet.reasons import Reason, Reject
from covidmeet.stages.reading import EVERY_TOPIC
from covidmeet.text.dates import CHINA
from covidmeet.text.topic import is_meeting_report
from covidmeet.text.urls import url_hash

_ASKED_AGAIN = 0.045  # of all requests, at most, these included: 5 % more than without
_AGAIN = "articles/asked_again"
_RUNS = 30  # over which that share is held
# Identifiers, addresses of hosts and pages, times to the second.
_OF_A_REQUEST = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._/?&=%-]{7,}|\d{1,2}:\d{2}:\d{2}", re.ASCII)
_NOTICE_REASONS = (Reason.NOT_AS_LISTED, Reason.WITHHELD_AGAIN)
_TELLS = 5  # letters of a title; shorter ones are words like 详情 or 温馨提示
_TOLD = 60  # characters of a title
_MOST_DOUBLINGS = 8  # of the days until a page out of scope is read again


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
        self._recheck = timedelta(days=crawler.settings.getfloat("OUT_OF_SCOPE_DAYS"))
        self._asked = 0
        self._asked_again = 0
        # Addresses, and those that they led to while these were being fetched for another one.
        self._led: list[tuple[str, str]] = []
        # By text: the addresses that led to a page out of scope, to be settled if the run ends well;
        # none where several pages had that text.
        self._outside: dict[str, list[Visit]] = {}
        self._all_topics = self._run.options.topic == EVERY_TOPIC

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Known:
        known = cls(crawler)
        crawler.signals.connect(known.request_scheduled, signals.request_scheduled)
        crawler.signals.connect(known.request_dropped, signals.request_dropped)
        crawler.signals.connect(known.item_scraped, signals.item_scraped)
        crawler.signals.connect(known.item_dropped, signals.item_dropped)
        crawler.signals.connect(known.spider_idle, signals.spider_idle)
        crawler.signals.connect(known.run_judged, run_judged)
        return known

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """The request, or None where its article is archived."""
        settled = None if not is_article(request) or self._refetch else self._settled(request.url)
        if settled is None:
            self._asked += 1
            return request
        self._count_settled(settled)
        return None

    def request_scheduled(self, request: Request, spider: Spider) -> None:
        """Stop a redirect that leads to an archived article; raises ``Settled``."""
        hops = redirected_from(request)
        if not hops or not is_article(request) or self._refetch:
            return
        article = self._settled(request.url)
        if article is None:
            return
        self._count_settled(article)
        if article:
            self._note(hops, article)
        raise Settled(stored("redirected to a known article: {url}", url=request.url))

    def request_dropped(self, request: Request) -> None:
        """Note a redirect to an article that this crawl is fetching already."""
        hops = redirected_from(request)
        if hops and is_article(request):
            self._note(hops, url_hash(request.url, self._rules))
            self._led.append((first_url(request), request.url))

    def spider_idle(self) -> None:
        """Reject addresses that led to a page of which no article was made; it was read for one of them."""
        for asked, target in self._led:
            visit = visit_of(self._run.db, url_hash(target, self._rules))
            if visit is None or visit.led_to is None:
                told = stored(
                    "redirected to {target}, as others were, of which no article was made", target=target
                )
                self._run.reject(asked, Reject(Reason.REDIRECTED, told))
        self._led = []

    def item_scraped(self, item: Article, response: Response | None, spider: Spider) -> None:
        """Note which addresses led to the article."""
        if item.url_hash and response is not None:
            self._note(_hops(response), item.url_hash)

    def item_dropped(self, item: Article, response: Response | None, exception: BaseException) -> None:
        """Remember a page about something else, unless the list promised what is wanted."""
        outside = isinstance(exception, Rejected) and exception.reject.reason is Reason.OUT_OF_SCOPE
        if response is None or not outside:
            return
        if (promised := list_title(response)) and is_meeting_report(promised):
            self._run.count("articles/not_as_listed")
            self._reject_notice(_hops(response)[0], promised, item.title)
            return
        times = 1 if item.title and item.layout not in FALLBACKS else 0
        visits = [Visit(url_hash(url, self._rules), None, times=times) for url in _hops(response)]
        key = text_key(item)
        if times and _is_as_listed(promised, item.title):
            # One text under titles that the list gave too: photo pages and forms, not a notice.
            key += visits[-1].url_hash
        before = self._outside.setdefault(key, visits)
        if before is not visits and not any(visit.url_hash == visits[-1].url_hash for visit in before):
            # The first of them counts as well.
            self._run.count("articles/same_text", 2 if before else 1)
            self._outside[key] = []

    def _reject_notice(self, url: str, promised: str, title: str | None) -> None:
        """Keep that another page came than the list says, or that it did so once more."""
        before = was_rejected(self._run.db, url, _NOTICE_REASONS)
        reason = Reason.WITHHELD_AGAIN if before else Reason.NOT_AS_LISTED
        told = stored(
            "the list says {promised!r}, the page {title!r}",
            promised=promised[:_TOLD],
            title=(title or "")[:_TOLD],
        )
        self._run.reject(url, Reject(reason, told))

    def run_judged(self, verdict: str) -> None:
        """Settle the pages about something else where the run ended well."""
        pages = self._outside.values() if verdict in HEALTHY else ()
        note_visits(self._run.db, [visit for visits in pages for visit in visits])
        self._outside = {}

    def _count_settled(self, article: str) -> None:
        self._run.count("articles/known" if article else "articles/passed_by")

    def _settled(self, url: str) -> str | None:
        """The hash of the known article at ``url``, "" for a page out of scope, None for a page to fetch."""
        visit = visit_of(self._run.db, url_hash(url, self._rules))
        if visit is None or (visit.led_to is None and self._all_topics):
            return None
        if visit.led_to is None:
            return None if self._is_due(visit) else ""
        return None if self._is_young(visit.published_at) else visit.led_to

    def _is_due(self, visit: Visit) -> bool:
        """Whether a page out of scope is to be read again; a healthy site gets few requests more for it."""
        if not self._recheck:
            return False
        wait = self._recheck * (2 ** min(visit.times - 1, _MOST_DOUBLINGS) if visit.times else 0)
        if datetime.now(UTC) - datetime.fromisoformat(visit.seen_at) < wait:
            return False
        requests, again = self._before
        if again + self._asked_again + 1 > _ASKED_AGAIN * (requests + self._asked):
            return False
        self._asked_again += 1
        self._run.count(_AGAIN)
        return True

    @cached_property
    def _before(self) -> tuple[int, int]:
        """Requests of the last runs, and how many of them were for pages out of scope once more."""
        rows = latest(self._run.db, self.crawler.spidercls.name, _RUNS, but=self._run.run_id)
        requests = sum(int(row.counts.get("requests", 0)) for row in rows)
        return requests, sum(int(row.counts.get(_AGAIN, 0)) for row in rows)

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
        note_visits(self._run.db, [Visit(own, article) for own in hashes])


def _hops(response: Response) -> list[str]:
    return [*redirected_from(response), response.url]


def _is_as_listed(promised: str, title: str | None) -> bool:
    """Whether the page has the title by which the list led to it; lists may cut it off."""
    listed, shown = ("".join(filter(str.isalnum, words or "")) for words in (promised, title))
    return len(listed) >= _TELLS and shown.startswith(listed)


def text_key(item: Article) -> str:
    """The hash of the text without what a notice has of each request: its number, moment and address.

    Short numbers stay: bulletins of two days differ by nothing else.
    """
    text = _OF_A_REQUEST.sub("", item.body)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
