"""An HTTP body as it went over the wire, to the bytes of the page: chunks and compression undone, bounded."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Iterable

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

from covidmeet.reasons import Reason

_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")


class BodyError(ValueError):
    """A body that cannot be decoded; the message says why."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def decode_body(raw: bytes, headers: Iterable[tuple[str, str]], limit: int) -> bytes:
    """Undo ``Transfer-Encoding: chunked`` and ``Content-Encoding`` (gzip, deflate, br, zstd).

    Archives keep these headers although they stored the body decoded: what is plainly not chunked or not
    compressed is taken as it is.  A broken end gives what came before it.  Raises ``BodyError`` where the
    page is larger than ``limit`` bytes, or the compression is unknown.
    """
    values = {name.lower(): value.lower() for name, value in headers}
    if "chunked" in values.get("transfer-encoding", ""):
        raw = _join_chunks(raw)
    encodings = [name.strip() for name in values.get("content-encoding", "").split(",")]
    for encoding in reversed([name for name in encodings if name not in ("", "identity")]):
        if encoding not in _DECODERS:
            raise BodyError(Reason.UNREADABLE, f"content encoding {encoding[:40]} is not supported")
        raw = _DECODERS[encoding](raw, limit)
    if len(raw) > limit:
        raise BodyError(Reason.TOO_LARGE, f"body larger than {limit} bytes")
    return raw


def _join_chunks(raw: bytes) -> bytes:
    parts: list[bytes] = []
    position = 0
    while match := _CHUNK_SIZE.match(raw, position):
        size = int(match[1], 16)
        if size == 0:
            break
        parts.append(raw[match.end() : match.end() + size])
        position = match.end() + size
        position += 2 if raw.startswith(b"\r\n", position) else int(raw.startswith(b"\n", position))
    whole = match is not None or position >= len(raw)
    # Not one size line: the archive had joined the chunks already.  An end that is lost is lost.
    return b"".join(parts) if parts or (whole and match) else raw


def _inflate(raw: bytes, limit: int, window: int) -> bytes:
    """All members of a gzip or zlib stream, up to just over ``limit`` bytes."""
    parts: list[bytes] = []
    room = limit + 1
    while raw and room > 0:
        stream = zlib.decompressobj(window)
        try:
            parts.append(stream.decompress(raw, room))
        except zlib.error:
            break
        room -= len(parts[-1])
        if not stream.eof:
            break
        raw = stream.unused_data
    return b"".join(parts)


def _ungzip(raw: bytes, limit: int) -> bytes:
    return _inflate(raw, limit, 31) if raw.startswith(b"\x1f\x8b") else raw


def _undeflate(raw: bytes, limit: int) -> bytes:
    """Servers mean a zlib stream or a bare deflate stream by ``deflate``."""
    return _inflate(raw, limit, 15) or _inflate(raw, limit, -15) or raw


def _unbrotli(raw: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        parts.append(stream.process(raw, output_buffer_limit=limit + 1))
        while parts[-1] and (size := size + len(parts[-1])) <= limit:
            parts.append(stream.process(b"", output_buffer_limit=limit + 1 - size))
    except brotli.error:
        if not parts:
            return raw
    return b"".join(parts)


def _unzstd(raw: bytes, limit: int) -> bytes:
    try:
        return zstd.ZstdDecompressor().decompress(raw, limit + 1)
    except zstd.ZstdError:
        return raw


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _ungzip,
    "x-gzip": _ungzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
