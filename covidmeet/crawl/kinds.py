"""How text is read as a value: of a setting (``-s`` or the environment) or of an argument (``-a``)."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from covidmeet.crawl.shards import Shard
from covidmeet.discovery.manners import read_pauses
from covidmeet.language import N_

SWITCH_WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
_SERVICE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://\S+")
LOG_LEVELS = ("CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG")


def read_switch(value: str) -> bool:
    """True or False by ``SWITCH_WORDS``, in any case; raises ``ValueError`` for another word."""
    try:
        return SWITCH_WORDS[value.strip().lower()]
    except KeyError:
        raise ValueError(value) from None


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


def _pauses(value: str) -> str:
    read_pauses(value)
    return value


def _workers(value: str) -> int | str:
    return "cores" if value.lower() == "cores" else _whole(value)


def _shard(value: str) -> str:
    return str(Shard.read(value)) if value.strip() else ""


def _path(value: str) -> str:
    if not value.strip() or "\0" in value:
        raise ValueError
    try:
        return str(Path(value).expanduser())
    except RuntimeError as error:  # ``~name`` of an unknown user
        raise ValueError from error


def _level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
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


def _services(value: str) -> str:
    urls = value.split()
    if not all(_SERVICE.fullmatch(url) for url in urls):
        raise ValueError
    return " ".join(urls)


def _command(value: str) -> str:
    shlex.split(value)  # raises ValueError where a quote is left open
    return value


def _progress(value: str) -> bool | str:
    return "json" if value.lower() == "json" else read_switch(value)


def _keep(value: str) -> bool | str:
    return "copy" if value.lower() == "copy" else read_switch(value)


@dataclass(frozen=True, slots=True)
class Kind:
    """``read`` makes a value of text or raises ``ValueError``; ``must_be`` says in words what it takes."""

    read: Callable[[str], Any]
    must_be: str


NUMBER = Kind(_number, N_("a number, 0 or more"))
WHOLE = Kind(_whole, N_("a whole number, 0 or more"))
WORKERS = Kind(_workers, N_("a whole number, 0 or more, or `cores`"))
SHARD = Kind(_shard, N_("a number of a machine and how many there are, such as 2/5"))
POSITIVE = Kind(_positive, N_("a whole number, 1 or more"))
SWITCH = Kind(read_switch, N_("1 or 0"))
PROGRESS = Kind(_progress, N_("1, 0 or json"))
KEEP = Kind(_keep, N_("1, 0 or copy"))
PATH = Kind(_path, N_("a path"))
LEVEL = Kind(_level, N_("one of CRITICAL, ERROR, WARNING, INFO, DEBUG"))
HOSTS = Kind(_hosts, N_("host names, separated by commas"))
TEXT = Kind(str, N_("text"))
PAUSES = Kind(_pauses, N_("KIND=INDEX/FIRST in seconds, such as other=2/60, parted by blanks"))
WEBHOOK = Kind(_webhook, N_("an http or https address"))
COMMAND = Kind(_command, N_("a command with its quotes closed"))
SERVICES = Kind(
    _services,
    N_("addresses of services as apprise has them, such as feishu://TOKEN, parted by blanks"),
)
