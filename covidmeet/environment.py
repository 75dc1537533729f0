"""The settings a user may need, each readable from the environment as ``COVIDMEET_NAME``.

For containers and units, where a command line is awkward.  ``-s NAME=VALUE`` overrides the environment, and
the environment overrides ``settings.py``, which has the defaults and what each is for.
"""

from __future__ import annotations

import difflib
import math
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "COVIDMEET_"

_SWITCH = {"1": True, "true": True, "0": False, "false": False}  # as Scrapy reads a switch after -s
_LEVELS = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")


class BadSetting(ValueError):
    """A value that cannot be used; the message names the setting, the value and what it must be."""


def _number(value: str) -> float:
    number = float(value)
    if not math.isfinite(number) or number < 0:
        raise ValueError
    return number


def _whole(value: str) -> int:
    number = int(value)
    if number < 0:
        raise ValueError
    return number


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise ValueError
    return number


def _path(value: str) -> str:
    if not value.strip() or "\0" in value:
        raise ValueError
    return str(Path(value).expanduser())


def _switch(value: str) -> bool:
    return _SWITCH[value.lower()]


def _level(value: str) -> str:
    if value.upper() not in _LEVELS:
        raise ValueError
    return value.upper()


def _hosts(value: str) -> list[str]:
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    if any("/" in host or " " in host for host in hosts):
        raise ValueError
    return hosts


def _webhook(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError
    return value


def _command(value: str) -> str:
    shlex.split(value)  # raises ValueError where a quote is left open
    return value


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value is read from text, and what it must be, in words."""

    read: Callable[[str], Any]
    must_be: str


NUMBER = Kind(_number, "a number, 0 or more")
WHOLE = Kind(_whole, "a whole number, 0 or more")
POSITIVE = Kind(_positive, "a whole number, 1 or more")
SWITCH = Kind(_switch, "1 or 0")
PATH = Kind(_path, "a path")
LEVEL = Kind(_level, f"one of {', '.join(_LEVELS)}")
HOSTS = Kind(_hosts, "host names, separated by commas")
TEXT = Kind(str, "text")
WEBHOOK = Kind(_webhook, "an http or https address")
COMMAND = Kind(_command, "a command with its quotes closed")


@dataclass(frozen=True, slots=True)
class Setting:
    """``name`` is its one name in ``settings.py`` and after ``-s``; ``meaning`` is for the documentation."""

    name: str
    kind: Kind
    meaning: str

    def read(self, value: str, source: str) -> Any:
        """The value that ``value`` is meant to be; raises ``BadSetting``."""
        try:
            return self.kind.read(value.strip())
        except (ValueError, KeyError, RuntimeError) as error:  # RuntimeError: a ~ of nobody's
            raise BadSetting(f"{source}={value}: must be {self.kind.must_be}") from error


SETTINGS = (
    Setting("DATABASE", PATH, "the archive, one SQLite file"),
    Setting("DATABASE_BUSY_SECONDS", NUMBER, "how long a write waits while another process writes"),
    Setting("CONTACT", TEXT, "an address or page under which sites can reach you; goes into the user agent"),
    Setting("LOG_LEVEL", LEVEL, "the least that is logged; WARNING has the rejects, INFO the verdict"),
    Setting("LOG_FILE", PATH, "log to this file instead of standard error"),
    Setting("PROGRESS", SWITCH, "show progress: live on a terminal, else one line a minute"),
    Setting("CRAWLS_AT_ONCE", POSITIVE, "how many sites `scrapy crawlall` crawls at a time"),
    Setting("HOOK_COMMAND", COMMAND, "run this when a site's verdict turned worse"),
    Setting("WEBHOOK_URL", WEBHOOK, "post to this address when a site's verdict turned worse"),
    Setting("HOOK_SECONDS", NUMBER, "how long the command or the address may take"),
    Setting(
        "OVERDUE_HOURS", NUMBER, "after how many hours without a run `scrapy status` calls a site overdue"
    ),
    Setting("KNOWN_REFETCH_DAYS", NUMBER, "fetch an archived article again while it is younger; 0: never"),
    Setting("DOWNLOAD_DELAY", NUMBER, "seconds between two requests to one host, give or take a half"),
    Setting("DOWNLOAD_TIMEOUT", NUMBER, "seconds for a whole response"),
    Setting("DOWNLOAD_MAXSIZE", WHOLE, "bytes of a response, packed and unpacked"),
    Setting(
        "AUTOTHROTTLE_MAX_DELAY", NUMBER, "the longest delay that a slow host is given by itself, seconds"
    ),
    Setting("CRAWL_DELAY_MAX", NUMBER, "obey a Crawl-delay of robots.txt up to so many seconds"),
    Setting("RETRY_AFTER_MAX", NUMBER, "obey a Retry-After up to so many seconds"),
    Setting("BLOCK_LIMIT", POSITIVE, "refused pages more than archived ones after which a host is given up"),
    Setting("LISTS_PER_RUN", POSITIVE, "list pages read in one run"),
    Setting("LINKS_PER_PAGE", POSITIVE, "links followed from one page"),
    Setting("CLOSESPIDER_TIMEOUT", NUMBER, "seconds after which a run is stopped whatever it does"),
    Setting("PRIVATE_HOSTS", HOSTS, "hosts of this machine or its network that pages may lead to"),
    Setting("DOCUMENT_MAX_BYTES", WHOLE, "a text file with more bytes is rejected unread"),
)
"""In the order of the documentation."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings that the environment names, by their names; an empty value is none.

    Raises ``BadSetting``.  Names that are no setting are left alone: see ``suspects``.
    """
    return {
        name: setting.read(environ[PREFIX + name], PREFIX + name)
        for name, setting in _BY_NAME.items()
        if environ.get(PREFIX + name, "").strip()
    }


def suspects(environ: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that looks like a misspelt setting.

    Others with the prefix may be set by a container's host for purposes of its own.
    """
    found = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in _BY_NAME:
            near = difflib.get_close_matches(name.removeprefix(PREFIX), _BY_NAME, n=1, cutoff=0.8)
            found += [f"{name} is no setting; do you mean {PREFIX}{near[0]}?"] if near else []
    return found


def check(settings: Mapping[str, Any]) -> None:
    """Look at the settings in force, however they were given; raises ``BadSetting`` for the first bad one."""
    for name, setting in _BY_NAME.items():
        value = settings.get(name)
        if isinstance(value, str):
            setting.read(value, name)
