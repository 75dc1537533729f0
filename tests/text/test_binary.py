"""Binary data is refused with a reason, text of any encoding is not."""

from __future__ import annotations

import gzip
import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.binary import looks_binary

NEWS = "青禾市召开疫情防控工作会议，各部门负责人参加会议。\n" * 20


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        bundle.writestr("a.txt", "text")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG image"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG image"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (gzip.compress(NEWS.encode()), "gzip"),
        (_zip(), "zip"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "WebP image"),
        (b"SQLite format 3\x00" + bytes(84), "SQLite database"),
        (b"abc\x00def\x00\x00", "NUL bytes"),
        (b"<html><body>" + bytes(2000), "NUL bytes"),
        (b"<html><body>" + random.Random(1).randbytes(200_000), "control characters"),
        (NEWS.encode() * 200 + bytes(70_000), "NUL bytes"),
    ],
)
def test_binary_is_named(data: bytes, reason: str) -> None:
    assert looks_binary(data) == reason


@pytest.mark.parametrize(
    "codec", ["utf-8", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso2022_jp_2"]
)
def test_text_is_not_binary(codec: str) -> None:
    assert looks_binary(NEWS.encode(codec)) is None


def test_a_stray_nul_and_the_control_characters_of_a_mirror_are_text() -> None:
    assert looks_binary((NEWS + "\0").encode()) is None
    assert looks_binary(NEWS.replace("，", "\x05\x06\x08，").encode("gbk")) is None
    assert looks_binary(b"") is None


@given(st.binary(max_size=300))
def test_any_bytes_are_judged(data: bytes) -> None:
    assert looks_binary(data) in (None, looks_binary(data))
