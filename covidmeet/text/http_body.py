"""An HTTP body as it went over the wire, to the bytes of the page: chunks and compression undone, bounded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable

import brotli  # type: ignore[import-untyped]

from covidmeet.language import stored
from covidmeet.reasons import Reason
from covidmeet.text.binary import looks_binary
from covidmeet.text.zstandard import zstd as zstd

_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_MOST_LAYERS = 4  # of compression, each inside the other
_LARGEST = 1 << 40  # bytes; the libraries take no limit much beyond
_STEP = 4_096  # bytes at a time, where a stream is broken

Unpacked = tuple[bytes, bool]
"""What a decoder made of a body, and whether the body ended where its compression did."""


class BodyError(ValueError):
    """A body that cannot be decoded; the message says why."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def decode_body(raw: bytes, headers: Iterable[tuple[str, str]], limit: int) -> bytes:
    """Undo ``Transfer-Encoding: chunked`` and ``Content-Encoding`` (gzip, deflate, br, zstd).

    The bytes decide.  Archives keep these headers although they stored the body decoded, and servers send
    them with a body that is neither, or name something that is no compression (``utf-8``, ``none``): what
    is plainly not chunked or not compressed is taken as it is, what plainly is compressed is unpacked under
    any label or none.  A broken end gives what came before it.  Raises ``BodyError`` where the page is larger
    than ``limit`` bytes.
    """
    limit = min(limit, _LARGEST)
    values: dict[str, str] = {}
    for name, value in headers:
        name = name.lower()
        values[name] = f"{values[name]},{value.lower()}" if name in values else value.lower()
    if "chunked" in values.get("transfer-encoding", ""):
        raw = join_chunks(raw)
    labels = [
        label.partition(";")[0].strip(" \t\"'") for label in values.get("content-encoding", "").split(",")
    ]
    for label in reversed(labels):
        if label in _DECODERS and len(raw) <= limit:
            raw = _DECODERS[label](raw, limit)
    raw = _unpack_unlabelled(raw, limit)
    if len(raw) > limit:
        raise BodyError(Reason.TOO_LARGE, stored("body larger than {limit} bytes", limit=limit))
    return raw


def _unpack_unlabelled(raw: bytes, limit: int) -> bytes:
    """Undo compressions by their first bytes, with which no page begins."""
    for _ in range(_MOST_LAYERS):
        packed = raw
        if raw.startswith(_GZIP):
            raw = _ungzip(raw, limit)
        elif raw.startswith(_ZSTD):
            raw = _unzstd(raw, limit)
        elif raw[:2] in (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda"):
            unpacked, whole = _inflate(raw, limit, zlib.MAX_WBITS)
            raw = unpacked if whole else raw
        if raw is packed or len(raw) > limit:
            break
    return raw


def join_chunks(raw: bytes) -> bytes:
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


def _inflate(raw: bytes, limit: int, window: int) -> Unpacked:
    """All members of a gzip or zlib stream, up to just over ``limit`` bytes."""
    parts: list[bytes] = []
    room = limit + 1
    whole = False
    while raw and room > 0:
        stream = zlib.decompressobj(window)
        try:
            parts.append(stream.decompress(raw, room))
        except zlib.error:
            parts.append(_before_error(raw, window, room))
            whole = False
            break
        room -= len(parts[-1])
        whole = stream.eof and not stream.unused_data
        if not stream.eof:
            break
        raw = stream.unused_data
    return b"".join(parts), whole or room <= 0


def _before_error(raw: bytes, window: int, room: int) -> bytes:
    """What a broken stream holds before the place at which it is broken."""
    stream = zlib.decompressobj(window)
    parts: list[bytes] = []
    start, step = 0, _STEP
    while start < len(raw) and room > 0 and not stream.eof:
        before = stream.copy() if step > 1 else None
        try:
            parts.append(stream.decompress(raw[start : start + step], room))
        except zlib.error:
            if before is None:
                break
            stream, step = before, 1
            continue
        room -= len(parts[-1])
        start += step
    return b"".join(parts)


def _ungzip(raw: bytes, limit: int) -> bytes:
    return (_inflate(raw, limit, 31)[0] or raw) if raw.startswith(_GZIP) else raw


def _undeflate(raw: bytes, limit: int) -> bytes:
    """Servers mean a zlib stream or a bare deflate stream by ``deflate``."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacked, whole = _inflate(raw, limit, window)
        if unpacked and (whole or looks_binary(raw)):
            return unpacked
    return raw


def _unbrotli(raw: bytes, limit: int) -> bytes:
    unpacked, whole = _brotli_stream(raw, limit)
    # The first bytes of a text are a valid beginning of this format more often than not.
    return unpacked if unpacked and (whole or looks_binary(raw)) else raw


def _brotli_stream(raw: bytes, limit: int) -> Unpacked:
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        parts.append(stream.process(raw, output_buffer_limit=limit + 1))
        while parts[-1] and (size := size + len(parts[-1])) <= limit:
            parts.append(stream.process(b"", output_buffer_limit=limit + 1 - size))
    except brotli.error:
        return b"".join(parts), False
    return b"".join(parts), stream.is_finished() or size > limit


def _unzstd(raw: bytes, limit: int) -> bytes:
    if not raw.startswith(_ZSTD):
        return raw
    try:
        return zstd.ZstdDecompressor().decompress(raw, limit + 1)
    except zstd.ZstdError:
        return raw


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _ungzip,
    "x-gzip": _ungzip,
    "deflate": _undeflate,
    "x-deflate": _undeflate,
    "br": _unbrotli,
    "brotli": _unbrotli,
    "zstd": _unzstd,
}
