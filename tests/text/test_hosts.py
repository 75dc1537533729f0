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
    "8.8.8.8%20.1",
    "0" * 60 + "177.0.0.1",
    "٨.٨.٨.٨",
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


# The first and the last address of every network that is refused, and the public ones around it.
REFUSED_NETWORKS = [
    (None, "0.0.0.0", "0.255.255.255", "1.0.0.0"),
    ("9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"),
    ("100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"),
    ("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"),
    ("169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"),
    ("172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"),
    ("191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"),
    ("192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"),
    ("192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"),
    ("192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"),
    ("198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"),
    ("198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"),
    ("203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"),
    ("223.255.255.255", "224.0.0.0", "255.255.255.255", None),
    (None, "::", "::fffe:ffff:ffff", None),
    (None, "::ffff:0:0", "::ffff:0.255.255.255", "::ffff:1.0.0.0"),
    ("::ffff:9.255.255.255", "::ffff:10.0.0.0", "::ffff:10.255.255.255", "::ffff:11.0.0.0"),
    (None, "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", "64:ff9b::ff:ffff", "64:ff9b::100:0"),
    ("64:ff9b::9.255.255.255", "64:ff9b::10.0.0.0", "64:ff9b::10.255.255.255", "64:ff9b::11.0.0.0"),
    ("64:ff9b::223.255.255.255", "64:ff9b::224.0.0.0", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", None),
    (None, "100::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::"),
    ("2000:ffff::", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"),
    ("2001:db7::", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
    ("2001:ffff::", "2002::", "2002:ff:ffff:ffff:ffff:ffff:ffff:ffff", "2002:100::"),
    ("2002:9ff:ffff::", "2002:a00::", "2002:aff:ffff:ffff:ffff:ffff:ffff:ffff", "2002:b00::"),
    ("2002:dfff:ffff::", "2002:e000::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"),
    ("3ffe:ffff::", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"),
    ("3fff:ffff::", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None),
    (None, "5f00::", "fc00::", None),
    (None, "fe80::", "fec0::1", None),
]


@pytest.mark.parametrize(("before", "first", "last", "after"), REFUSED_NETWORKS)
def test_networks_are_refused_to_their_borders(
    before: str | None, first: str, last: str, after: str | None
) -> None:
    assert is_private_address(first)
    assert is_private_address(last)
    assert not any(map(is_private_address, filter(None, (before, after))))


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
