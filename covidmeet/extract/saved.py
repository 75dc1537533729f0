"""The address and the time of a page that a browser or a tool saved as a file.

Where that stands, the surest first: the head of an MHTML file (``Snapshot-Content-Location``, ``Date``); the
comment of SingleFile, of browsers ("saved from url", the Mark of the Web) and of HTTrack; ScrapBook's
attributes; the page's own canonical address, ``og:url`` and WeChat's ``msg_link``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urlsplit

from covidmeet.extract.page import Page
from covidmeet.text.dates import parse_date

LOCATION, DATE = "Content-Location", "Date"
"""The headers under which a reader of MHTML files hands on what these tell."""

_HEAD = 100_000  # characters within which a saver's comment stands
_SINGLE_FILE = re.compile(
    r"<!--\s{0,20}Page saved with SingleFile\s{1,20}url:\s{0,9}(?P<url>\S{1,2000})"
    r"(?:\s{1,20}saved date:\s{0,9}(?P<date>[^\n<>]{1,80}))?"
)
_MARK_OF_THE_WEB = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,5}\)(?P<url>\S{1,2000})\s")
_HTTRACK = re.compile(
    r"<!--\s{0,9}Mirrored from (?P<url>\S{1,2000}) by HTTrack [^,<>]{0,60}, (?P<date>[^<>]{1,40}?)\s{0,9}-->"
)
_SCRAPBOOK = re.compile(
    r"<html[^<>]{0,400}\bdata-scrapbook-source=\"(?P<url>[^\"<>]{1,2000})\""
    r"(?:[^<>]{0,400}\bdata-scrapbook-create=\"(?P<date>\d{14})\d{0,3}\")?"
)
_WECHAT = re.compile(r"\bmsg_link\s{0,5}=\s{0,5}[\"'](?P<url>https?:[^\"'<>\s]{1,2000})[\"']")
_CANONICAL = "/html/head/link[@rel = 'canonical']/@href | /html/body//link[@rel = 'canonical']/@href"
_FRONT = re.compile(r"/?(?:(?:index|default|home)(?:\.\w{2,5})?)?/?", re.IGNORECASE)
_ESCAPED = re.compile(r"\\x26(?:amp;)?")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """``url`` is the page's own address, ``at`` when it was saved (ISO 8601, UTC); empty where not told."""

    url: str = ""
    at: str = ""


def saved_as(page: Page, headers: Sequence[tuple[str, str]] = ()) -> SavedPage:
    """What is told of a saved page; ``headers`` are those of its file."""
    told = list(_told(page, dict(headers)))
    url = next((one.url for one in told if one.url), "")
    return SavedPage(url, next((one.at for one in told if one.at), ""))


def _told(page: Page, headers: dict[str, str]) -> Iterator[SavedPage]:
    yield SavedPage(_address(headers.get(LOCATION, "")), _moment(headers.get(DATE, "")))
    head = page.text[:_HEAD]
    for pattern in (_SINGLE_FILE, _MARK_OF_THE_WEB, _HTTRACK, _SCRAPBOOK):
        if match := pattern.search(head):
            found = match.groupdict()
            yield SavedPage(_address(found["url"], pattern is _HTTRACK), _moment(found.get("date") or ""))
    for selector in (_CANONICAL, "meta:og:url"):
        for value in page.find(selector)[:1]:
            yield SavedPage(_address(str(value)))
    if "msg_link" in page.text and (match := _WECHAT.search(page.text)):
        yield SavedPage(_address(_ESCAPED.sub("&", match["url"])))


def _address(text: str, bare: bool = False) -> str:
    """A web address of a page, not of a whole site: that many templates give for all their pages."""
    url = unescape(text.strip())
    if bare and "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_web = parts.scheme.lower() in ("http", "https") and "." in (parts.hostname or "")
    return url if is_web and (parts.query or not _FRONT.fullmatch(parts.path)) else ""


def _moment(text: str) -> str:
    """A moment as mail, JavaScript or ScrapBook (UTC) write it, in UTC; empty for a day alone."""
    moment: datetime | None = None
    with suppress(ValueError):
        if len(text) == len("20221110001500") and text.isdecimal():
            moment = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        elif (found := parse_date(text)) and "T" in found:
            moment = datetime.fromisoformat(found)
        else:
            moment = parsedate_to_datetime(text)
    if moment is None:
        return ""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="seconds")
