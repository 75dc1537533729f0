"""A WARC record that was asked for by its place in a file, as the response of the page in it.

Common Crawl gives its pages in no other way: one ranged GET, one gzip member, one record.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import set_record_bytes, set_truncated
from covidmeet.language import stored
from covidmeet.reasons import Reason
from covidmeet.sources.warc import WarcError, read_record

_PARTIAL = 206


def page_in_record(request: Request, response: Response, length: int) -> Response:
    """The page's own response; that of the server where it gave no record, for the retries to judge.

    Raises ``Refused`` where something else came than the record of the page.
    """
    if response.status != _PARTIAL:
        if response.status == 200:
            raise Refused(
                Reason.HTTP_ERROR, stored("the server of the file gives no parts of it (status 200)")
            )
        return response
    if len(response.body) != length:
        told = stored(
            "{count:,} bytes of a record came instead of {length:,}", count=len(response.body), length=length
        )
        raise Refused(Reason.HTTP_ERROR, told)
    try:
        page = read_record(response.body, response.url)
    except WarcError as error:
        raise Refused(Reason.DAMAGED_WARC, str(error)) from error
    set_record_bytes(request, response.body)
    set_truncated(request, page.truncated)
    headers = Headers([(name, value.encode("latin-1", "replace")) for name, value in page.headers])
    with suppress(ValueError):  # of a malformed date the time is not known
        captured = datetime.fromisoformat(page.captured_at).astimezone(UTC)
        headers["Memento-Datetime"] = format_datetime(captured, usegmt=True)
    cls = responsetypes.from_args(headers=headers, url=request.url, body=page.body)
    return cls(
        request.url, status=page.status, headers=headers, body=page.body, ip_address=response.ip_address
    )
