"""HTTP bodies: every coding undone, within a limit, whatever the bytes."""

from __future__ import annotations

import contextlib
import gzip
import os
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.http_body import BodyError, decode_body, zstd
from tests.sources.warc_records import PAGE

CODED = [
    ("gzip", gzip.compress(PAGE, mtime=0)),
    ("x-gzip", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0)),
    ("deflate", zlib.compress(PAGE)),
    ("deflate", zlib.compress(PAGE)[2:-4]),
    ("br", brotli.compress(PAGE)),
    ("zstd", zstd.compress(PAGE)),
    ("GZIP, br", brotli.compress(gzip.compress(PAGE, mtime=0))),
    ("identity", PAGE),
]


@pytest.mark.parametrize(("name", "raw"), CODED)
def test_content_encodings(name: str, raw: bytes) -> None:
    assert decode_body(raw, [("content-encoding", name)], 10_000) == PAGE
    chunks = b"".join(
        b"%x;q=1\r\n%s\r\n" % (len(raw[n : n + 7]), raw[n : n + 7]) for n in range(0, len(raw), 7)
    )
    headers = [("Transfer-Encoding", "chunked"), ("Content-Encoding", name)]
    assert decode_body(chunks + b"0\r\n\r\n", headers, 10_000) == PAGE


@pytest.mark.parametrize("name", ["gzip", "br", "zstd", "deflate", "identity"])
def test_headers_kept_beside_a_decoded_body(name: str) -> None:
    assert decode_body(PAGE, [("Transfer-Encoding", "chunked"), ("Content-Encoding", name)], 10_000) == PAGE


def test_broken_ends_keep_what_came_before() -> None:
    assert decode_body(b"4\r\nabcd\r\n8\r\nef", [("Transfer-Encoding", "chunked")], 99) == b"abcdef"
    body = os.urandom(5000)
    assert body.startswith(decode_body(gzip.compress(body)[:-2000], [("Content-Encoding", "gzip")], 9999))
    assert decode_body(b"0\r\n\r\n", [("Transfer-Encoding", "chunked")], 99) == b""


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress, zstd.compress])
def test_a_page_over_the_limit(pack: Callable[[bytes], bytes]) -> None:
    name = {"gzip": "gzip", "zlib": "deflate"}.get(
        pack.__module__, "br" if "brotli" in pack.__module__ else "zstd"
    )
    with pytest.raises(BodyError, match="larger than 1000"):
        decode_body(pack(bytes(1_000_000)), [("Content-Encoding", name)], 1000)
    assert decode_body(pack(bytes(1000)), [("Content-Encoding", name)], 1000) == bytes(1000)


def test_unknown_compression() -> None:
    with pytest.raises(BodyError, match="compress is not supported"):
        decode_body(b"x", [("Content-Encoding", "compress")], 99)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]), st.booleans())
def test_decode_body_takes_any_bytes(raw: bytes, name: str, chunked: bool) -> None:
    headers = [("Content-Encoding", name), ("Transfer-Encoding", "chunked" if chunked else "")]
    with contextlib.suppress(BodyError):
        assert len(decode_body(raw, headers, 5000)) <= 5000
