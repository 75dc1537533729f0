"""The issues of a site's papers, day by day, newest first.

The next day is asked for when all that the last one led to is done, articles too: so a crawl that is broken
off has finished the days before, and these are noted in the archive (``issue_days``).  A past day that was
read to its end costs no request in a later run; one of which a page failed is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from covidmeet.archive.issue_days import ABSENT, FAILED, PARTIAL, IssueDay, days_of, form_near, keep_days
from covidmeet.archive.sqlite_errors import Error
from covidmeet.archive.timestamps import now
from covidmeet.crawl.issue_calendar import IssueCalendar, days_between, is_settled
from covidmeet.crawl.issue_tally import IssueTally
from covidmeet.crawl.refusal import Settled
from covidmeet.crawl.request_meta import first_url, is_article, set_issue_day
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import archive_failed, list_done, page_rejected
from covidmeet.items import Article
from covidmeet.language import stored
from covidmeet.middlewares.failures import explain
from covidmeet.middlewares.known import text_key
from covidmeet.pipelines.stage import Rejected
from covidmeet.platforms import FALLBACKS
from covidmeet.reasons import Cause, Reason, Reject
from covidmeet.site import Issues
from covidmeet.text.dates import CHINA, date_in_url

MOST_DAYS = 3_700
"""Issues of a paper in one crawl."""
_PRIORITY = 10
_KNOWN = ("articles/known", "articles/passed_by")
_SKIPPED = "blocks/skipped"  # requests to a host that was given up
_NO_SUCH = frozenset({Reason.NOT_FOUND, Reason.SOFT_404})


class _ReadsLists(Protocol):
    def __call__(self, response: Response, depth: int, of_issue: bool = False) -> Iterator[Request]: ...


class IssueWalk:
    """Adds requests to a crawl whenever it has become idle, until all days are done."""

    def __init__(self, crawler: Crawler, papers: list[Issues], parse_list: _ReadsLists) -> None:
        """``parse_list`` gives the requests that a page of an issue leads to."""
        self._crawler = crawler
        self._run = run_of(crawler)
        self._parse_list = parse_list
        self._via = urlsplit(self._run.options.via or "").hostname or ""
        self._papers = iter(papers)
        self._calendar: IssueCalendar | None = None
        self._paper = ""
        self._day: date | None = None
        self._tally: IssueTally | None = None
        # Of a front page that is not there: its address, and why; on this day, and on the last such day.
        self._gone: tuple[str, Reject] | None = None
        self._last_gone: tuple[str, Reject] | None = None
        # Days to be noted, until an issue that is there shows that the site answers as it should.
        self._unproved: list[IssueDay] = []
        self._found_any = False
        self._before: dict[str, int] = {}

    def begin(self) -> None:
        """Wait until the crawl is idle, and go on from there."""
        for receiver, signal in self._receivers():
            self._crawler.signals.connect(receiver, signal)

    def _receivers(self) -> list[tuple[Callable[..., object], object]]:
        return [
            (self.spider_idle, signals.spider_idle),
            (self.item_scraped, signals.item_scraped),
            (self.item_dropped, signals.item_dropped),
            (self.failed, signals.item_error),
            (self.failed, signals.spider_error),
            (self.page_rejected, page_rejected),
        ]

    # --- one day after the other ---

    def spider_idle(self, spider: Spider) -> None:
        """Note how the last day ended, and ask for the next; ``DontCloseSpider`` while there is one."""
        self._end_day()
        request = None if self._skipped() else self._next()
        if request is None:
            for receiver, signal in self._receivers():
                self._crawler.signals.disconnect(receiver, signal)
            return
        self._run.name_host(request.url)  # the user told the crawl to go there
        self._crawler.engine.crawl(request)
        raise DontCloseSpider

    def _next(self) -> Request | None:
        while True:
            if self._calendar is None:
                paper = next(self._papers, None)
                if paper is None:
                    return None
                self._calendar = self._calendar_of(paper)
            found = self._calendar.next_day()
            if found is not None:
                self._day, self._gone = found[0], None
                self._before = {name: self._count(name) for name in _KNOWN}
                return self._front(found[1])
            self._end_paper()

    def _calendar_of(self, paper: Issues) -> IssueCalendar:
        """The days that were asked for, without those that are settled."""
        options, run = self._run.options, self._run
        self._paper = f"{run.site.name}/{paper.paper}" if paper.paper else run.site.name
        today = datetime.now(CHINA).date()
        last = min(date.fromisoformat(options.until) if options.until else today, today)
        first = date.fromisoformat(options.since) if options.since else last
        days = list(days_between(first, last, getattr(options, "pages", None) or MOST_DAYS))
        known: dict[str, IssueDay] = {}
        for one in days_of(run.db, self._paper, first.isoformat(), last.isoformat()):
            if one.day < today.isoformat() and is_settled(one, self._via, options.topic):
                known[one.day] = one
        if options.refetch:
            known = {}
        settled = [known[day.isoformat()] for day in days if day.isoformat() in known]
        run.count("issues/settled", len(settled))
        run.count("articles/known", sum(one.articles - one.lost for one in settled))
        form = form_near(run.db, self._paper, last.isoformat())
        return IssueCalendar((day for day in days if day.isoformat() not in known), paper.fronts, form)

    def _end_day(self) -> None:
        if self._day is None or self._calendar is None:
            return
        tally, self._tally = self._tally, None
        if tally is not None:
            tally.sound += sum(self._count(name) - before for name, before in self._before.items())
            tally.failed += bool(self._skipped())
            self._keep(tally.outcome, tally)
        elif self._gone is not None:
            self._calendar.absent()
            is_told = self._gone[1].reason is Reason.NOT_FOUND
            self._keep(ABSENT if is_told else PARTIAL, IssueTally("", pages=0))
        else:
            self._keep(FAILED, IssueTally("", pages=0))
        self._day = None

    def _keep(self, outcome: str, tally: IssueTally) -> None:
        """Note the day, of the past only: today's issue may not be complete."""
        assert self._day is not None
        self._run.count(f"issues/{outcome}")
        if self._day >= datetime.now(CHINA).date():
            return
        row = IssueDay(
            paper=self._paper,
            day=self._day.isoformat(),
            gateway=self._via,
            topic=self._run.options.topic,
            outcome=outcome,
            form=tally.form,
            pages=tally.pages,
            articles=tally.articles,
            lost=tally.lost,
            tries=1,
            seen_at=now(),
            run_id=self._run.run_id,
        )
        self._unproved.append(row)
        if self._found_any:
            rows, self._unproved = self._unproved, []
            try:
                keep_days(self._run.db, rows)
            except Error as error:
                self._crawler.signals.send_catch_log(archive_failed, error=error)

    def _end_paper(self) -> None:
        """A walk that found no issue at all settles nothing, and tells why."""
        if not self._found_any and self._last_gone is not None:
            self._run.reject(*self._last_gone)
        self._calendar, self._last_gone, self._unproved, self._found_any = None, None, [], False

    # --- requests and their answers ---

    def _front(self, forms: list[str]) -> Request:
        assert self._day is not None
        return set_issue_day(
            Request(
                self._day.strftime(forms[0]),
                self.front_read,
                errback=self.front_failed,
                priority=_PRIORITY,
                dont_filter=True,
                cb_kwargs={"forms": forms},
            ),
            self._day.isoformat(),
        )

    def front_read(self, response: Response, forms: list[str]) -> Iterator[Request]:
        """What the front page of a day leads to; the next form where it is that of another day."""
        assert response.request is not None
        if not self._is_of_day(response):
            told = stored("redirected to {url}, which is not of that day", url=response.url)
            yield from self._not_there(response.request, Reject(Reason.NOT_FOUND, told), forms)
            self._crawler.signals.send_catch_log(list_done)
            return
        self._tally, self._gone, self._found_any = IssueTally(forms[0]), None, True
        if self._calendar is not None:
            self._calendar.found(forms[0])
        yield from self._of_issue(self._parse_list(response, 1, of_issue=True))

    def page_read(self, response: Response, depth: int) -> Iterator[Request]:
        """What another page of the issue leads to."""
        yield from self._of_issue(self._parse_list(response, depth, of_issue=True))

    def _of_issue(self, requests: Iterator[Request]) -> Iterator[Request]:
        tally = self._tally
        assert tally is not None and self._day is not None
        day = self._day.isoformat()
        for request in requests:
            if is_article(request):
                tally.articles += 1
                request.cb_kwargs["listed"] = request.cb_kwargs.get("listed") or day
            else:
                tally.pages += 1
                request.callback, request.errback = self.page_read, self.page_failed
            yield set_issue_day(request, day)

    def _is_of_day(self, response: Response) -> bool:
        assert response.request is not None and self._day is not None
        asked = urlsplit(first_url(response.request)).path.rpartition("/")[0]
        given = urlsplit(response.url).path.rpartition("/")[0]
        return asked == given or date_in_url(response.url) == self._day.isoformat()

    def front_failed(self, failure: Failure) -> Iterator[Request]:
        """The next form of the address, where this one is not there."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if not isinstance(failure.value, Settled):
            reject = explain(failure.value)
            if reject.reason in _NO_SUCH:
                yield from self._not_there(request, reject, request.cb_kwargs["forms"])
            else:
                self._gone = None
                self._run.reject(request.url, reject)
        self._crawler.signals.send_catch_log(list_done)

    def _not_there(self, request: Request, reject: Reject, forms: list[str]) -> Iterator[Request]:
        self._gone = self._last_gone = request.url, reject
        if forms[1:]:
            yield self._front(forms[1:])

    def page_failed(self, failure: Failure) -> None:
        """A page that the issue's front page leads to."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if not isinstance(failure.value, Settled):
            self._run.reject(request.url, explain(failure.value))
        self._crawler.signals.send_catch_log(list_done)

    # --- what became of the articles ---

    def item_scraped(self, item: Article) -> None:
        """An article that is archived."""
        if self._tally is not None:
            self._tally.read(text_key(item), is_proved=True)

    def item_dropped(self, item: Article, exception: BaseException) -> None:
        """An article on another matter, or one that a stage refused."""
        if self._tally is None:
            return
        if not isinstance(exception, Rejected):
            self._tally.failed += 1
        elif exception.reject.reason.cause is Cause.OUTSIDE:
            self._tally.read(text_key(item), bool(item.title) and item.layout not in FALLBACKS)
        else:
            self._tally.rejected(exception.reject.reason)

    def page_rejected(self, url: str, reject: Reject) -> None:
        """A page that no article was made of."""
        if self._tally is not None:
            self._tally.rejected(reject.reason)

    def failed(self, **_: Any) -> None:
        """A stage or the spider failed on a page."""
        if self._tally is not None:
            self._tally.failed += 1

    def _count(self, name: str) -> int:
        return int(self._crawler.stats.get_value(name, 0))

    def _skipped(self) -> int:
        """Requests that were not sent, because their host was given up."""
        return self._count(_SKIPPED)
