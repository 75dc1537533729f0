"""``scrapy crawl``: Scrapy's own, with exit codes that tell what came of the run."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from covidmeet.archive.db import ArchiveError, connect
from covidmeet.extensions.health import HEALTHY, VERDICT

COULD_NOT_START = 1
UNHEALTHY = 2


class Command(ScrapyCrawl):
    """Ends 0 where the run is healthy, 1 where it could not start, 2 where it finished unhealthy."""

    def short_desc(self) -> str:
        return "Run a spider; exit code 0: healthy, 1: could not start, 2: finished but unhealthy"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider; `scrapy list` shows them all")
        assert self.crawler_process is not None
        try:
            crawler = self.crawler_process.create_crawler(args[0])
        except KeyError:
            return self._refuse(f"there is no spider named {args[0]}; `scrapy list` shows them all")
        preflight = getattr(crawler.spidercls, "preflight", None)
        message = preflight(**opts.spargs) if preflight else None
        if message:
            return self._refuse(message)
        try:
            connect(crawler.settings["DATABASE"]).close()
        except ArchiveError as error:
            return self._refuse(str(error))
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = COULD_NOT_START
        elif crawler.stats is None or crawler.stats.get_value(VERDICT) not in HEALTHY:
            self.exitcode = UNHEALTHY
        return None

    def _refuse(self, message: str) -> None:
        print(f"scrapy crawl: {message}", file=sys.stderr)
        self.exitcode = COULD_NOT_START
