"""One site with every trap a page can be, and five good pages among them: one crawl must survive it."""

from __future__ import annotations

import gzip
import itertools
import random
import time
from collections.abc import Iterator
from functools import cache

import pytest

from tests.hostile.crawls import Outcome, crawl_apart
from tests.hostile.pages import article, links, title
from tests.hostile.server import Asked, Route, Server, moved, page, serving

pytestmark = pytest.mark.slow

GOOD = range(1, 6)
GIGABYTE = 1_000_000_000
LIMIT = 2_000_000
SECONDS = 2


def _endless(asked: Asked) -> Iterator[bytes]:
    return moved(f"/hop/{int(asked.path.rpartition('/')[2]) + 1}")


def _gigabyte(length: bool) -> Route:
    def body(asked: Asked) -> Iterator[bytes]:
        head = f"Content-Length: {GIGABYTE}\r\n" if length else "Connection: close\r\n"
        yield f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n".encode()
        block = b"<p>" + b"x" * 99_990 + b"</p>\r\n"
        for _ in range(GIGABYTE // len(block)):
            yield block

    return body


@cache
def _packed_bomb() -> bytes:
    return gzip.compress(b"<p>" + b"\0" * 100_000_000, 1)


def _drip(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<html>"
    for _ in range(200):
        time.sleep(0.1)
        yield b"x"


def _drip_head(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    for number in range(200):
        time.sleep(0.1)
        yield f"X-{number}: x\r\n".encode()


def _broken_chunks(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield b"20\r\n<html><body><h1>half of a page\r\n\r\nZZ\r\nnot a length\r\n"


def _cut_chunks(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield b"1000\r\n" + article(7).encode()[:200]


def _short_body(asked: Asked) -> Iterator[bytes]:
    whole = article(8).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(whole)}\r\n"
    yield head.encode() + b"Connection: close\r\n\r\n" + whole[:-40]


def _junk(asked: Asked) -> Iterator[bytes]:
    yield b"\x16\x03\x01 this is no HTTP\r\n\r\n"


TRAPS: dict[str, Route] = {
    r"/hop/\d+": _endless,
    "/circle-a": lambda _: moved("/circle-b"),
    "/circle-b": lambda _: moved("/circle-a"),
    "/self": lambda _: moved("/self"),
    "/big": _gigabyte(length=False),
    "/big-told": _gigabyte(length=True),
    "/bomb": lambda _: page(_packed_bomb(), headers={"Content-Encoding": "gzip"}),
    "/drip": _drip,
    "/drip-head": _drip_head,
    "/broken-chunks": _broken_chunks,
    "/cut-chunks": _cut_chunks,
    "/short-body": _short_body,
    "/junk": _junk,
    "/picture": lambda _: page(b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5000)),
    "/noise": lambda _: page(random.Random(2).randbytes(50_000)),
    "/to-file": lambda _: moved("file:///etc/passwd"),
    "/to-metadata": lambda _: moved("http://169.254.169.254/latest/meta-data/"),
    "/to-number": lambda _: moved("http://2130706433:1/"),
    "/to-other-port": lambda _: moved("http://127.0.0.1:1/"),
    "/to-elsewhere": lambda _: moved("https://elsewhere.example/a/1"),
    "/to-nonsense": lambda _: moved("http://[::1/"),
    "/meta-metadata": lambda _: page(
        '<meta http-equiv="refresh" content="0; url=http://169.254.169.254/">' + article(9)
    ),
    "/refused": lambda _: page("no", status="403 Forbidden"),
    "/gone": lambda _: page("no", status="404 Not Found"),
    "/failing": lambda _: page("no", status="500 Internal Server Error"),
}
# What each must be rejected as, and a word of why.
WHY = {
    "/hop/1": ("redirect_loop", "more than 8 redirects"),
    "/circle-a": ("redirect_loop", "more than 8 redirects"),
    "/self": ("redirect_loop", "more than 8 redirects"),
    "/big": ("too_large", "DOWNLOAD_MAXSIZE"),
    "/big-told": ("too_large", "1000000000"),
    "/bomb": ("too_large", "larger than"),
    "/drip": ("timeout", f"longer than {SECONDS}.0 seconds"),
    "/drip-head": ("timeout", f"longer than {SECONDS}.0 seconds"),
    "/broken-chunks": ("broken_off", ""),
    "/cut-chunks": ("broken_off", ""),
    "/short-body": ("broken_off", ""),
    "/junk": ("download_failed", ""),
    "/picture": ("binary", "PNG image"),
    "/noise": ("binary", ""),
    "/to-file": ("redirect_refused", "scheme file"),
    "/to-metadata": ("redirect_refused", "private address 169.254.169.254"),
    "/to-number": ("redirect_refused", "private address 2130706433"),
    "/to-other-port": ("redirect_refused", "private address 127.0.0.1"),
    "/to-elsewhere": ("offsite", "elsewhere.example"),
    "/to-nonsense": ("redirect_refused", "malformed"),
    "/meta-metadata": ("redirect_refused", "private address 169.254.169.254"),
    "/refused": ("blocked", "status 403"),
    "/gone": ("not_found", "404"),
    "/failing": ("http_error", "500"),
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Outcome, Server]]:
    good = [f"/a/{number}" for number in GOOD]
    mixed = [path for pair in itertools.zip_longest(WHY, good) for path in pair if path]
    routes: dict[str, Route] = {
        "/": lambda _: links(mixed),
        r"/a/\d+": lambda asked: page(article(int(asked.path[3:]))),
        **TRAPS,
    }
    settings = {
        "DOWNLOAD_TIMEOUT": SECONDS,
        "DOWNLOAD_MAXSIZE": LIMIT,
        "RETRY_TIMES": 1,
        "BLOCK_LIMIT": 100,
    }
    _packed_bomb()  # takes longer than the crawler waits
    with serving(routes) as server:
        database = tmp_path_factory.mktemp("bad") / "archive.db"
        yield crawl_apart("plain", database, settings=settings, start=server.url("/")), server


def test_the_good_pages_are_archived(crawled: tuple[Outcome, Server]) -> None:
    assert crawled[0].titles == {title(number) for number in GOOD}


@pytest.mark.parametrize("path", WHY)
def test_each_trap_is_rejected_with_its_reason(crawled: tuple[Outcome, Server], path: str) -> None:
    outcome, server = crawled
    reason, detail = outcome.rejects(server.url(""))[path]
    assert (reason, WHY[path][1] in detail) == (WHY[path][0], True), detail


def test_nothing_else_is_rejected(crawled: tuple[Outcome, Server]) -> None:
    outcome, server = crawled
    assert set(outcome.rejects(server.url(""))) == set(WHY)


def test_the_crawl_ends_by_itself_and_says_so(crawled: tuple[Outcome, Server]) -> None:
    outcome, _ = crawled
    assert outcome.code == 2
    assert outcome.run["verdict"] == "degraded"
    assert outcome.run["reason"].startswith(f"{len(WHY)} rejected")
    assert outcome.seconds < 30


def test_neither_memory_nor_the_line_is_filled(crawled: tuple[Outcome, Server]) -> None:
    outcome, server = crawled
    assert outcome.peak < 250  # megabytes; the bomb holds 100, the bodies 1,000 each
    assert server.sent < 60_000_000  # of 2,000,000,000


def test_no_traceback_reaches_the_log(crawled: tuple[Outcome, Server]) -> None:
    assert "Traceback" not in crawled[0].log
