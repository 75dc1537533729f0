"""Clock, console and extras of this machine."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import covidmeet
from covidmeet.doctor.checks import Check, CheckLevel
from covidmeet.language import stored

_SIMPLIFIED, _RARE = "疫情", "𠮷"
_LATEST = 2100
EXTRAS = {
    "browse": (("datasette",), stored("the archive in a browser")),
    "data": (("pyarrow", "openpyxl"), stored("export to Parquet and Excel")),
    "corpus": (("datatrove",), stored("pipelines for corpora")),
    "notify": (("apprise",), stored("messages when a crawl turned unhealthy")),
    "ray": (("ray",), stored("corpora on a Ray cluster")),
}
"""Extra → the modules that it installs, and what they are for."""
_DATA_FRAMES = ("pandas", "polars")


def clock(now: datetime | None = None) -> Check:
    """The time, and whether it can be right: not before this program was written."""
    now = now or datetime.now(UTC)
    here = now.astimezone()
    told = stored(
        "{now:%Y-%m-%d %H:%M:%S} UTC, zone {tzname} {here:%z}", now=now, tzname=here.tzname(), here=here
    )
    installed = datetime.fromtimestamp(Path(covidmeet.__file__).stat().st_mtime, UTC)
    if now < installed or now.year >= _LATEST:
        return Check(
            "clock",
            stored(
                "{told}: cannot be right, covidmeet is of {installed:%Y-%m-%d}",
                told=told,
                installed=installed,
            ),
            CheckLevel.WRONG,
        )
    return Check(stored("clock"), told)


def console() -> Check:
    """The charset of standard output, and what of Chinese it can print."""
    encoding = sys.stdout.encoding or stored("none")
    kind = (
        stored("terminal, {columns} columns", columns=shutil.get_terminal_size().columns)
        if sys.stdout.isatty()
        else stored("no terminal")
    )
    told = stored(
        "{encoding}, {kind}, language {environ}",
        encoding=encoding,
        kind=kind,
        environ=os.environ.get("LC_ALL") or os.environ.get("LANG") or stored("not set"),
    )
    if not _can_print(_SIMPLIFIED, encoding):
        return Check(
            "console",
            stored("{told}; Chinese is printed as escapes, set PYTHONUTF8=1", told=told),
            CheckLevel.NOTE,
        )
    if not _can_print(_RARE, encoding):
        return Check(
            "console", stored("{told}; Chinese, rare characters as escapes", told=told), CheckLevel.NOTE
        )
    return Check(stored("console"), stored("{told}; Chinese", told=told))


def _can_print(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def extras() -> Iterator[Check]:
    """What is not installed and what it would be for; what is, in one line."""
    there = []
    for extra, (modules, what) in EXTRAS.items():
        missing = [module for module in modules if find_spec(module) is None]
        if missing:
            told = stored(
                "{what} needs {missing}: pip install 'covidmeet[{extra}]'",
                what=what,
                missing=", ".join(missing),
                extra=extra,
            )
            yield Check(stored("extra {extra}", extra=extra), told, CheckLevel.NOTE)
        else:
            there.append(extra)
    there += [module for module in _DATA_FRAMES if find_spec(module)]
    yield Check(stored("extras"), ", ".join(there) or stored("none"))
