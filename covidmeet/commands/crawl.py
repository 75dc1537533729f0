"""``scrapy crawl``: Scrapy's own, with exit codes that tell what came of the run."""

from __future__ import annotations

import argparse
import logging
import sys

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.spiderloader import get_spider_loader

from covidmeet.archive import runs
from covidmeet.archive.lock import Held, SiteLock
from covidmeet.archive.reserve import Reserve
from covidmeet.archive.shared import others, wal_reset_warning
from covidmeet.archive.sqlite_errors import ArchiveError, Error, explain
from covidmeet.cli.scrapy_adapter import CheckedCommand, every
from covidmeet.crawl import exit_codes
from covidmeet.crawl.live_pages import live_refusal
from covidmeet.crawl.log_formatter import printable
from covidmeet.crawl.monotonic_clock import use_monotonic_clock
from covidmeet.crawl.near_names import no_such
from covidmeet.crawl.notices import NO_LIBRARY, can_tell
from covidmeet.crawl.notify import notify
from covidmeet.crawl.progress_views import MESSAGES, send
from covidmeet.crawl.project_spider import refusal_of
from covidmeet.crawl.run import run_of
from covidmeet.crawl.run_line import run_line
from covidmeet.crawl.scrapy_private import failed_to_start
from covidmeet.crawl.site_registry import BadSpiderFile
from covidmeet.extensions.health import REASON, VERDICT
from covidmeet.health.one_off import one_off
from covidmeet.health.verdict import HEALTHY
from covidmeet.language import _

logger = logging.getLogger(__name__)

_QUIET = ("LOG_LEVEL=ERROR", "PROGRESS=0")  # an option for the log wins over it

# Scrapy's loggers that list its parts, settings and counts at INFO: a hundred lines a run, for a developer.
_OF_SET_UP = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.middleware",
    "scrapy.statscollectors",
    "scrapy.utils.log",
)

_LOOKED_AT = 50  # runs, for the last one that was not one-off


def _is_no_list_of_parts(record: logging.LogRecord) -> bool:
    return record.levelno > logging.INFO


class CannotStart(Exception):
    """The crawl cannot begin; the message says why, in one sentence."""


class Command(CheckedCommand, ScrapyCrawl):
    """Ends as ``exit_codes`` says."""

    _quiet = False

    def short_desc(self) -> str:
        return (
            "Run a spider; exit code 0: healthy, 1: could not start, 2: finished but unhealthy, "
            "3: another crawl of that site is running"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        self._quiet = bool(every(opts, "quiet"))
        if self._quiet:
            opts.set += _QUIET
        super().process_options(args, opts)
        # Here, because Scrapy makes its process next, which writes to the log.
        try:
            self._check(args, opts.spargs)
        except CannotStart as error:
            self.refuse(str(error))
        assert self.settings is not None
        if self.settings["LOG_LEVEL"] != "DEBUG":
            for name in _OF_SET_UP:
                # A filter: the levels of these loggers are set anew with Scrapy's own logging.
                logging.getLogger(name).addFilter(_is_no_list_of_parts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        crawler = self.crawler_process.create_crawler(args[0])
        try:
            lock = _lock(crawler)
        except CannotStart as error:
            self.refuse(str(error))
        except Held as error:
            print(f"{self.speaker}: {error}", file=sys.stderr)
            self.exitcode = exit_codes.ALREADY_RUNNING
            return
        try:
            self._crawl(crawler, opts.spargs)
        except CannotStart as error:
            self.refuse(str(error))
        finally:
            lock.release()

    def _check(self, args: list[str], arguments: dict[str, str]) -> None:
        """Look at the spider's name and arguments; raises ``CannotStart``."""
        if len(args) != 1:
            raise CannotStart(_("name one spider; `covidmeet list` shows them all"))
        assert self.settings is not None
        try:
            loader = get_spider_loader(self.settings)
            spider = loader.load(args[0])
        except KeyError:
            raise CannotStart(no_such("spider", args[0], sorted(loader.list()))) from None
        except BadSpiderFile as error:
            raise CannotStart(str(error)) from error
        if message := refusal_of(spider, arguments) or live_refusal(self.settings, arguments):
            raise CannotStart(message)

    def _crawl(self, crawler: Crawler, arguments: dict[str, str]) -> None:
        """Run the crawl and set the exit code; raises ``CannotStart``."""
        assert self.crawler_process is not None
        reserve = Reserve(run_of(crawler).archive, crawler.spidercls.name)
        previous = _open(crawler, arguments, reserve)
        logger.info("Archive %s", run_of(crawler).location)
        shared = others(run_of(crawler).archive, crawler.spidercls.name)
        if shared and (warning := wal_reset_warning()):
            logger.warning("%s (being crawled: %s)", warning, ", ".join(shared))
        if not can_tell(crawler.settings["NOTIFY_URLS"]):
            logger.error("NOTIFY_URLS: %s", NO_LIBRARY)
        try:
            if crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
                from twisted.internet import reactor  # exists once the process was made

                use_monotonic_clock(reactor)
            self.crawler_process.crawl(crawler, **arguments)
            self.crawler_process.start()
        finally:
            reserve.release()
            run_of(crawler).close()
        if failed_to_start(self.crawler_process):
            self.exitcode = exit_codes.COULD_NOT_START
            print(
                _(
                    "{speaker}: {name} could not start; the log says why",
                    speaker=self.speaker,
                    name=crawler.spidercls.name,
                ),
                file=sys.stderr,
            )
            return
        verdict = crawler.stats.get_value(VERDICT)
        self._tell(crawler, verdict)
        if verdict not in HEALTHY:
            self.exitcode = exit_codes.UNHEALTHY
        if verdict is not None and not run_of(crawler).one_off:
            notify(crawler, previous)

    def _tell(self, crawler: Crawler, verdict: str | None) -> None:
        """Say what the run brought, whatever is logged."""
        stats = crawler.stats
        reason = stats.get_value(REASON) or _("the crawl ended without a verdict")
        counts = {**stats.get_stats(), "seconds": stats.get_value("elapsed_time_seconds")}
        line = run_line(crawler.spidercls.name, verdict or "stopped", reason, counts)
        if crawler.settings["PROGRESS"] == MESSAGES:
            send({"ended": {"verdict": verdict or "stopped", "line": line}})
        elif not (self._quiet and verdict in HEALTHY):
            print(f"{self.speaker}: {line}", file=sys.stderr)


def _lock(crawler: Crawler) -> SiteLock:
    """The site's lock; raises ``Held``, or ``CannotStart`` where its file cannot be made."""
    archive = run_of(crawler).archive
    try:
        return SiteLock.take(archive, crawler.spidercls.name)
    except OSError as error:
        raise CannotStart(
            _(
                "{archive}: its folder cannot be written: {strerror}",
                archive=archive,
                strerror=error.strerror or error,
            )
        ) from error


def _open(crawler: Crawler, arguments: dict[str, str], reserve: Reserve) -> str | None:
    """Open the archive; the verdict of the run before that was not one-off.  Raises ``CannotStart``."""
    run, site = run_of(crawler), crawler.spidercls.name
    try:
        reserve.take()
        run.arguments = {name: printable(value) for name, value in arguments.items()}
        runs.close_cut_off(run.db, site)
        before = [row for row in runs.latest(run.db, site, _LOOKED_AT) if not one_off(row.counts)]
    except (ArchiveError, Error, OSError) as error:
        reserve.release()
        run.close()
        raise CannotStart(_why(run.archive, error)) from error
    return before[0].verdict if before else None


def _why(archive: str, error: Exception) -> str:
    if isinstance(error, ArchiveError):
        return str(error)
    if isinstance(error, OSError):
        return _(
            "{archive}: no room beside it: {strerror}", archive=archive, strerror=error.strerror or error
        )
    return f"{archive}: {explain(error)}"
