"""WARC records of every form, made for tests."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from covidmeet.process import Fetched
from covidmeet.sources.warc import WarcReader

PAGE = "<html><body><h1>青禾市召开疫情防控工作会议</h1></body></html>".encode("gbk")
URL = "http://www.qinghe.example/202211/t20221114_1.htm"
HTML = ("Content-Type", "text/html; charset=gbk")


def record(
    block: bytes,
    *,
    kind: str = "response",
    url: str = URL,
    mime: str = "",
    length: int | None = None,
    more: str = "",
) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2022-11-14T01:16:04Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:0-{kind}>\r\n"
    head += f"WARC-Target-URI: {url}\r\n" if url else ""
    head += more + f"Content-Type: {mime or 'application/http; msgtype=response'}\r\n"
    size = len(block) if length is None else length
    return head.encode() + f"Content-Length: {size}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes = PAGE, *, status: str = "200 OK", headers: str = "", **other: str) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=gbk\r\n{headers}\r\n".encode()
    return record(head + body, **other)  # type: ignore[arg-type]


def joined(records: Sequence[bytes]) -> bytes:
    return b"".join(records)


def zipped(records: Sequence[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))


def in_one_member(records: Sequence[bytes]) -> bytes:
    return gzip.compress(b"".join(records))


FORMS = pytest.mark.parametrize("form", [joined, zipped, in_one_member])
Form = Callable[[Sequence[bytes]], bytes]


def read(path: Path, data: bytes) -> tuple[list[Fetched], WarcReader]:
    path.write_bytes(data)
    reader = WarcReader(path)
    return list(reader), reader


INFO = record(b"software: test\r\n", kind="warcinfo", url="", mime="application/warc-fields")
