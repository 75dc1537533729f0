"""covidmeet: crawler and archive of Chinese news about epidemic-prevention meetings.

>>> import covidmeet
>>> covidmeet.repair("ÒßÇé·À¿Ø").text
'疫情防控'

``covidmeet.extract(page)`` makes an article of a page, ``covidmeet.open()`` reads an archive; docs/python.md
has examples.  What a name needs is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from covidmeet.version import __version__ as __version__

# Their types stand in ``__init__.pyi``.  ``extract`` and ``repair`` are packages that can be called.
_WHERE = {
    "Archive": "covidmeet.api",
    "ArchiveError": "covidmeet.archive.sqlite_errors",
    "Article": "covidmeet.items",
    "PageNotKept": "covidmeet.api",
    "Reason": "covidmeet.reasons",
    "Reject": "covidmeet.reasons",
    "extract": "covidmeet",
    "open": "covidmeet.api",
    "repair": "covidmeet",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _WHERE[name] == __name__:
        return import_module(f"{__name__}.{name}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
