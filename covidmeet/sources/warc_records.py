"""WARC records as bytes, one gzip member each (ISO 28500:2017, WARC 1.1).

Written here and not with warcio, whose writer takes 157 µs a record and compresses twice what is compressed
already; the tests read and check with warcio what this writes.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

Headers = Iterable[tuple[str, str]]
RESPONSE = "application/http; msgtype=response"
REQUEST = "application/http; msgtype=request"
FIELDS = "application/warc-fields"
BYTES = "application/octet-stream"
LISTED = "WARC-X-Listed-Date"
"""A header of our own: the day that a list gave for the page, without which its row cannot be made again."""

_BREAKS = re.compile(r"[\r\n\0]+")
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
# Level 1 takes a third of the time of level 6 for a tenth more bytes; what is compressed already is stored.
_PLAIN, _PACKED = 1, 0
_GZIP = 31  # zlib's window bits for a gzip member


def record(
    kind: str,
    block: Sequence[bytes],
    headers: Headers,
    *,
    date: datetime,
    content_type: str,
    record_id: str = "",
    packed: bool = False,
) -> bytes:
    """One record as a gzip member: the parts of ``block`` behind the headers of the record.

    ``headers`` are those besides type, id, date, content type and length; line breaks in them become blanks.
    ``packed`` says that the block is compressed data already.
    """
    head = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {record_id or new_id()}",
        f"WARC-Date: {as_date(date)}",
        *(f"{name}: {_BREAKS.sub(' ', value)}" for name, value in headers),
        f"Content-Type: {content_type}",
        f"Content-Length: {sum(map(len, block))}",
        "\r\n",
    ]
    member = zlib.compressobj(_PACKED if packed else _PLAIN, zlib.DEFLATED, _GZIP)
    parts = [member.compress(part) for part in ("\r\n".join(head).encode(), *block, b"\r\n\r\n")]
    return b"".join([*parts, member.flush()])


def new_id() -> str:
    """A fresh id for ``WARC-Record-ID``."""
    return f"<{uuid.uuid4().urn}>"


def as_date(moment: datetime) -> str:
    """``moment`` (aware) as WARC and CDX servers give it, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(payload: bytes) -> str:
    """The labelled digest of a payload, SHA-1 in base 32, as web archives write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


def fields(values: Headers) -> bytes:
    """A block of the type ``application/warc-fields``."""
    return "".join(f"{name}: {_BREAKS.sub(' ', value)}\r\n" for name, value in values).encode()


def response_head(status: int, headers: Headers) -> bytes:
    """The head of an HTTP answer.

    The body that follows it has no chunks any more, so a ``Transfer-Encoding`` is kept under another name.
    """
    return _head(f"HTTP/1.1 {status:03d} {_PHRASES.get(status, '')}".rstrip(), headers)


def response(
    url: str,
    status: int,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    *,
    date: datetime,
    more: Headers = (),
    record_id: str = "",
) -> bytes:
    """The record of an answer to a request for ``url``.

    ``body`` is as received, still compressed where ``Content-Encoding`` says so, but with the chunks joined.
    ``more`` are further headers of the record.  Raises ``ValueError`` for a URL with line breaks.
    """
    if _BREAKS.search(url) or not url:
        raise ValueError(f"not a URL: {url!r}")
    own = [("WARC-Target-URI", url), *more]
    block = (response_head(status, headers), body)
    packed = any(name.lower() == "content-encoding" for name, _ in headers)
    return record(
        "response", block, own, date=date, content_type=RESPONSE, record_id=record_id, packed=packed
    )


def resource(url: str, data: bytes, *, date: datetime, digest: str, content_type: str = BYTES) -> bytes:
    """The record of bytes without an HTTP answer, as of a file; ``digest`` is theirs."""
    headers = [("WARC-Target-URI", url), ("WARC-Payload-Digest", digest)]
    return record("resource", [data], headers, date=date, content_type=content_type)


def request_head(method: str, path: str, host: str, headers: Headers) -> bytes:
    """The head of an HTTP request as it was sent, but for what the connection added."""
    lines = [("Host", host), *((name, value) for name, value in headers if name.lower() != "host")]
    return _head(f"{method} {_BREAKS.sub(' ', path)} HTTP/1.1", lines)


def _head(first: str, headers: Headers) -> bytes:
    lines = [first]
    for name, value in headers:
        name = _BREAKS.sub(" ", name).replace(":", "").strip()
        if name.lower() == "transfer-encoding":
            name = "X-Crawl-Transfer-Encoding"
        if name:
            lines.append(f"{name}: {_BREAKS.sub(' ', value).strip()}")
    text = "\r\n".join([*lines, "", ""])
    try:
        return text.encode("latin-1")  # as the bytes of headers are read everywhere in this project
    except UnicodeEncodeError:
        return text.encode()
