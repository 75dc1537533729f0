"""Redirects stay on the public web, in whatever notation an address is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.hosts import is_private_address, refusal

PRIVATE = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7F.1",
    "0177.0.0.1",
    "017700000001",
    "[::1]",
    "::1",
    "::",
    "0",
    "0.0.0.0",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "169.254.169.254",
    "2852039166",
    "100.100.100.200",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "1.2.3.4.5",
    "256.1.1.1",
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "metadata.google.internal",
    "printer.local",
    "router",
    "１２７.0.0.1",
    "①27.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "127.0.0.1.",
    "99999999999",
    "08.8.8.8",
    "0x",
    "8.8.8.8 .1",
    "0" * 60 + "177.0.0.1",
    ":bad",
]
PUBLIC = [
    "8.8.8.8",
    "134744072",
    "0x08080808",
    "010.8.8.8.example",
    "2400:3200::1",
    "64:ff9b::808:808",
    "2002:808:808::",
    "www.gz.gov.cn",
    "163.com",
    "3g.163.com",
    "青禾.example",
    "localhost.example",
    "10.0.0.1.example",
]


@pytest.mark.parametrize("host", [*PRIVATE, ""])
def test_private(host: str) -> None:
    assert is_private_address(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public(host: str) -> None:
    assert not is_private_address(host)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.qinghe.example/a", None),
        ("HTTP://8.8.8.8:8080/", None),
        ("file:///etc/passwd", "scheme file"),
        ("FTP://qinghe.example/", "scheme ftp"),
        ("data:text/html,x", "scheme data"),
        ("/relative", "scheme missing"),
        ("http:///path", "malformed URL"),
        ("http://[::1", "malformed URL"),
        ("http://qinghe.example:port/", "malformed URL"),
        ("http://qinghe.example\\@127.0.0.1/", "malformed URL"),
        ("http://qinghe.example@127.0.0.1/", "private address 127.0.0.1"),
        ("http://169.254.169.254/latest/meta-data/", "private address 169.254.169.254"),
        ("http://[::ffff:a9fe:a9fe]/", "private address ::ffff:a9fe:a9fe"),
        ("http://2130706433/", "private address 2130706433"),
    ],
)
def test_refusal_says_why(url: str, reason: str | None) -> None:
    assert refusal(url) == reason


def test_a_host_that_the_user_named_is_allowed_at_its_port_only() -> None:
    assert refusal("http://127.0.0.1:8080/x", allowed={"127.0.0.1:8080"}) is None
    assert refusal("http://127.0.0.1:22/x", allowed={"127.0.0.1:8080"}) is not None
    assert refusal("file:///x", allowed={""}) == "scheme file"


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    is_private_address(text)
    refusal(text)
    refusal(f"http://{text}/")


@given(st.integers(0, 2**32 - 1))
def test_every_notation_of_an_address_gets_the_same_answer(value: int) -> None:
    a, b, c, d = value.to_bytes(4, "big")
    dotted = is_private_address(f"{a}.{b}.{c}.{d}")
    for host in (
        str(value),
        hex(value),
        f"0{value:o}",
        f"{a:#x}.{b}.{c * 256 + d}",
        f"{a}.{value & 0xFFFFFF}",
    ):
        assert is_private_address(host) == dotted
