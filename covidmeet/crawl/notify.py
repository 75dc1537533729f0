"""Tell somebody that a site's verdict turned worse: a command, a web address, chats, mail.

None can change what the crawl ends with: what goes wrong here is logged.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import subprocess
import urllib.error
import urllib.request
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from covidmeet.crawl.run import run_of
from covidmeet.extensions.health import REASON, VERDICT
from covidmeet.health.verdict import is_worse

NO_LIBRARY = "apprise is not installed: pip install 'covidmeet[notify]'"

logger = logging.getLogger(__name__)


def notify(crawler: Crawler, previous: str | None) -> None:
    """Call ``HOOK_COMMAND``, ``WEBHOOK_URL`` and ``NOTIFY_URLS`` if the verdict is worse than ``previous``.

    The first two get the news as one JSON object: ``site``, ``verdict``, ``previous``, ``reason``,
    ``archive``.  The command has it on standard input, and its values as ``RUN_SITE``, ``RUN_VERDICT`` … in
    its environment.
    """
    verdict = crawler.stats.get_value(VERDICT)
    if not is_worse(verdict, previous):
        return
    news = {
        "site": crawler.spidercls.name,
        "verdict": verdict,
        "previous": previous,
        "reason": crawler.stats.get_value(REASON),
        "archive": run_of(crawler).archive,
    }
    seconds = crawler.settings.getfloat("HOOK_SECONDS")
    if command := crawler.settings["HOOK_COMMAND"]:
        _run(command, news, seconds)
    if address := crawler.settings["WEBHOOK_URL"]:
        _post(address, news, seconds)
    if urls := crawler.settings["NOTIFY_URLS"]:
        _tell(urls.split(), news, seconds)


def can_tell(urls: str) -> bool:
    """Whether the library for ``NOTIFY_URLS`` is there, or none are given."""
    return not urls or find_spec("apprise") is not None


def _run(command: str, news: dict[str, Any], seconds: float) -> None:
    """Without a shell: nothing that a page says can become a command."""
    told = {f"RUN_{name.upper()}": str(value or "") for name, value in news.items()}
    try:
        done = subprocess.run(
            shlex.split(command),
            input=json.dumps(news, ensure_ascii=False).encode(),
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


def _post(address: str, news: dict[str, Any], seconds: float) -> None:
    """The address is named in the log by its host only: the rest of it is often a secret."""
    request = urllib.request.Request(
        address,
        json.dumps(news, ensure_ascii=False).encode(),
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


def _tell(urls: list[str], news: dict[str, Any], seconds: float) -> None:
    """A message to each service; the log names one by its kind and place only, the rest are secrets."""
    if not can_tell(" ".join(urls)):
        logger.error("NOTIFY_URLS: %s", NO_LIBRARY)
        return
    import apprise

    # Its own log has whole addresses.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    title = f"covidmeet: {news['site']} is {news['verdict']}"
    before = f" (before: {news['previous']})" if news["previous"] else ""
    body = f"{news['site']}: {news['verdict']}{before}: {news['reason']}\n{news['archive']}"
    for number, url in enumerate(urls, 1):
        name = f"service {number} ({url.partition('://')[0]})"
        service = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if service is None:
            logger.error("NOTIFY_URLS: %s: apprise knows no such address", name)
            continue
        service.socket_connect_timeout = service.socket_read_timeout = seconds
        try:
            told = service.notify(body=body, title=title, notify_type=apprise.NotifyType.FAILURE)
        except Exception as error:  # plugins of many authors; the message may hold the address
            logger.error("NOTIFY_URLS: %s failed: %s", name, type(error).__name__)
            continue
        if not told:
            logger.error("NOTIFY_URLS: %s did not take the message", name)
