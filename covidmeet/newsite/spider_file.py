"""The file of a new spider: the proposed facts as Python."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules
from string import Template
from urllib.parse import urlsplit

from covidmeet import platforms
from covidmeet.newsite.proposal import Proposal
from covidmeet.newsite.python_source import Expression, source_of
from covidmeet.platforms import trs
from covidmeet.site import Layout, Listing, Site
from covidmeet.text.urls import NO_RULES

_UNKNOWN = "NAME OF THE OUTLET"


def spider_source(found: Proposal, url: str) -> str:
    """The module of the spider of ``found.site``, begun with the page at ``url``."""
    template = files("covidmeet.newsite").joinpath("spider.txt").read_text(encoding="utf-8")
    site = _with_platforms(found)
    outlet = found.outlet or _UNKNOWN
    if not site.signs:
        site = replace(site, signs=(Expression(f'Sign(r"^{_UNKNOWN}$")'),))  # type: ignore[arg-type]
    return Template(template).substitute(
        name=site.name,
        outlet=outlet.replace("\\", "").replace('"', ""),
        class_name="".join(word.capitalize() for word in site.name.split("_")) + "Spider",
        host=urlsplit(url).hostname or "",
        imports=_imports(found, site),
        site=source_of(site),
    )


def _with_platforms(found: Proposal) -> Site:
    """The site with the names of a shared system's facts in the place of what they say."""
    site = found.site
    if found.path:
        pattern = Expression(f"{found.path}.ARTICLE")
        site = replace(site, articles=tuple(replace(one, path=pattern) for one in site.articles))  # type: ignore[arg-type]
    if found.layout is not None:
        named = Expression(f'{_home(found.layout)}.{_constant(found.layout)}.named("{site.name}")')
        site = replace(site, layouts=(named,))  # type: ignore[arg-type]
    if found.path == "trs":
        site = replace(site, lists=tuple(map(_with_trs, site.lists)))  # type: ignore[arg-type]
    return site


def _with_trs(listing: Listing) -> Listing:
    if listing.paging is None:
        return listing
    host = urlsplit(listing.start[0]).netloc
    suffix = listing.paging.further.rpartition(".")[2]
    if listing.paging != trs.paging(host, suffix):
        return listing
    return replace(listing, paging=Expression(f'trs.paging("{host}", "{suffix}")'))  # type: ignore[arg-type]


def _home(layout: Layout) -> str:
    """The module of ``platforms`` that states a layout."""
    for module in iter_modules(platforms.__path__):
        if any(
            value is layout for value in vars(import_module(f"{platforms.__name__}.{module.name}")).values()
        ):
            return module.name
    raise LookupError(layout.name)


def _constant(layout: Layout) -> str:
    module = import_module(f"{platforms.__name__}.{_home(layout)}")
    return next(name for name, value in vars(module).items() if value is layout and name.isupper())


def _imports(found: Proposal, site: Site) -> str:
    source = source_of(site)
    shared = sorted({found.path, _home(found.layout) if found.layout else ""} - {""})
    names = [
        name for name in ("Articles", "Layout", "Listing", "Paging", "Sign", "Site") if f"{name}(" in source
    ]
    lines = [f"from covidmeet.platforms import {', '.join(shared)}"] if shared else []
    lines.append(f"from covidmeet.site import {', '.join(names)}")
    if found.site.urls is not NO_RULES:
        lines.append("from covidmeet.text.urls import UrlRules")
    return "\n".join(lines)
