"""Retry-After: a host that asks for time gets it, for all its pages."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from covidmeet.middlewares.throttle import pause

logger = logging.getLogger(__name__)

_ASKING = frozenset({429, 503})


class PatientRetry(RetryMiddleware):
    """Scrapy's own, which would ask again at once."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatientRetry:
        retry = super().from_crawler(crawler)
        retry._longest = crawler.settings.getfloat("RETRY_AFTER_MAX")
        return retry

    _longest: float  # seconds

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Let the host rest where it says how long, then retry as ever."""
        if response.status in _ASKING:
            asked = seconds_of((response.headers.get("Retry-After") or b"").decode("latin-1"))
            if asked:
                wait = min(asked, self._longest)
                pause(self.crawler, request, wait)
                logger.warning("%s asks for %.0f s of rest; waiting %.0f s", request.url, asked, wait)
                self.crawler.stats.inc_value("retry/after_count")
                self.crawler.stats.inc_value("retry/after_seconds", round(wait))
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
