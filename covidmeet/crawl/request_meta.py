"""Every key of ``Request.meta`` that the project reads or writes; nothing else touches ``meta``.

``Response.meta`` is that of the response's request.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.http import Response

from covidmeet.archive.captures import Capture
from covidmeet.discovery.rows import Row
from covidmeet.extract import Page
from covidmeet.pool.live import ReadPage

# Our own.
_ARTICLE = "article"  # bool
_WIRE_URL = "wire_url"  # str
_PAGE = "page"  # Page
_READ = "read"  # ReadPage
_ARTICLES_BEFORE = "articles_before"  # frozenset[str]
_CAPTURE = "capture"  # Capture
_LIST_TITLE = "list_title"  # str
_ISSUE_DAY = "issue_day"  # str, ISO 8601
_CAPTURES_LEFT = "captures_left"  # tuple[Row, ...]
_NO_PAGE = "no_page"  # bool
_RECORD = "record"  # tuple[int, int]: offset and length in bytes
_RECORD_BYTES = "record_bytes"  # bytes
_TRUNCATED = "truncated"  # str
# Scrapy's, described under "Request.meta special keys" in its documentation.
_ALLOW_OFFSITE = "allow_offsite"  # bool
_DONT_RETRY = "dont_retry"  # bool
_DONT_OBEY_ROBOTSTXT = "dont_obey_robotstxt"  # bool
_DOWNLOAD_LATENCY = "download_latency"  # float, seconds
_DOWNLOAD_MAXSIZE = "download_maxsize"  # int, bytes
_DOWNLOAD_SLOT = "download_slot"  # str
_PROXY = "proxy"  # str
_REDIRECT_TIMES = "redirect_times"  # int
_REDIRECT_URLS = "redirect_urls"  # list[str]
_RETRY_TIMES = "retry_times"  # int
_VERBATIM_URL = "verbatim_url"  # bool

Asked = Request | Response


def mark_article(request: Request) -> Request:
    """Say that ``request`` is for the page of an article; all others are lists, always fetched."""
    request.meta[_ARTICLE] = True
    return request


def is_article(asked: Asked) -> bool:
    """Whether a request is for an article, not for a list."""
    return bool(asked.meta.get(_ARTICLE))


def is_repeated(asked: Asked) -> bool:
    """Whether a request stands for an earlier one that failed or was redirected."""
    return bool(asked.meta.get(_RETRY_TIMES) or asked.meta.get(_REDIRECT_TIMES))


def set_wire_url(request: Request, url: str) -> None:
    """Fetch ``url`` (at a gateway) instead of the request's own address, which stays that of the page."""
    request.meta[_WIRE_URL] = url


def wire_url(request: Request) -> str | None:
    """The address that is fetched instead of the request's own, if there is one."""
    url: str | None = request.meta.get(_WIRE_URL)
    return url


def is_archived(request: Request, response: Response) -> bool:
    """Whether the answer is the site's of another time: a web archive sends the header with captures."""
    return wire_url(request) is not None and "Memento-Datetime" in response.headers


def set_page(request: Request, page: Page) -> None:
    """Keep the decoded page that came for ``request``, for whoever reads it next."""
    request.meta[_PAGE] = page


def drop_page(request: Request) -> None:
    """Forget the page of an address that was redirected here."""
    request.meta.pop(_PAGE, None)
    request.meta.pop(_READ, None)


def set_read(request: Request, read: ReadPage) -> None:
    """Keep the page that came for ``request`` with what a worker process made of it."""
    request.meta[_PAGE] = read.page
    request.meta[_READ] = read


def take_read(response: Response) -> ReadPage | None:
    """What a worker process made of the page, once; None for one that is to be read here."""
    read: ReadPage | None = response.meta.pop(_READ, None)
    return read


def page_of(asked: Asked) -> Page | None:
    """The decoded page that came for a request; None for one without text."""
    page: Page | None = asked.meta.get(_PAGE)
    return page


def set_capture(request: Request, capture: Capture) -> None:
    """Note where the answer to ``request`` is kept, and what is known of it."""
    request.meta[_CAPTURE] = capture


def capture_of(asked: Asked | None) -> Capture | None:
    """The capture of a response, or of what came for a request; None for one that was not downloaded."""
    if asked is None or (isinstance(asked, Response) and asked.request is None):
        return None
    capture: Capture | None = asked.meta.get(_CAPTURE)
    return capture


def set_list_title(request: Request, title: str) -> Request:
    """Note the words by which a list led to an article."""
    request.meta[_LIST_TITLE] = title
    return request


def list_title(asked: Asked) -> str:
    """The words by which a list led to an article; empty where none did."""
    title: str = asked.meta.get(_LIST_TITLE) or ""
    return title


def set_issue_day(request: Request, day: str) -> Request:
    """Note that ``request`` is for a page or an article of a paper's issue of ``day`` (ISO 8601)."""
    request.meta[_ISSUE_DAY] = day
    return request


def issue_day(asked: Asked) -> str | None:
    """The day of the paper's issue that a request is for; None for any other request."""
    day: str | None = asked.meta.get(_ISSUE_DAY)
    return day


def set_articles_before(request: Request, urls: frozenset[str]) -> None:
    """Hand the articles on a list's page on to its next page."""
    request.meta[_ARTICLES_BEFORE] = urls


def articles_before(asked: Asked) -> frozenset[str] | None:
    """The articles on the list's page before; None on its first one."""
    urls: frozenset[str] | None = asked.meta.get(_ARTICLES_BEFORE)
    return urls


def mark_no_page(request: Request) -> Request:
    """Say that what comes is data (rows of an index, a sitemap), which nobody reads as a page."""
    request.meta[_NO_PAGE] = True
    return request


def is_no_page(asked: Asked) -> bool:
    """Whether data is asked for, and no page."""
    return bool(asked.meta.get(_NO_PAGE))


def forbid_retries(request: Request) -> Request:
    """Leave it to who asks to ask again, and to pause before."""
    request.meta[_DONT_RETRY] = True
    return request


def has_retries(asked: Asked) -> bool:
    """Whether the retries of the downloader are those that count."""
    return not asked.meta.get(_DONT_RETRY)


def set_captures_left(request: Request, rows: tuple[Row, ...]) -> None:
    """Hand on the captures of the page that are worth a request should this one be no use."""
    request.meta[_CAPTURES_LEFT] = rows


def captures_left(asked: Asked) -> tuple[Row, ...] | None:
    """The other captures of a page; None where no index named the page."""
    rows: tuple[Row, ...] | None = asked.meta.get(_CAPTURES_LEFT)
    return rows


def set_record(request: Request, offset: int, length: int) -> None:
    """Say that what comes is a WARC record, ``length`` bytes of a file from ``offset`` on."""
    request.meta[_RECORD] = (offset, length)


def record_of(request: Request) -> tuple[int, int] | None:
    """Offset and length of the WARC record that is asked for; None for a page."""
    place: tuple[int, int] | None = request.meta.get(_RECORD)
    return place


def set_truncated(request: Request, why: str) -> None:
    """Note why only the beginning of the page came (``WARC-Truncated``); empty where it is whole."""
    request.meta[_TRUNCATED] = why


def truncated(asked: Asked) -> str:
    """Why only the beginning of the page came, as its archive noted; empty where it is whole."""
    why: str = asked.meta.get(_TRUNCATED) or ""
    return why


def set_record_bytes(request: Request, record: bytes) -> None:
    """Keep the record as it was received."""
    request.meta[_RECORD_BYTES] = record


def take_record_bytes(request: Request) -> bytes | None:
    """The record as it was received, once; None for a page."""
    record: bytes | None = request.meta.pop(_RECORD_BYTES, None)
    return record


def allow_offsite(request: Request) -> Request:
    """Let ``request`` leave the spider's ``allowed_domains``: the user named its address."""
    request.meta[_ALLOW_OFFSITE] = True
    return request


def is_allowed_offsite(asked: Asked) -> bool:
    return bool(asked.meta.get(_ALLOW_OFFSITE))


def is_for_robots_txt(request: Request) -> bool:
    """Whether Scrapy itself asks, for robots.txt; no page comes of it."""
    return bool(request.meta.get(_DONT_OBEY_ROBOTSTXT))


def set_largest_body(request: Request, size: int) -> None:
    """Take a body of up to ``size`` bytes, whatever DOWNLOAD_MAXSIZE says."""
    request.meta[_DOWNLOAD_MAXSIZE] = size


def largest_body(request: Request) -> int | None:
    """The bytes of ``set_largest_body``; None where DOWNLOAD_MAXSIZE holds."""
    size: int | None = request.meta.get(_DOWNLOAD_MAXSIZE)
    return size


def redirected_from(asked: Asked) -> list[str]:
    """The addresses that led here by redirect, in order; empty where none did."""
    return list(asked.meta.get(_REDIRECT_URLS) or ())


def first_url(request: Request) -> str:
    """The address that was asked for, before any redirect."""
    return next(iter(redirected_from(request)), request.url)


def set_download_slot(request: Request, slot: str) -> None:
    """Queue ``request`` with those to ``slot`` (a host name), and wait that host's delay."""
    request.meta[_DOWNLOAD_SLOT] = slot


def drop_download_slot(request: Request) -> None:
    """Let the downloader choose the queue by the address again."""
    request.meta.pop(_DOWNLOAD_SLOT, None)


def has_proxy(request: Request) -> bool:
    return bool(request.meta.get(_PROXY))


def verbatim_meta(request: Request) -> dict[str, Any]:
    """A copy of the request's meta for one whose address is to be sent letter for letter."""
    return {**request.meta, _VERBATIM_URL: True}


def copy_latency(sent: Request, request: Request) -> None:
    """Note the time that ``sent`` took as that of ``request``, in whose place it was sent."""
    request.meta[_DOWNLOAD_LATENCY] = sent.meta.get(_DOWNLOAD_LATENCY)
