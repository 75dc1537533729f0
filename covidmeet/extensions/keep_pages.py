"""Every answer of a crawl is kept as it was received, and every fetch has its row in ``captures``."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from covidmeet.archive.captures import (
    ARTICLE,
    INTERRUPTED,
    LIST,
    PART,
    REDIRECT,
    ROBOTS,
    Capture,
    keep_captures,
)
from covidmeet.archive.sqlite_errors import Error
from covidmeet.crawl.file_captures import FileCaptures, set_file_captures
from covidmeet.crawl.request_meta import (
    capture_of,
    is_article,
    is_for_robots_txt,
    redirected_from,
    set_capture,
    take_record_bytes,
    truncated,
    wire_url,
)
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import archive_failed, capture_passed_over, page_rejected, part_read
from covidmeet.items import Article
from covidmeet.kept.recovery import recover
from covidmeet.middlewares.charset import headers_of
from covidmeet.pipelines.stage import Rejected
from covidmeet.process import Fetched, captured_at, check_status
from covidmeet.reasons import Reason, Reject
from covidmeet.sources import warc_records
from covidmeet.sources.exchange import Exchange, header
from covidmeet.sources.page_store import PageStore
from covidmeet.text.urls import url_hash, without_credentials

logger = logging.getLogger(__name__)

_TOGETHER = 100  # rows in one transaction
_MEGABYTE = 1_000_000
_SECRET = (b"authorization", b"proxy-authorization", b"cookie")
"""Headers of requests that are not kept: an archive may be given away."""


class KeepPages:
    """Writes the bytes when they arrive, before anything is made of them, and the row when that is known."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)
        self._store: PageStore | None = None
        self._files: FileCaptures | None = None
        # By address: what was received and is being read.
        self._reading: dict[str, Capture] = {}
        self._settled: list[Capture] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepPages:
        extension = cls(crawler)
        for receiver, signal in (
            (extension.spider_opened, signals.spider_opened),
            (extension.response_downloaded, signals.response_downloaded),
            (extension.item_scraped, signals.item_scraped),
            (extension.item_dropped, signals.item_dropped),
            (extension.item_error, signals.item_error),
            (extension.spider_error, signals.spider_error),
            (extension.page_rejected, page_rejected),
            (extension.part_read, part_read),
            (extension.page_rejected, capture_passed_over),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Finish what a run that was killed left, and get ready to keep pages."""
        run, settings = self._run, self._crawler.settings
        archive = Path(run.archive)
        try:
            recovered = recover(run.db, archive, run.site, spider.name, run.run_id)
        except (OSError, Error) as error:
            self._failed(error)
            return
        if recovered:
            run.count("captures/recovered", recovered)
        if settings["KEEP"]:
            self._store = self._new_store(spider.name)
        self._files = FileCaptures(run, self._store, settings["KEEP"] == "copy", self._failed)
        set_file_captures(self._crawler, self._files)

    def _new_store(self, spider: str) -> PageStore:
        run, settings = self._run, self._crawler.settings
        name = f"{spider}-{run.run_id}"
        return PageStore(
            Path(run.archive),
            name,
            largest=settings.getint("KEEP_FILE_MB") * _MEGABYTE,
            floor=settings.getint("FREE_SPACE_MB") * _MEGABYTE,
            info=[
                ("operator", settings["CONTACT"] or "not named"),
                ("robots", "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"),
                ("http-header-user-agent", settings["USER_AGENT"] or ""),
                ("isPartOf", name),
            ],
        )

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Keep one answer; its bytes are as they came, still compressed."""
        at = datetime.now(UTC)
        exchange = _exchange(request, response, at)
        fetched = Fetched(
            request.url,
            response.body,
            response.status,
            exchange.headers,
            captured_at=at.isoformat(timespec="seconds"),
            gateway=exchange.gateway,
            live=True,
        )
        capture = Capture(
            url_hash="",
            url=exchange.url,
            fetched_at=fetched.captured_at,
            captured_at=captured_at(fetched),
            gateway=exchange.gateway or None,
            status=response.status,
            digest=exchange.digest,
            file=None,
            offset=None,
            outcome=_first_outcome(request, fetched),
            run_id=self._run.run_id,
        )
        self._keep(exchange, capture, take_record_bytes(request))
        set_capture(request, capture)
        self._begin(request, capture)

    def item_scraped(self, item: Article, response: Response | None) -> None:
        """An article was archived, or seen again."""
        capture = capture_of(response)
        if capture is not None:
            capture.url_hash = item.url_hash or ""
        self._settle(capture, ARTICLE, item)

    def item_dropped(self, item: Article, response: Response | None, exception: BaseException) -> None:
        """A stage rejected the article."""
        reason = exception.reject.reason if isinstance(exception, Rejected) else Reason.DROPPED
        self._settle(capture_of(response), reason, item)

    def item_error(self, item: Article, response: Response | None) -> None:
        """A stage failed."""
        self._settle(capture_of(response), Reason.ERROR, item)

    def spider_error(self, failure: Failure, response: Response) -> None:
        """The spider failed on the page."""
        self._settle(capture_of(response), Reason.ERROR)

    def page_rejected(self, url: str, reject: Reject) -> None:
        """No article could be made of the page."""
        self._settle(self._reading.get(without_credentials(url)), reject.reason)

    def part_read(self, response: Response, url_hash: str) -> None:
        """The page is a further one of an article, from which the article can be made again."""
        if (capture := capture_of(response)) is not None:
            capture.url_hash = url_hash
            self._settle(capture, PART)

    def spider_closed(self) -> None:
        """Store the rest and close the file."""
        self._settled += self._reading.values()
        self._reading.clear()
        self._flush()
        if self._files is not None:
            self._files.close()
        try:
            if self._store is not None:
                self._store.close()
        except OSError as error:
            logger.error("Could not close the file of pages: %s", error)

    def _keep(self, exchange: Exchange, capture: Capture, record: bytes | None) -> None:
        """Write the exchange; what came as a ``record`` of an archive's file is kept as that."""
        if self._store is None:
            return
        try:
            capture.file, capture.offset = (
                self._store.keep(exchange) if record is None else self._store.keep_record(record)
            )
        except OSError as error:
            self._store = None
            self._failed(error)

    def _begin(self, request: Request, capture: Capture) -> None:
        for url in (*redirected_from(request)[-1:], request.url):
            # A page that asked for a refresh, or an answer that was asked for again.
            if before := self._reading.get(without_credentials(url)):
                moved = before.outcome == INTERRUPTED
                self._settle(before, REDIRECT if moved else before.outcome)
        self._reading[capture.url] = capture

    def _settle(self, capture: Capture | None, outcome: str, item: Article | None = None) -> None:
        if capture is None:
            if item is not None and self._files is not None:  # of a file, not of an answer
                self._files.settle(getattr(item, "warc", None), outcome, item.url_hash)
            return
        capture.outcome = str(outcome)
        if self._reading.get(capture.url) is capture:
            del self._reading[capture.url]
            self._settled.append(capture)
        if len(self._settled) >= _TOGETHER:
            self._flush()

    def _flush(self) -> None:
        rules = self._run.site.urls
        for capture in self._settled:
            capture.url_hash = capture.url_hash or url_hash(capture.url, rules)
        try:
            keep_captures(self._run.db, self._settled)
        except Error as error:
            self._failed(error)
        self._settled = []

    def _failed(self, error: OSError | Error) -> None:
        self._crawler.signals.send_catch_log(archive_failed, error=error)


def _exchange(request: Request, response: Response, at: datetime) -> Exchange:
    headers = headers_of(response)
    sent = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in request.headers.items()
        if name.lower() not in _SECRET
        for value in values
    )
    gateway = without_credentials(wire_url(request) or "")
    return Exchange(
        url=without_credentials(request.url),
        at=at,
        status=response.status,
        headers=headers,
        body=response.body,
        digest=warc_records.digest(response.body),
        method=request.method,
        request_headers=sent,
        request_body=request.body,
        gateway=gateway,
        memento=header(headers, "memento-datetime") if gateway else "",
        ip=str(response.ip_address or ""),
        protocol=response.protocol or "",
        # "partial" only says that nothing but the end of the connection could tell the body's.
        truncated="disconnect" if "dataloss" in response.flags else truncated(request),
        listed=request.cb_kwargs.get("listed") or "",
    )


def _first_outcome(request: Request, fetched: Fetched) -> str:
    """What can be said of an answer before it was read."""
    if is_for_robots_txt(request):
        return ROBOTS
    if 300 <= fetched.status < 400 and header(fetched.headers, "location"):
        return REDIRECT
    try:
        check_status(fetched)
    except Reject as reject:
        return str(reject.reason)
    return INTERRUPTED if is_article(request) else LIST
