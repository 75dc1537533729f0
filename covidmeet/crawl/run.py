"""What the parts of one crawl share: its archive, id, options, site and counts."""

from __future__ import annotations

import logging
import secrets
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from sqlite_utils import Database

from covidmeet.archive.copies.settling import settle
from covidmeet.archive.db import connect
from covidmeet.archive.location import Location
from covidmeet.archive.reader import BUSY_SECONDS
from covidmeet.archive.sqlite_errors import Error
from covidmeet.archive.text_index import index_new
from covidmeet.crawl.archive_setting import archive_of
from covidmeet.crawl.file_batch import FileBatch
from covidmeet.crawl.options import EVERYTHING, RunOptions
from covidmeet.crawl.project_spider import ProjectSpider
from covidmeet.crawl.signals import archive_failed, page_rejected
from covidmeet.health.one_off import one_off_names
from covidmeet.reasons import Reject
from covidmeet.site import GENERIC, Site
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading

logger = logging.getLogger(__name__)

_KEY = "covidmeet_run"
_SETTLING = 5.0  # seconds at the end of a run
_MOST_SETTLED = 20_000  # entries, in half a minute: those of an archive of before are found run by run
_TOLD_EVERY = 2_000


class Run:
    """One crawl against one archive.

    ``arguments`` are those that the command line gave; ``named_hosts`` are the hosts (``name`` or
    ``name:port``) that the user named, which alone may lie on this machine or its network; ``slot_delays``
    are the shortest seconds between two requests, by download slot, that hosts asked for (Crawl-delay);
    ``list_fronts`` are the hashes that ``health.sample.FRONTS`` describes; ``direct_hosts`` (``name`` or
    ``name:port``) are asked themselves where a gateway stands in between: the indexes of archives.
    ``batch`` is the transaction of articles of files; None where each article has its own.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._db: Database | None = None
        # Sorts by time, and is unique among runs that start in the same second.
        self.run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self.arguments: dict[str, str] = {}
        self.named_hosts: set[str] = set(crawler.settings.getlist("PRIVATE_HOSTS"))
        self.slot_delays: dict[str, float] = {}
        self.list_fronts: dict[str, str] = {}
        self.direct_hosts: set[str] = set()
        self.batch: FileBatch | None = None

    @cached_property
    def location(self) -> Location:
        """Where the archive is, and why there; raises ``ArchiveError`` for a path that cannot be meant."""
        return archive_of(self._crawler.settings, to_write=True)

    @property
    def archive(self) -> str:
        """The archive's path, as it was given or found."""
        return str(self.location.path)

    @property
    def db(self) -> Database:
        """The archive, opened on first use; raises ``archive.db.ArchiveError`` where it cannot be used."""
        if self._db is None:
            busy = self._crawler.settings.getfloat("DATABASE_BUSY_SECONDS", BUSY_SECONDS)
            self._db = connect(self.archive, busy)
        return self._db

    def close(self) -> None:
        """Close the archive, its index complete and copies found; more than once does nothing."""
        if self._db is not None:
            self.end_batch()
            with suppress(Error):  # of a failing archive: the next run that opens it completes the index
                index_new(self._db)
                settle(self._db, _told, most=_MOST_SETTLED, seconds=_SETTLING)
            self._db.close()
            self._db = None

    def end_batch(self) -> None:
        """Store what waits in a batch, and begin no other one; a failing archive is told of."""
        batch, self.batch = self.batch, None
        if batch is not None:
            try:
                batch.end()
            except Error as error:
                self.archive_failed(error)

    def archive_failed(self, error: Error) -> None:
        """Tell that the archive could not be written."""
        self._crawler.signals.send_catch_log(archive_failed, error=error)

    @property
    def options(self) -> RunOptions:
        """What the run was asked for."""
        spider = self._crawler.spider
        return spider.options if isinstance(spider, ProjectSpider) else EVERYTHING

    @property
    def site(self) -> Site:
        """The site that is crawled, ``GENERIC`` where it is none."""
        spider = self._crawler.spider
        return spider.site if isinstance(spider, ProjectSpider) else GENERIC

    @property
    def one_off(self) -> list[str]:
        """The arguments by which this run says nothing of how the site is doing; empty for a usual run."""
        return one_off_names(self.arguments, self.site)

    @cached_property
    def reading(self) -> Reading:
        """How pages are read: as pages of which sites, what is asked for, within what limits."""
        spider = self._crawler.spider
        assert spider is not None, "it is known once the spider is made"
        sites = spider.sites if isinstance(spider, ProjectSpider) else ()
        largest = self._crawler.settings.getint("DOWNLOAD_MAXSIZE") or sys.maxsize
        return Reading(
            Sites(sites), self.options.scope, largest, self._crawler.settings.getbool("FACTS", True)
        )

    def name_host(self, url: str) -> None:
        """Note that the user named ``url``; a malformed one is left to the downloader to complain about."""
        try:
            parts = urlsplit(url)
            self.named_hosts.add(f"{parts.hostname}:{parts.port}")
        except ValueError:
            return

    def reject(self, url: str, reject: Reject) -> None:
        """Tell that no article was made of the page at ``url``; the extension ``Rejects`` keeps it."""
        self._crawler.signals.send_catch_log(page_rejected, url=url, reject=reject)

    def count(self, name: str, count: int = 1) -> None:
        """Add to one of the crawl's counts (Scrapy's stats)."""
        self._crawler.stats.inc_value(name, count)


def _told(done: int, remaining: int) -> None:
    if done % _TOLD_EVERY == 0:
        logger.info("Looked for copies of %d articles, %d remain", done, remaining)


def run_of(crawler: Crawler) -> Run:
    """The run of a crawler, made on first use; it lives as long as the crawler, in its own attributes."""
    attributes = vars(crawler)
    if _KEY not in attributes:
        attributes[_KEY] = Run(crawler)
    run: Run = attributes[_KEY]
    return run
