"""How often each kind of archive may be asked, and how long to wait where it says no.

Internet Archive: 30 index requests a minute, TimeMaps included, 429 ignored for a minute blocks the address
(edgi-govdata-archiving/wayback issues 137 and 208).  Common Crawl: one thread, slowly
(commoncrawl/cc-index-server issues 15 and 16); 120 s after SlowDown are those of commoncrawl-fetcher-lite.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds: between two requests to an index (``index``), and the ``first`` pause, which then doubles.

    After ``times`` pauses in a row the source is given up for this run.
    """

    index: float
    first: float
    times: int = 6


PAUSES: Mapping[str, Pauses] = {
    "wayback": Pauses(2.5, 60.0),
    "commoncrawl": Pauses(1.0, 120.0, 4),
    "loopback": Pauses(0.0, 1.0),
    "other": Pauses(1.0, 60.0),
}
"""By kind of host; ``loopback`` is a server on this machine."""
_HOSTS = {"web.archive.org": "wayback", "commoncrawl.org": "commoncrawl"}
_LEAST_LIMIT = 500  # rows: an index that cannot even give these is given up


class BadPauses(ValueError):
    """A text that states no pauses."""


def kind_of(url: str) -> str:
    """The kind of an archive's host.

    >>> kind_of("https://index.commoncrawl.org/x"), kind_of("http://127.0.0.1:80/"), kind_of("http://a.example/")
    ('commoncrawl', 'loopback', 'other')
    """
    host = urlsplit(url).hostname or ""
    for name, kind in _HOSTS.items():
        if host == name or host.endswith(f".{name}"):
            return kind
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    return "loopback" if is_loopback else "other"


def pauses_for(url: str, told: str = "") -> Pauses:
    """The pauses of the host of ``url``; ``told`` is the setting ARCHIVE_PAUSES; raises ``BadPauses``."""
    kind = kind_of(url)
    return read_pauses(told).get(kind, PAUSES[kind])


def read_pauses(told: str) -> dict[str, Pauses]:
    """``KIND=INDEX/FIRST``, several separated by blanks, as pauses by kind; raises ``BadPauses``.

    >>> read_pauses("other=2/30")["other"]
    Pauses(index=2.0, first=30.0, times=6)
    """
    found = {}
    for part in told.split():
        kind, _, values = part.partition("=")
        index, slash, first = values.partition("/")
        if kind not in PAUSES or not slash:
            raise BadPauses(part)
        try:
            seconds = float(index), float(first)
        except ValueError as error:
            raise BadPauses(part) from error
        if not all(0 <= value < float("inf") for value in seconds):
            raise BadPauses(part)
        found[kind] = replace(PAUSES[kind], index=seconds[0], first=seconds[1])
    return found


def smaller(limit: int) -> int | None:
    """Half as many rows, for an index that answered 502 or 504; None where it is no use."""
    return limit // 2 if limit // 2 >= _LEAST_LIMIT else None
