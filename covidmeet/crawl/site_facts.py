"""What ``status`` has to know of each site, without its spider where the text of its file tells it.

Importing one spider takes 0.9 s of CPU time, because its base is Scrapy's; reading all their files some
milliseconds.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from covidmeet.crawl.site_registry import PACKAGE, BadSpiderFile, import_spider_file, site_files, text_of
from covidmeet.health.evidence import FLOORS
from covidmeet.language import _

_OWN_FLOORS = re.compile(r"\bfloors\s*=\s*(\{[^{}]*\})?")
_OWN_LIST = re.compile(r"""\b(?:start|fronts)\s*=\s*(?:tuple)?\(\s*f?["']""")

_INSTALLING = 60.0  # seconds in which all files of one version are written


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """``starts``: a schedule can crawl it, it has lists to begin with; ``floors``: as ``Site`` has them.

    ``outlet``: its name in words; ``broken``: why its file cannot be imported.
    """

    starts: bool
    floors: Mapping[str, float]
    outlet: str = ""
    broken: str = ""


def facts_of_sites(crawled: Mapping[str, float] | None = None) -> dict[str, SiteFacts]:
    """Of every site, by its name; ``crawled``: when a crawl of it began last, in seconds of the epoch.

    The file of a site that was written since, and is not as it was installed, is imported, to see whether
    that can be done.
    """
    installed = _mtime(Path(import_module(PACKAGE).__file__ or "")) + _INSTALLING
    found = {}
    for name, path in site_files().items():
        written = _mtime(path)
        is_new = written > installed and written > (crawled or {}).get(name, 0.0)
        try:
            found[name] = _facts(name, path, is_new)
        except BadSpiderFile as error:
            found[name] = SiteFacts(True, FLOORS, broken=str(error))
    return found


def _facts(name: str, path: Path, is_new: bool) -> SiteFacts:
    """Raises ``BadSpiderFile``."""
    text = text_of(path)
    floors = _own_floors(text)
    if not is_new and _OWN_LIST.search(text) and floors is not None:
        return SiteFacts(True, {**FLOORS, **floors}, _outlet(name, text))
    from covidmeet.site import Site

    site = vars(import_spider_file(f"{PACKAGE}.{name}")).get("SITE")
    if not isinstance(site, Site):
        raise BadSpiderFile(_("{path}: SITE is not a Site", path=path))
    return SiteFacts(site.starts, {**FLOORS, **site.floors}, _outlet(name, text))


def _own_floors(text: str) -> dict[str, float] | None:
    """What a site's file states as its floors; None where that is no plain table of numbers."""
    match = _OWN_FLOORS.search(text)
    if match is None:
        return {}
    try:
        floors = literal_eval(match[1] or "")
    except (ValueError, SyntaxError):
        return None
    return {str(name): float(floor) for name, floor in floors.items()}


def _outlet(name: str, text: str) -> str:
    """What the first line of a site's file calls it: 青禾网 of ``qinghe: 青禾网 (qinghe.example).``"""
    found = re.match(rf'[ur]?"""{re.escape(name)}: ([^\n(]+)', text)
    return found[1].strip(" .") if found else ""


def _mtime(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
