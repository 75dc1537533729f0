"""Where a crawl may go: its site, the public web, and what the user named."""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import Crawl
from tests.hostile.crawls import FAST, crawl_apart
from tests.hostile.pages import article, links
from tests.hostile.server import Route, page, serving
from tests.hostile.spiders import PlainSpider

ROUTES: dict[str, Route] = {r"/a/\d+": lambda asked: page(article(int(asked.path[3:])))}


class Anywhere(PlainSpider):
    """A spider without a site of its own; only the boundaries keep it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.allowed_domains = []


@pytest.mark.parametrize(
    "link",
    [
        "http://169.254.169.254/a/1",
        "http://localhost:1/a/1",
        "http://10.0.0.8/a/1",
        "http://[::1]/a/1",
        "http://127.1:1/a/1",
        "ftp://files.example/a/1",
        "file:///etc/passwd",
    ],
)
async def test_links_to_private_addresses_are_not_followed(crawl: Crawl, link: str) -> None:
    with serving(ROUTES | {"/": lambda _: links([link, "/a/1"])}) as server:
        crawled = await crawl(Anywhere, settings=FAST, start=server.url("/"))
        assert [row["url"] for row in crawled.rows()] == [server.url("/a/1")]
    assert crawled.stats["offsite/refused"] == 1
    assert crawled.stats["downloader/request_count"] == 3


async def test_links_off_the_site_are_not_followed(crawl: Crawl) -> None:
    with serving(ROUTES | {"/": lambda _: links(["https://elsewhere.example/a/1", "/a/1"])}) as server:
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"))
    assert crawled.stats["offsite/filtered"] == 1
    assert crawled.stats["downloader/request_count"] == 3
    assert crawled.rows("rejects") == []  # every list has such links


@pytest.fixture
def resolving(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Names that resolve as the test says."""
    names: dict[str, str] = {}
    real = asyncio.base_events.BaseEventLoop.getaddrinfo

    async def getaddrinfo(self: Any, host: Any, port: Any, **kwargs: Any) -> Any:
        if host in names:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names[host], port or 0))]
        return await real(self, host, port, **kwargs)

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)
    return names


async def test_a_public_name_of_a_private_address_is_refused(crawl: Crawl, resolving: dict[str, str]) -> None:
    resolving["trap.qinghe.example"] = "127.0.0.1"
    with serving(ROUTES) as server:
        trap = f"http://trap.qinghe.example:{server.port}/a/1"
        server.routes["/"] = lambda _: links([trap, "/a/2"])
        crawled = await crawl(Anywhere, settings=FAST, start=server.url("/"))
        assert not server.asked("/a/1")
    rejects = [(row["url"], row["reason"]) for row in crawled.rows("rejects")]
    assert rejects == [(trap, "address_refused")]
    assert "127.0.0.1" in crawled.rows("rejects")[0]["detail"]


async def test_private_hosts_can_be_named(crawl: Crawl, resolving: dict[str, str]) -> None:
    resolving["archive.qinghe.example"] = "127.0.0.1"
    with serving(ROUTES) as server:
        link = f"http://archive.qinghe.example:{server.port}/a/1"
        server.routes["/"] = lambda _: links([link])
        own = {"PRIVATE_HOSTS": "archive.qinghe.example"}
        crawled = await crawl(Anywhere, settings=FAST | own, start=server.url("/"))
    assert [row["url"] for row in crawled.rows()] == [link]


async def test_a_name_that_does_not_resolve_says_so(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    async def getaddrinfo(self: Any, host: Any, port: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)
    crawled = await crawl(
        PlainSpider, settings=FAST | {"RETRY_TIMES": 0}, start="http://gone.qinghe.example/"
    )
    assert [row["reason"] for row in crawled.rows("rejects")] == ["unreachable"]


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    """A server's context with a self-signed certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "server.pem"
    file.write_bytes(secret + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize(("verify", "articles"), [({}, 0), ({"DOWNLOAD_VERIFY_CERTIFICATES": False}, 1)])
async def test_certificates_are_checked(
    crawl: Crawl, self_signed: ssl.SSLContext, verify: dict[str, bool], articles: int
) -> None:
    routes = ROUTES | {"/": lambda _: links(["/a/1"])}
    with serving(routes, tls=self_signed) as server:
        start = f"https://localhost:{server.port}/"
        crawled = await crawl(PlainSpider, settings=FAST | {"RETRY_TIMES": 0} | verify, start=start)
    assert len(crawled.rows()) == articles
    if not articles:
        assert [row["reason"] for row in crawled.rows("rejects")] == ["certificate"]
        assert server.log == []


@pytest.mark.slow
def test_certificates_are_checked_as_the_crawler_runs(tmp_path: Path, self_signed: ssl.SSLContext) -> None:
    with serving(ROUTES | {"/": lambda _: links(["/a/1"])}, tls=self_signed) as server:
        start = f"https://localhost:{server.port}/"
        outcome = crawl_apart("plain", tmp_path / "archive.db", settings={"RETRY_TIMES": 0}, start=start)
    assert outcome.rejects() == {start: ("certificate", outcome.rejects()[start][1])}
    assert server.log == []
