"""Where a redirect must not lead: other schemes, this machine, its network, a cloud's metadata."""

from __future__ import annotations

import re
import socket
from collections.abc import Container
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import unquote, urlsplit

from covidmeet.text.fold import fold_characters

_WEB = frozenset({"http", "https"})
# Names that never leave the machine or the local network (RFC 6761, RFC 6762, RFC 8375 and habit).
_LOCAL_NAMES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
)
_BAD_HOST = re.compile(r"[\s\\\x00-\x1f]")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_IPV4_CHARACTERS = re.compile(r"[0-9a-fx.]+")

# Not globally reachable by the IANA special-purpose address registries (RFC 6890).  Stated here because
# ``ipaddress.is_global`` answers otherwise from one patch version of Python to the next.
_REFUSED_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network (RFC 791)
            "10.0.0.0/8",  # private use (RFC 1918)
            "100.64.0.0/10",  # shared by carriers (RFC 6598); also metadata of clouds
            "127.0.0.0/8",  # loopback (RFC 1122)
            "169.254.0.0/16",  # link-local (RFC 3927), metadata of clouds
            "172.16.0.0/12",  # private use (RFC 1918)
            "192.0.0.0/24",  # IETF protocol assignments (RFC 6890)
            "192.0.2.0/24",  # documentation (RFC 5737)
            "192.88.99.0/24",  # 6to4 relays, deprecated (RFC 7526)
            "192.168.0.0/16",  # private use (RFC 1918)
            "198.18.0.0/15",  # benchmarks (RFC 2544)
            "198.51.100.0/24",  # documentation (RFC 5737)
            "203.0.113.0/24",  # documentation (RFC 5737)
            "224.0.0.0/4",  # multicast (RFC 5771)
            "240.0.0.0/4",  # reserved (RFC 1112), limited broadcast
        ),
    )
)
# The only block that is allocated for global unicast (RFC 4291): everything outside it is refused, such as
# loopback ::1, unique local fc00::/7, link-local fe80::/10, site-local fec0::/10, multicast ff00::/8,
# discard-only 100::/64, local NAT64 64:ff9b:1::/48 (RFC 8215) and segment routing 5f00::/16 (RFC 9602).
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_REFUSED_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # IETF protocol assignments (RFC 2928): Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation (RFC 3849)
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # leads to the IPv4 address in its last 32 bits (RFC 6052)


def refusal(url: str, *, allowed: Container[str] = ()) -> str | None:
    """Why ``url`` must not be followed (``"scheme file"``, ``"private address 127.0.0.1"`` …), else ``None``.

    ``allowed`` holds the ``host:port`` or host names that the user named (a gateway on loopback).
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "malformed URL"
    if parts.scheme not in _WEB:
        return f"scheme {parts.scheme or 'missing'}"
    if not host or _BAD_HOST.search(parts.netloc):
        return "malformed URL"
    if host in allowed or f"{host}:{port}" in allowed:
        return None
    return f"private address {host}" if is_private_address(host) else None


def is_private_address(host: str) -> bool:
    """Whether ``host`` is an address or a name that is not on the public internet.

    Addresses count in every notation a resolver takes: ``127.1``, ``2130706433``, ``0x7f000001``,
    ``0177.0.0.1``, full-width digits, percent-encoding, IPv6 with an IPv4 address inside.  A number that is
    no valid address, an empty name and a name without a dot count as private.  A public *name* may still
    resolve to a private address: ask again with the address that was connected to.
    """
    host = fold_characters(unquote(host)).strip().replace("。", ".")
    host = host.removeprefix("[").removesuffix("]").partition("%")[0].rstrip(".")
    if ":" in host:
        try:
            return not _is_public_ipv6(IPv6Address(host))
        except ValueError:
            return True
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        address = _parse_ipv4(host)
        return address is None or not _is_public_ipv4(address)
    return "." not in host or host.endswith(tuple(f".{name}" for name in _LOCAL_NAMES))


def _parse_ipv4(host: str) -> IPv4Address | None:
    """``host`` as the C library reads it: one to four decimal, octal or hexadecimal numbers, the last of
    which fills the remaining bytes; ``None`` where it is no address.  A bare ``0x`` is none, too.
    """
    # inet_aton stops reading at a blank and takes what stood before it.
    if not _IPV4_CHARACTERS.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _is_public_ipv4(address: IPv4Address) -> bool:
    return not any(address in network for network in _REFUSED_IPV4)


def _is_public_ipv6(address: IPv6Address) -> bool:
    inner = _embedded_ipv4(address)
    if inner is not None:
        return _is_public_ipv4(inner)
    return address in _GLOBAL_UNICAST and not any(address in network for network in _REFUSED_IPV6)


def _embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that ``address`` leads to: IPv4-mapped, 6to4 (2002::/16) or NAT64."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
