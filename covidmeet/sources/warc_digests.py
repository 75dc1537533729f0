"""The digests that a WARC record states of itself, compared with what it holds (ISO 28500, 5.8 and 5.9).

The standard names neither an algorithm nor a notation: there are SHA-1, SHA-256, SHA-512 and MD5, in base 32,
base 64 and hexadecimal.  Of a payload that was sent in chunks or compressed some writers state the digest of
what was sent, others that of what it unpacks to; so a payload may match in any of these forms.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from warcio.digestverifyingreader import DigestVerifyingReader
from warcio.recordloader import ArcWarcRecordLoader

from covidmeet.language import stored
from covidmeet.text.http_body import BodyError, decode_body, join_chunks

_LENGTHS = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}  # bytes
_LONGEST_STATUS = 1_024  # bytes
# Or the first of headers without one.
_STATUS = re.compile(rb"(?i:HTTP/|ICY )|\d{3} |[A-Za-z][A-Za-z0-9-]{1,40}: ?\S")
_NO_DIGEST = frozenset({"revisit"})  # states that of the page that it does not hold

Headers = tuple[tuple[str, str], ...]


class DigestLoader(ArcWarcRecordLoader):  # type: ignore[misc]
    """The library's loader; what it cannot compare it is not given, for which it would give up the record."""

    def __init__(self, kinds: frozenset[str]) -> None:
        super().__init__(verify_http=False, arc2warc=True)
        self._kinds = kinds - _NO_DIGEST
        self.ahead = b""

    def wrap_digest_verifying_stream(
        self, stream: Any, rec_type: str, rec_headers: Any, digest_checker: Any, length: int | None = None
    ) -> tuple[Any, bool]:
        """Called by the library for each record; whether its digests are compared as it is read."""
        self.ahead = b""
        block = _stated(rec_headers, "WARC-Block-Digest")
        payload = _stated(rec_headers, "WARC-Payload-Digest")
        if any(rec_headers.get_header(name) for name in ("WARC-Truncated", "WARC-Segment-Number")):
            payload = None  # it may be that of the whole
        if rec_type not in self._kinds or not (block or payload):
            return stream, False
        reader = DigestVerifyingReader(
            stream, length, digest_checker, record_type=rec_type, payload_digest=payload, block_digest=block
        )
        return reader, True

    def load_http_headers(self, rec_type: str, uri: str, stream: Any, length: int | None) -> Any:
        """Called by the library; the HTTP headers of a record, None where its block begins with the body.

        The library takes the first line of any answer for a status. Where it is none, it is kept in
        ``ahead``, what was read of the body already.
        """
        self.ahead = b""
        if rec_type != "response":
            return super().load_http_headers(rec_type, uri, stream, length)
        line = stream.readline(_LONGEST_STATUS) if length != 0 else b""
        if _STATUS.match(line):
            return self.http_parser.parse(stream, line.decode("latin-1"))
        self.ahead = line
        return None


def mismatch(record: Any, headers: Headers, body: bytes, limit: int) -> str | None:
    """Which digest of a record that was read to its end does not match, or None.

    ``body`` is its payload as stored.  One with more than ``limit`` bytes is compared as stored only.
    """
    failed = record.digest_checker.problems
    if not failed:
        return None
    if any(problem.startswith("block") for problem in failed):
        return stored("the block is not what its digest says")
    if _stated(record.rec_headers, "WARC-Block-Digest"):
        return None  # the record is whole: another payload was meant
    stated = _stated(record.rec_headers, "WARC-Payload-Digest")
    algorithm = (stated or "").partition(":")[0]
    if len(body) > limit or any(_digest(algorithm, form) == stated for form in _forms(headers, body, limit)):
        return None
    return stored("the page is not what its digest says")


def digests_of(headers: Headers, body: bytes, algorithms: Iterable[str], limit: int) -> Iterator[str]:
    """``normal_digest`` of a payload as stored, and in each form that a writer may have meant."""
    forms = dict.fromkeys([body, *_forms(headers, body, limit)])
    for algorithm in algorithms:
        yield from (_digest(algorithm, form) for form in forms)


def normal_digest(stated: str) -> str | None:
    """``algorithm:BASE32`` for a digest in any notation; None where it is none that can be compared.

    >>> normal_digest("SHA-1:da39a3ee5e6b4b0d3255bfef95601890afd80709")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    name, _, value = stated.strip().partition(":")
    algorithm = name.lower().replace("-", "").replace("_", "")
    length = _LENGTHS.get(algorithm)
    if length is None or len(value) > 2 * max(_LENGTHS.values()):
        return None
    for decode in (binascii.unhexlify, _base32, base64.b64decode, base64.urlsafe_b64decode):
        try:
            raw = decode(value)
        except ValueError:
            continue
        if len(raw) == length:
            return f"{algorithm}:{base64.b32encode(raw).decode()}"
    return None


def _base32(value: str) -> bytes:
    value = value.rstrip("=")
    return base64.b32decode(value + "=" * (-len(value) % 8), casefold=True)


def _stated(headers: Any, name: str) -> str | None:
    return normal_digest(headers.get_header(name) or "")


def _forms(headers: Headers, body: bytes, limit: int) -> Iterator[bytes]:
    """The payload without chunks, and without compression as well."""
    yield join_chunks(body)
    with suppress(BodyError):
        yield decode_body(body, headers, limit)


def _digest(algorithm: str, data: bytes) -> str:
    raw = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return f"{algorithm}:{base64.b32encode(raw).decode()}"
