"""The hosts that the user named: those alone may lie on this machine or its network.

A page must never lead the crawler to a private address, but a crawl whose start pages or gateway are on
loopback was meant to go there.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

_named: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def named_hosts(crawler: Any) -> set[str]:
    """``host:port`` of what the crawl was told to fetch, and the hosts in ``PRIVATE_HOSTS``."""
    if crawler not in _named:
        _named[crawler] = set(crawler.settings.getlist("PRIVATE_HOSTS"))
    return _named[crawler]


def name_host(crawler: Any, url: str) -> None:
    """Note that the user named ``url``; a malformed one is left to the downloader to complain about."""
    try:
        parts = urlsplit(url)
        named_hosts(crawler).add(f"{parts.hostname}:{parts.port}")
    except ValueError:
        return
