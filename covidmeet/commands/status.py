"""``scrapy status``: how the crawls of the sites are doing."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from scrapy.spiderloader import get_spider_loader

from covidmeet.archive.lock import is_held
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.sqlite_errors import ArchiveError, Error
from covidmeet.crawl import exit_codes
from covidmeet.crawl.archive_setting import archive_of
from covidmeet.crawl.own_command import OwnCommand
from covidmeet.crawl.project_spider import floors_of, starts_by_itself
from covidmeet.status.facts import SiteStatus, all_statuses, crawled
from covidmeet.status.page import page
from covidmeet.status.table import table


class Command(OwnCommand):
    """Reads the archive only; may be called while crawls run."""

    def syntax(self) -> str:
        return "[options] [SITE ...]"

    def short_desc(self) -> str:
        return "Show how the crawls of the sites are doing"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="for machines, on standard output")
        parser.add_argument("--html", metavar="FILE", help="write one web page that needs no other file")
        parser.add_argument(
            "--check",
            action="store_true",
            help="end with 2 where a site is unhealthy, overdue or never crawled",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        now = datetime.now(UTC)
        try:
            sites = self._statuses(args, now)
            if opts.html:
                _replace(Path(opts.html), page(sites, now))
        except (ArchiveError, Error, OSError, _UnknownSite) as error:
            print(f"scrapy status: {error}", file=sys.stderr)
            self.exitcode = exit_codes.COULD_NOT_START
            return
        try:
            if opts.json:
                plain = _plain(sites, str(archive_of(self.settings).path), now)
                print(json.dumps(plain, ensure_ascii=False, indent=2), flush=True)
            elif not opts.html:
                Console(highlight=False).print(table(sites, now))
        except BrokenPipeError:  # the reader closed the pipe: nothing must be left to be flushed at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if opts.check and not all(site.is_well for site in sites):
            self.exitcode = exit_codes.UNHEALTHY

    def _statuses(self, named: Sequence[str], now: datetime) -> list[SiteStatus]:
        """Of the sites named, else of all that a schedule crawls or that were ever crawled."""
        assert self.settings is not None
        archive = archive_of(self.settings).path
        loader = get_spider_loader(self.settings)
        spiders = {name: loader.load(name) for name in sorted(loader.list())}
        scheduled = [name for name, spider in spiders.items() if starts_by_itself(spider)]
        db = open_read_only(archive)
        try:
            known = crawled(db)
            for name in named:
                if name not in spiders and name not in known:
                    raise _UnknownSite(f"there is no site named {name}; there are {', '.join(spiders)}")
            chosen = named or scheduled + [name for name in known if name not in scheduled]

            def floors(site: str) -> Mapping[str, float]:
                return floors_of(spiders[site]) if site in spiders else {}

            return all_statuses(
                db,
                list(dict.fromkeys(chosen)),
                floors,
                lambda site: is_held(archive, site),
                scheduled,
                self.settings.getfloat("OVERDUE_HOURS"),
                now,
            )
        finally:
            db.close()


class _UnknownSite(Exception):
    """A site that is neither a spider nor in the archive."""


def _plain(sites: Sequence[SiteStatus], archive: str, now: datetime) -> dict[str, Any]:
    """The status as JSON takes it."""
    told = [asdict(site) | {"verdict": site.verdict, "well": site.is_well} for site in sites]
    return {"archive": archive, "generated": now.isoformat(timespec="seconds"), "sites": told}


def _replace(path: Path, text: str) -> None:
    """Write the whole file or nothing: a web server may be reading it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
