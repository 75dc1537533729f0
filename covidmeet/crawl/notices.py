"""Send news to a command, a web address, chats, mail, as the settings say.

What goes wrong is logged, and stops nothing.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from covidmeet.language import _

NO_LIBRARY = _("apprise is not installed: pip install 'covidmeet[notify]'")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """``told`` is one JSON object for programs; a command has its values as ``PREFIX_NAME`` as well.

    ``title`` and ``body`` are for people; ``is_bad``: services may show it as a failure.
    """

    told: Mapping[str, Any]
    title: str
    body: str
    prefix: str
    is_bad: bool = True


def send(news: News, setting: Callable[[str], Any]) -> None:
    """To ``HOOK_COMMAND``, ``WEBHOOK_URL`` and ``NOTIFY_URLS``; ``setting`` gives the value of a setting.

    The first two get the JSON object, the command on its standard input.
    """
    seconds = float(setting("HOOK_SECONDS"))
    if command := setting("HOOK_COMMAND"):
        _run(command, news, seconds)
    if address := setting("WEBHOOK_URL"):
        _post(address, news, seconds)
    if urls := setting("NOTIFY_URLS"):
        _tell(urls.split(), news, seconds)


def can_tell(urls: str) -> bool:
    """Whether the library for ``NOTIFY_URLS`` is there, or none are given."""
    return not urls or find_spec("apprise") is not None


def _run(command: str, news: News, seconds: float) -> None:
    """Without a shell: nothing that a page says can become a command."""
    told = {f"{news.prefix}_{name.upper()}": str(value or "") for name, value in news.told.items()}
    try:
        done = subprocess.run(
            shlex.split(command),
            input=json.dumps(news.told, ensure_ascii=False).encode(),
            env=os.environ | told,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        logger.error("HOOK_COMMAND failed: %s", error)
        return
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-500:]
        logger.error("HOOK_COMMAND ended with %d: %s", done.returncode, said)


def _post(address: str, news: News, seconds: float) -> None:
    """The address is named in the log by its host only: the rest of it is often a secret."""
    request = urllib.request.Request(
        address,
        json.dumps(news.told, ensure_ascii=False).encode(),
        {"Content-Type": "application/json; charset=utf-8", "User-Agent": "covidmeet"},
    )
    host = urlsplit(address).hostname
    try:
        with urllib.request.urlopen(request, timeout=seconds):
            pass
    except urllib.error.HTTPError as error:
        logger.error("WEBHOOK_URL: %s answered %d", host, error.code)
    except (OSError, ValueError) as error:
        logger.error("WEBHOOK_URL: %s could not be reached: %s", host, error)


def _tell(urls: list[str], news: News, seconds: float) -> None:
    """A message to each service; the log names one by its kind and place only, the rest are secrets."""
    if not can_tell(" ".join(urls)):
        logger.error("NOTIFY_URLS: %s", NO_LIBRARY)
        return
    import apprise

    # Its own log has whole addresses.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    kind = apprise.NotifyType.FAILURE if news.is_bad else apprise.NotifyType.INFO
    for number, url in enumerate(urls, 1):
        name = _("service {number} ({partition})", number=number, partition=url.partition("://")[0])
        service = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if service is None:
            logger.error("NOTIFY_URLS: %s: apprise knows no such address", name)
            continue
        service.socket_connect_timeout = service.socket_read_timeout = seconds
        try:
            told = service.notify(body=news.body, title=news.title, notify_type=kind)
        except Exception as error:  # plugins of many authors; the message may hold the address
            logger.error("NOTIFY_URLS: %s failed: %s", name, type(error).__name__)
            continue
        if not told:
            logger.error("NOTIFY_URLS: %s did not take the message", name)
