"""The list of sites: what the modules of ``covidmeet.spiders`` state as ``SITE``.

``python -m covidmeet.crawl.site_registry`` prints their names.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from covidmeet.site import Site

_PACKAGE = "covidmeet.spiders"  # by name: the spiders import from this room


@cache
def all_sites() -> tuple[Site, ...]:
    """Every site of the project, by the name of its module.  Imports all spiders; raises what they raise."""
    names = sorted(module.name for module in iter_modules(import_module(_PACKAGE).__path__))
    modules = [import_module(f"{_PACKAGE}.{name}") for name in names]
    stated = [vars(module).get("SITE") for module in modules]
    return tuple(site for site in stated if isinstance(site, Site))


if __name__ == "__main__":
    print(*(site.name for site in all_sites()))
