"""The row that every run leaves in ``runs``: its counts and a verdict."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from covidmeet.archive import runs
from covidmeet.archive.db import Error
from covidmeet.session import close_session, session_of

logger = logging.getLogger(__name__)

COUNTED = ("documents/", "lists/", "warc/", "articles/", "rejects/", "blocks/", "repairs/", "stripped/")
VERDICT = "run/verdict"
HEALTHY = ("ok", "quiet")


def judge(counts: Mapping[str, int], reason: str) -> tuple[str, str]:
    """Verdict and reason in words from a run's counts and Scrapy's reason for closing.

    ``ok``; ``quiet``: all that was found was known, or not what was asked for; ``degraded``: something was
    rejected; ``broken``: nothing was found at all; ``stopped``: ended before its work was done.
    """
    rejected = sum(count for name, count in counts.items() if name.startswith("rejects/"))
    stored = {name: counts.get(f"articles/{name}", 0) for name in ("new", "changed", "seen")}
    if reason != "finished":
        return "stopped", f"closed early: {reason}"
    known = counts.get("articles/known", 0)
    outside = counts.get("articles/out_of_scope", 0) + counts.get("articles/out_of_range", 0)
    if not (rejected or known or outside or any(stored.values())):
        return "broken", "nothing was found"
    if rejected:
        return "degraded", f"{rejected} rejected, {sum(stored.values())} archived"
    if not stored["new"] and not stored["changed"]:
        others = f", {outside} not asked for" if outside else ""
        return "quiet", f"nothing new among {stored['seen'] + known}{others}"
    return "ok", f"{stored['new']} new, {stored['changed']} changed, {stored['seen']} seen"


class Health:
    """Opens the run's row when the spider opens and closes it with the verdict."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.stats is None:
            raise NotConfigured("the verdict is made from the crawl's counts")
        self._crawler = crawler
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Health:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Begin the run's row."""
        session = session_of(self._crawler)
        runs.begin(session.db, session.run_id, spider.name)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Judge the run, keep the verdict, and let go of the archive."""
        counts: dict[str, Any] = {
            name: value for name, value in self._stats.get_stats().items() if name.startswith(COUNTED)
        }
        verdict, words = judge(counts, reason)
        self._stats.set_value(VERDICT, verdict)
        logger.info("Run of %s: %s (%s)", spider.name, verdict, words)
        try:
            session = session_of(self._crawler)
            runs.finish(session.db, session.run_id, verdict, words, counts)
        except Error as error:
            logger.error("Could not keep the run's verdict: %s", error)
        finally:
            close_session(self._crawler)
