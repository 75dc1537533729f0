"""Tell somebody that a site's verdict turned worse: a command, a web address, or both.

Neither can change what the crawl ends with: what goes wrong here is logged.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import subprocess
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from covidmeet.crawl.run import run_of
from covidmeet.extensions.health import REASON, VERDICT
from covidmeet.health.verdict import is_worse

logger = logging.getLogger(__name__)


def notify(crawler: Crawler, previous: str | None) -> None:
    """Call ``HOOK_COMMAND`` and ``WEBHOOK_URL`` if the run's verdict is worse than ``previous``.

    Both get the news as one JSON object: ``site``, ``verdict``, ``previous``, ``reason``, ``archive``.  The
    command has it on standard input, and its values as ``RUN_SITE``, ``RUN_VERDICT`` … in its environment.
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
