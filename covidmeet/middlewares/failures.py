"""Every page that could not be fetched leaves a row in ``rejects`` that says why."""

from __future__ import annotations

from http import HTTPStatus

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from covidmeet.crawl.refusal import Refused, Settled
from covidmeet.crawl.request_meta import first_url
from covidmeet.crawl.run import run_of
from covidmeet.crawl.scrapy_private import Ignored, is_certificate_error, why_ignored
from covidmeet.language import stored
from covidmeet.reasons import Reason, Reject

_GONE = frozenset({404, 410})
# What was raised -> the reason it is kept under; the first that fits.
_REASONS: tuple[tuple[type[BaseException], Reason], ...] = (
    (DownloadTimeoutError, Reason.TIMEOUT),
    (DownloadCancelledError, Reason.TOO_LARGE),
    (ResponseDataLossError, Reason.BROKEN_OFF),
    (CannotResolveHostError, Reason.UNREACHABLE),
    (DownloadConnectionRefusedError, Reason.UNREACHABLE),
)

# The downloader cancels a body that exceeds the limit with no message.
_UNSAID = stored("the download was broken off at DOWNLOAD_MAXSIZE")


class Failures(BaseSpiderMiddleware):
    """The errback of every request for which the spider states none."""

    def get_processed_request(self, request: Request, response: Response | None) -> Request:
        """The request, with an errback if it has none."""
        if response is None:
            run_of(self.crawler).name_host(request.url)  # the crawl was told to go there
        if request.errback is None:
            request.errback = self.failed
        return request

    def failed(self, failure: Failure) -> None:
        """Keep why the page of ``failure.request`` was not taken."""
        error = failure.value
        if isinstance(error, Settled):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        first = first_url(request)
        reject = explain(error)
        if request.url not in (first, reject.detail) and "redirected" not in reject.detail:
            reject = Reject(
                reject.reason, stored("{detail} (redirected to {url})", detail=reject.detail, url=request.url)
            )
        run_of(self.crawler).reject(first, reject)


def explain(error: BaseException | None) -> Reject:
    """What went wrong with a download."""
    if isinstance(error, Refused):
        return error.reject
    if isinstance(error, HttpError):
        status = error.response.status
        return Reject(Reason.NOT_FOUND if status in _GONE else Reason.HTTP_ERROR, _status(status))
    if is_certificate_error(error):
        return Reject(Reason.CERTIFICATE, str(error))
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return Reject(reason, str(error) or _UNSAID)
    if isinstance(error, IgnoreRequest):
        return _ignored(error)
    return Reject(Reason.DOWNLOAD_FAILED, f"{type(error).__name__}: {error}")


def _ignored(error: IgnoreRequest) -> Reject:
    """What Scrapy's own middlewares refuse."""
    if why_ignored(error) is Ignored.ROBOTS:
        return Reject(Reason.ROBOTS, stored("robots.txt does not allow it"))
    return Reject(Reason.REFUSED, str(error) or type(error).__name__)


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
