"""Retry-After is obeyed, for all pages of the host."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings

from covidmeet.crawl.request_meta import has_retries, is_archived
from covidmeet.crawl.scrapy_private import pause_slot, slot_key

logger = logging.getLogger(__name__)

_ASKING = frozenset({429, 503})


class RetryAfter(RetryMiddleware):
    """Scrapy's own, which would ask again at once."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._longest = settings.getfloat("RETRY_AFTER_MAX")  # seconds

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryAfter:
        retry = super().from_crawler(crawler)
        crawler.signals.connect(retry.response_downloaded, signals.response_downloaded)
        return retry

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Pause the host's slot for its Retry-After; the signal comes before its next request is sent."""
        if response.status not in _ASKING or not has_retries(request) or is_archived(request, response):
            return
        asked = seconds_of((response.headers.get("Retry-After") or b"").decode("latin-1"))
        if not asked:
            return
        wait = min(asked, self._longest)
        pause_slot(self.crawler, slot_key(self.crawler, request), wait)
        logger.warning("%s asks for %.0f s of rest; waiting %.0f s", request.url, asked, wait)
        self.crawler.stats.inc_value("retry/after_count")
        self.crawler.stats.inc_value("retry/after_seconds", round(wait))

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The request again, or the response; an error that an archive kept would only come again."""
        if is_archived(request, response):
            return response
        return super().process_response(request, response)


def seconds_of(value: str, now: datetime | None = None) -> float | None:
    """The seconds that a ``Retry-After`` asks for (RFC 9110: a number, or an HTTP date); None for neither."""
    value = value.strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value, re.ASCII):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
