"""What ``status`` has to know of each site, without its spider where the text of its file tells it.

Importing one spider takes 0.9 s of CPU time, because its base is Scrapy's; reading all their files some
milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from covidmeet.crawl.site_registry import PACKAGE, naming_the_file, site_files
from covidmeet.health.evidence import FLOORS

_OWN_FLOORS = re.compile(r"\bfloors\s*=")
_OWN_LIST = re.compile(r"""\b(?:start|fronts)\s*=\s*(?:tuple)?\(\s*f?["']""")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """``starts``: a schedule can crawl it, it has lists to begin with; ``floors``: as ``Site`` has them."""

    starts: bool
    floors: Mapping[str, float]


def facts_of_sites() -> dict[str, SiteFacts]:
    """Of every site, by its name."""
    return {name: _facts(name, path.read_text("utf-8")) for name, path in site_files().items()}


def _facts(name: str, text: str) -> SiteFacts:
    if _OWN_LIST.search(text) and not _OWN_FLOORS.search(text):
        return SiteFacts(True, FLOORS)
    with naming_the_file():
        site = import_module(f"{PACKAGE}.{name}").SITE
    return SiteFacts(site.starts, {**FLOORS, **site.floors})
