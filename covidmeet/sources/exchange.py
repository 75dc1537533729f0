"""One request and its answer, as they are kept in WARC records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from covidmeet.sources import warc_records
from covidmeet.sources.warc_records import Headers

_REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was sent and what came back.

    ``url`` is the page's own address, ``gateway`` the one that was asked instead of it, or empty. ``at`` is
    when the answer came (aware).  ``body`` is as received, compressed where its headers say so, ``digest``
    that of ``body`` (``warc_records.digest``).  ``ip`` and ``protocol`` (``HTTP/1.1``, ``h2``) are empty
    where they are not known; ``truncated`` says why the body is not whole (``disconnect``, ``length``), or
    nothing; ``listed`` is the day that a list gave for the page (ISO 8601), or nothing.
    """

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    digest: str
    method: str = "GET"
    request_headers: tuple[tuple[str, str], ...] = ()
    request_body: bytes = b""
    gateway: str = ""
    memento: str = ""
    ip: str = ""
    protocol: str = ""
    truncated: str = ""
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """The record that holds the payload of a revisit: its page, its moment, its file and its offset."""

    url: str
    date: str
    file: str
    offset: int


def members(exchange: Exchange, original: Original | None = None) -> list[bytes]:
    """The records of an exchange: the answer first, the request, and for a gateway its metadata.

    Where the payload is that of ``original``, the answer is a ``revisit`` with the headers alone.
    """
    answer_id = warc_records.new_id()
    concurrent = [("WARC-Target-URI", exchange.url), ("WARC-Concurrent-To", answer_id)]
    made = [_answer(exchange, original, answer_id), _request(exchange, concurrent)]
    if exchange.gateway:
        told = [("gateway", exchange.gateway)]
        told += [("memento-datetime", exchange.memento)] if exchange.memento else []
        block = [warc_records.fields(told)]
        made.append(
            warc_records.record(
                "metadata", block, concurrent, date=exchange.at, content_type=warc_records.FIELDS
            )
        )
    return made


def _answer(exchange: Exchange, original: Original | None, answer_id: str) -> bytes:
    more = [
        ("WARC-Payload-Digest", exchange.digest),
        # As pywb names the address that a record was taken from.
        ("WARC-Source-URI", exchange.gateway),
        ("WARC-IP-Address", exchange.ip),
        ("WARC-Protocol", exchange.protocol.lower()),
        ("WARC-Truncated", exchange.truncated),
        (warc_records.LISTED, exchange.listed),
    ]
    given = [(name, value) for name, value in more if value]
    if original is None:
        return warc_records.response(
            exchange.url,
            exchange.status,
            exchange.headers,
            exchange.body,
            date=exchange.at,
            more=given,
            record_id=answer_id,
        )
    refers = [
        ("WARC-Target-URI", exchange.url),
        ("WARC-Profile", _REVISIT),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        # As Heritrix names the place, so that it need not be searched for.
        ("WARC-Refers-To-Filename", original.file),
        ("WARC-Refers-To-File-Offset", str(original.offset)),
    ]
    return warc_records.record(
        "revisit",
        [warc_records.response_head(exchange.status, exchange.headers)],
        [*refers, *given],
        date=exchange.at,
        content_type=warc_records.RESPONSE,
        record_id=answer_id,
    )


def _request(exchange: Exchange, concurrent: Headers) -> bytes:
    parts = urlsplit(exchange.gateway or exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    head = warc_records.request_head(exchange.method, path, host, exchange.request_headers)
    block = (head, exchange.request_body)
    return warc_records.record(
        "request", block, concurrent, date=exchange.at, content_type=warc_records.REQUEST
    )


def header(headers: Sequence[tuple[str, str]], wanted: str) -> str:
    """The first value of a header, its name in any case; empty where there is none."""
    return next((value for name, value in headers if name.lower() == wanted), "")
