"""Where a redirect must not lead: other schemes, this machine, its network, a cloud's metadata."""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Container
from urllib.parse import unquote, urlsplit

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
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_BAD_HOST = re.compile(r"[\s\\\x00-\x1f]")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


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
    host = unicodedata.normalize("NFKC", unquote(host)).strip().lower().replace("。", ".")
    host = host.removeprefix("[").removesuffix("]").partition("%")[0].rstrip(".")
    if ":" in host:
        try:
            return not _public(ipaddress.IPv6Address(host))
        except ValueError:
            return True
    last = host.rpartition(".")[2]
    if re.fullmatch(r"\d+|0x[0-9a-f]*", last):
        address = _ipv4(host)
        return address is None or not _public(address)
    return "." not in host or host.endswith(tuple(f".{name}" for name in _LOCAL_NAMES))


def _ipv4(host: str) -> ipaddress.IPv4Address | None:
    """The address in any notation that resolvers take; None where it is none."""
    if _BAD_HOST.search(host):  # inet_aton stops reading at a blank
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_reserved:
        # The NAT64 prefix is reserved space that leads to an IPv4 address.
        return address in _NAT64 and all(map(_public, _inner(address)))
    return all(map(_public, _inner(address)))


def _inner(address: Address) -> list[Address]:
    """IPv4 addresses wrapped into an IPv6 one."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]
