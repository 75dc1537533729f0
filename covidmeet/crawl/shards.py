"""The sites that one of several machines crawls: no two machines ask the same host, and none asks another.

Rendezvous hashing (Thaler and Ravishankar, 1998): each machine has a weight for each domain, and the greatest
decides.  A machine more takes over the domains for which its weight is the greatest, and moves no other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract

_SHARD = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


@dataclass(frozen=True, slots=True)
class Shard:
    """Machine ``number`` of ``count``, counted from 1."""

    number: int
    count: int

    @classmethod
    def read(cls, text: str) -> Shard:
        """From ``2/5``; raises ``ValueError`` for another form, or a number beyond the count."""
        match = _SHARD.fullmatch(text.strip())
        if match is None or int(match[1]) > int(match[2]):
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def holds(self, key: str) -> bool:
        """Whether this machine has the greatest weight for ``key``."""
        return max(range(1, self.count + 1), key=lambda number: _weight(number, key)) == self.number

    def sites(self, names: Iterable[str]) -> frozenset[str]:
        """Those of ``names`` that this machine crawls, by the hosts of all sites, whichever are named.

        A name that is no site's, or whose file cannot be imported, stands for itself.  Imports all spiders.
        """
        # Settings are read with this module, before anything that takes long to import.
        from covidmeet.crawl.site_registry import all_sites
        from covidmeet.sites import hosts_of

        hosts = {site.name: hosts_of(site) for site in all_sites()}
        return self.of({name: hosts.get(name, ()) for name in {*hosts, *names}}).intersection(names)

    def of(self, hosts: Mapping[str, Collection[str]]) -> frozenset[str]:
        """The sites of this shard among those that ``hosts`` has the host names of."""
        return frozenset(site for site, key in _keys(hosts).items() if self.holds(key))


def _weight(number: int, key: str) -> bytes:
    return sha256(f"{number} {key}".encode()).digest()


def _keys(hosts: Mapping[str, Collection[str]]) -> dict[str, str]:
    """For each site the first domain of all sites that it shares domains with, directly or through others."""
    groups: list[tuple[set[str], set[str]]] = []
    for site, names in hosts.items():
        sites, domains = {site}, set(_domains(names)) or {site}
        for group in [group for group in groups if group[1] & domains]:
            groups.remove(group)
            sites |= group[0]
            domains |= group[1]
        groups.append((sites, domains))
    return {site: min(domains) for sites, domains in groups for site in sites}


def _domains(hosts: Iterable[str]) -> Iterator[str]:
    for host in hosts:
        name = host.removeprefix("*.").partition(":")[0].lower()
        known = _extract()(name).top_domain_under_public_suffix
        yield known or (name if name[-1:].isdigit() else ".".join(name.split(".")[-2:]))


@cache
def _extract() -> TLDExtract:
    """By the list of public suffixes that comes with the package: nothing is asked of a network."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
