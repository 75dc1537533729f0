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


NO_COMPRESSION = [
    "UTF-8",
    "none",
    "gbk",
    "gb2312",
    "text/html",
    "binary",
    "8bit",
    "charset=utf-8",
    "",
    "*",
    "off",
]
LABELS = [
    "gzip;q=1.0",
    "GZIP",
    " gzip ",
    '"gzip"',
    "gzip, gzip",
    "gzip,identity",
    "utf-8, gzip",
    "gzip, utf-8",
]
STARTS = [
    b"<!DOCTYPE html><p>",
    b"\n\n<html>",
    b'{"a": "',
    b"callback({",
    b"\xef\xbb\xbf<html>",
    b"[1, 2",
    b"g",
    b"x",
    b"x^",
]


@pytest.mark.parametrize("name", NO_COMPRESSION)
def test_a_label_that_is_no_compression_is_nothing(name: str) -> None:
    assert decode_body(PAGE, [("Content-Encoding", name)], 10_000) == PAGE
    if name:
        for packed in (gzip.compress(PAGE), zlib.compress(PAGE), zstd.compress(PAGE)):
            assert decode_body(packed, [("Content-Encoding", name)], 10_000) == PAGE


@pytest.mark.parametrize("name", LABELS)
def test_a_compression_in_other_words(name: str) -> None:
    assert decode_body(gzip.compress(PAGE), [("Content-Encoding", name)], 10_000) == PAGE
    assert decode_body(gzip.compress(gzip.compress(PAGE)), [("Content-Encoding", name)], 10_000) == PAGE
    assert decode_body(PAGE, [("Content-Encoding", name)], 10_000) == PAGE


def test_a_compressed_transfer() -> None:
    assert decode_body(gzip.compress(PAGE), [("Transfer-Encoding", "gzip")], 10_000) == PAGE


def test_several_headers_are_one_list() -> None:
    headers = [("Content-Encoding", "gzip"), ("content-encoding", "br")]
    assert decode_body(brotli.compress(gzip.compress(PAGE)), headers, 10_000) == PAGE


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", ["gzip", "deflate", "x-deflate", "br", "zstd", "compress", "br, gzip"])
def test_a_plain_body_is_read_under_any_label(name: str, start: bytes) -> None:
    text = start + PAGE
    for length in (1, 2, 3, 5, 8, 13, 21, 100, len(text)):
        assert decode_body(text[:length], [("Content-Encoding", name)], 10_000) == text[:length]


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("deflate", gzip.compress(PAGE, mtime=0)),
        ("br", gzip.compress(PAGE, mtime=0)),
        ("gzip", zlib.compress(PAGE)),
        ("gzip", zstd.compress(PAGE)),
        ("zstd", gzip.compress(PAGE, mtime=0)),
    ],
)
def test_another_compression_than_the_label_says(name: str, packed: bytes) -> None:
    assert decode_body(packed, [("Content-Encoding", name)], 10_000) == PAGE


def test_a_wrong_checksum_loses_nothing() -> None:
    packed = gzip.compress(PAGE)
    assert decode_body(packed[:-8] + bytes(8), [("Content-Encoding", "gzip")], 10_000) == PAGE


def test_a_body_without_a_label_is_what_its_bytes_say() -> None:
    packed = gzip.compress(PAGE)
    assert decode_body(packed, [], 10_000) == PAGE
    assert decode_body(zlib.compress(PAGE), [], 10_000) == PAGE
    assert decode_body(zstd.compress(PAGE), [], 10_000) == PAGE
    with pytest.raises(BodyError, match="larger than 1000"):
        decode_body(gzip.compress(bytes(10**6)), [], 1000)
    assert decode_body(PAGE, [], 1 << 62) == PAGE
    assert decode_body(packed, [("Content-Encoding", "gzip")], 1 << 63) == PAGE


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]), st.booleans())
def test_decode_body_takes_any_bytes(raw: bytes, name: str, chunked: bool) -> None:
    headers = [("Content-Encoding", name), ("Transfer-Encoding", "chunked" if chunked else "")]
    with contextlib.suppress(BodyError):
        assert len(decode_body(raw, headers, 5000)) <= 5000
