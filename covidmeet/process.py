"""From the bytes of a page to its article: the one path that every route takes.

A spider's callback, the reader of a WARC file and the reader of documents all make a ``Fetched``; ``read``
decodes it, refuses what is no page and extracts; the stages make the article of it.  Nothing here reads a
file, a clock or the network, and nothing knows Scrapy: a process pool or a notebook calls ``process``.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from covidmeet.extract import Page, extract, extract_document
from covidmeet.extract.saved import saved_as
from covidmeet.items import UNFINISHED, Article
from covidmeet.language import stored
from covidmeet.reasons import Reason, Reject
from covidmeet.site import GENERIC, Site
from covidmeet.stages import PURE
from covidmeet.stages.reading import Reading
from covidmeet.text.binary import looks_binary
from covidmeet.text.blocked import refused
from covidmeet.text.charset import STRICT_UTF8, decode
from covidmeet.text.charset_labels import declared_in_header, declared_in_html
from covidmeet.text.http_body import BodyError, decode_body
from covidmeet.text.surrogates import drop_lone_escapes, join_references
from covidmeet.text.tag_limits import beyond_limits
from covidmeet.text.unfinished import TORN, tells_its_end, unfinished, without_torn_end
from covidmeet.text.urls import canonical, hash_of

logger = logging.getLogger(__name__)

_GONE = frozenset({404, 410})
_NO_CONTENT = frozenset({204, 205})
_PARTIAL = 206


class Place(NamedTuple):
    """A page's record: its WARC file (in a WACZ ``crawl.wacz!archive/data.warc.gz``), its offset in bytes."""

    file: str
    offset: int

    def __str__(self) -> str:
        return f"{self.file}:{self.offset}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page as it was received, wherever it came from.

    ``headers`` are in order, names as sent; ``body`` is as they describe it (``Content-Encoding``). ``url``
    is the page's own address, ``file://`` for a document, which has neither status nor headers. ``listed``
    is the day that a list gave for it (ISO 8601).  ``captured_at`` is when it was received (ISO 8601, UTC),
    ``place`` where it is kept, ``gateway`` the address of a web archive that was asked instead of its own.
    Of a page from a web archive's file also ``kind`` (the WARC record type) and ``truncated``, the reason for
    which only a part of it was kept; all are empty where they are not known.  ``original`` is the place of
    the record that has the payload, where the one at ``place`` does not lead to it.  ``live`` says that it
    was received in this run.  ``parts`` are the other pages of an article over several pages.
    """

    url: str
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    listed: str | None = None
    captured_at: str = ""
    place: Place | None = None
    kind: str = "response"
    truncated: str = ""
    gateway: str = ""
    live: bool = False
    original: Place | None = None
    parts: tuple[Fetched, ...] = ()

    @property
    def is_document(self) -> bool:
        return self.url.startswith("file:")

    @property
    def is_text(self) -> bool:
        """Whether it is the text that somebody took from the page, as in a WET file."""
        return self.kind == "conversion"


def payload(fetched: Fetched, limit: int) -> bytes:
    """The body without chunks and compression; raises ``Reject`` where it is larger than ``limit`` bytes."""
    headers = fetched.headers if fetched.kind == "response" else ()
    try:
        return decode_body(fetched.body, headers, limit)
    except BodyError as error:
        raise Reject(error.reason, str(error)) from error


def decode_page(fetched: Fetched, reading: Reading) -> Page:
    """The decoded page, whatever its status.

    Raises ``Reject`` (``empty``, ``binary``, ``too_large``, ``too_complex``).
    """
    body = payload(fetched, reading.max_bytes)
    if not body.strip():
        raise Reject(Reason.EMPTY, stored("the page holds no text"))
    if kind := looks_binary(body):
        unlike = stored("{kind} where a page was expected", kind=kind)
        raise Reject(Reason.BINARY, kind if fetched.is_document else unlike)
    content_type = next((value for name, value in fetched.headers if name.lower() == "content-type"), "")
    declared = (*declared_in_header(content_type), *declared_in_html(body))
    decoded = decode(body, declared=declared)
    page = Page(fetched.url, decoded.text, decoded.encoding, decoded.damaged, declared, how=decoded.how)
    page.repairs = dict(decoded.repairs)
    read = page.text
    for mend in (join_references, drop_lone_escapes) if page.is_json else (join_references,):
        page.text, counts = mend(page.text)
        for rule, count in counts.items():
            page.repairs[rule] = page.repairs.get(rule, 0) + count
    if page.text.endswith("\ufffd") and (fetched.truncated or page.is_html):
        page.text, page.repairs[TORN] = without_torn_end(page.text)
    if decoded.how == STRICT_UTF8 and page.text is read:
        page.source = body
    if (beyond := beyond_limits(page.text)) and (page.is_html or not fetched.is_document):
        raise Reject(Reason.TOO_COMPLEX, beyond)
    if fetched.is_document and page.is_saved:
        told = saved_as(page, fetched.headers)
        page.url, page.saved_at = told.url or fetched.url, told.at
    return page


def check_status(fetched: Fetched, page: Page | None = None) -> None:
    """Raise ``Reject`` for an answer that is not the page, by its status, or some range of it (206).

    ``page`` is what came with it: under the status of an error it tells whose refusal it is.
    """
    status = fetched.status
    captured = fetched.captured_at and not fetched.live
    when = stored("{told} when it was captured") if captured else "{told}"
    told = when.format(told=stored("status {status}", status=status))
    why = refused(status, page.text if page else "", page.withheld if page else None)
    if why:
        raise Reject(Reason.BLOCKED, when.format(told=why))
    if status in _GONE:
        raise Reject(Reason.NOT_FOUND, told)
    if status in _NO_CONTENT:
        raise Reject(Reason.EMPTY, stored("{told}: no content", told=told))
    if status == _PARTIAL:
        raise Reject(Reason.BROKEN_OFF, stored("{told}: only a part of the page", told=told))
    if not 200 <= status < 300:
        raise Reject(Reason.HTTP_ERROR, told)


def cut_short(fetched: Fetched, page: Page) -> str | None:
    """Why a page is only its beginning, as its archive noted or as its markup shows; else None."""
    if fetched.truncated:
        return stored("captured in part ({truncated})", truncated=fetched.truncated)
    if fetched.is_document or fetched.is_text or page.is_json or tells_its_end(fetched.headers):
        return None
    return unfinished(page.text)


def read(fetched: Fetched, reading: Reading, page: Page | None = None) -> Article:
    """The article on a page, not yet through the stages; raises ``Reject`` where there is none.

    ``page`` is what ``decode_page`` made of it, where somebody has looked at it already.
    """
    if page is None and not 200 <= fetched.status < 300:
        with suppress(Reject):
            page = decode_page(fetched, reading)
    check_status(fetched, page)
    page = page or decode_page(fetched, reading)
    if (page.is_html or not fetched.is_document) and page.withheld:
        raise Reject(*page.withheld)
    article = _article(fetched, reading, page)
    if why := cut_short(fetched, page):
        article.extraction[UNFINISHED] = why
    return article


def _article(fetched: Fetched, reading: Reading, page: Page) -> Article:
    """The article of a decoded page, with its address and where it came from."""
    if fetched.is_document and not page.is_saved:
        article = extract_document(page)
        article.url = canonical(fetched.url)
    else:
        site, original = _site_of(page, reading)
        parts = {part.url: part_page(part, reading) for part in fetched.parts}
        article = extract_document(page) if fetched.is_text else extract(page, site, fetched.listed, parts)
        article.site = site.name
        article.original_url = original
        article.url = canonical(page.url, site.urls)
    article.url_hash = hash_of(article.url)
    note_origin(article, fetched)
    if fetched.is_document and page.is_saved:
        article.captured_at = page.saved_at or None
    return article


def _site_of(page: Page, reading: Reading) -> tuple[Site, str | None]:
    """The site of a page, and the address that a mirror copied it from; raises as ``Sites.of_page``."""
    site, original = reading.sites.of_page(page)
    if site is GENERIC and page.url.startswith("file:"):
        return reading.sites.recognise(page.folded), original  # a saved page that tells no address
    return site, original


def part_page(fetched: Fetched, reading: Reading, page: Page | None = None) -> Page | Reject:
    """A further page of an article, or why it is none; ``page`` is as for ``read``."""
    try:
        check_status(fetched, page)
        page = page or decode_page(fetched, reading)
    except Reject as reject:
        return reject
    if page.withheld:
        return Reject(*page.withheld)
    if why := cut_short(fetched, page):
        return Reject(Reason.BROKEN_OFF, why)
    return page


def note_origin(article: Article, fetched: Fetched) -> None:
    """Let the row of ``article`` lead to the bytes that it was made from; a spider of one's own calls it."""
    article.warc = str(fetched.place) if fetched.place else None
    article.captured_at = captured_at(fetched)
    article.gateway = fetched.gateway or None


def captured_at(fetched: Fetched) -> str | None:
    """When the page was captured, ISO 8601 in UTC: by a web archive's own word where it came through one.

    ``Memento-Datetime`` is RFC 7089's, an HTTP date.  None for a document, which was no capture of a site.
    """
    if fetched.is_document:
        return None
    memento = next((value for name, value in fetched.headers if name.lower() == "memento-datetime"), "")
    try:
        if fetched.gateway and memento:
            moment = parsedate_to_datetime(memento)
        else:
            moment = datetime.fromisoformat(fetched.captured_at)
    except ValueError:
        return None
    if moment.tzinfo is UTC:
        return moment.isoformat(timespec="seconds")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def process(fetched: Fetched, reading: Reading, page: Page | None = None) -> Article:
    """The article on a page, as it is archived; raises ``Reject`` where there is none.

    ``first_seen``, ``last_seen``, ``run_id`` and ``same_as`` are the archive's to fill in.
    ``page`` is as for ``read``.
    """
    article = read(fetched, reading, page)
    for stage in PURE:
        stage.function(article, reading)
    return article


def attempt_whole(fetched: Fetched, reading: Reading, page: Page | None = None) -> Article | Reject:
    """As ``attempt``, and the stages: an article that one of them refused or failed on has its ``reject``.

    Raises ``MemoryError``.
    """
    article = attempt(fetched, reading, page)
    if isinstance(article, Reject):
        return article
    article.staged = True
    try:
        for stage in PURE:
            stage.function(article, reading)
    except Reject as reject:
        article.reject = reject
    except MemoryError:
        raise
    except Exception as error:
        logger.exception("A stage failed on %s", fetched.url)
        article.reject = Reject(Reason.ERROR, f"{type(error).__name__}: {error}")
    return article


def attempt(fetched: Fetched, reading: Reading, page: Page | None = None) -> Article | Reject:
    """``read``, where a fault of the extractor costs this page only; its traceback goes to the log.

    Raises ``MemoryError``.
    """
    try:
        return read(fetched, reading, page)
    except Reject as reject:
        return reject
    except MemoryError:
        raise
    except Exception as error:
        logger.exception("The extractor failed on %s", fetched.url)
        return Reject(Reason.ERROR, f"{type(error).__name__}: {error}")
