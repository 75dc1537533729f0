"""``scrapy crawlall``: all sites, one process each, one summary, one exit code."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from covidmeet.archive.location import Location
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.runs import RunRow, latest
from covidmeet.archive.sqlite_errors import ArchiveError, Error
from covidmeet.cli.crawlall import command
from covidmeet.cli.scrapy_adapter import OwnCommand, add_options, every
from covidmeet.crawl import exit_codes
from covidmeet.crawl.archive_setting import archive_of
from covidmeet.crawl.near_names import no_such
from covidmeet.crawl.processes import Crawls, Ended, kill_after
from covidmeet.crawl.project_spider import starts_by_itself
from covidmeet.status.look import STYLES

_PASSED = ("loglevel", "logfile")


class Command(OwnCommand):
    """What a schedule calls."""

    def syntax(self) -> str:
        return "[options] [SITE ...]"

    def short_desc(self) -> str:
        return "Crawl all sites, or those named, one process each; the exit code is the worst of theirs"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_options(parser, command.params)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        quiet = bool(every(opts, "quiet"))
        try:
            archive = archive_of(self.settings, to_write=True)
            sites = _sites(self.settings, args)
        except (ArchiveError, UsageError) as error:
            self.refuse(str(error))
        if not quiet:
            print(f"{self.speaker}: archive {archive}", file=sys.stderr)
        before = _last_runs(archive, sites)
        said: list[str] = []
        crawls = Crawls(
            [*_arguments(opts), f"--database={archive.path}"],
            at_once=self.settings.getint("CRAWLS_AT_ONCE"),
            seconds=kill_after(self.settings.getfloat("CLOSESPIDER_TIMEOUT")),
            say=(lambda site, line: said.append(f"{site} | {line}")) if quiet else _say,
        )
        ended = asyncio.run(crawls.run(sites))
        after = _last_runs(archive, sites)
        fresh = {site: run for site, run in after.items() if run != before.get(site)}
        self.exitcode = exit_codes.worst(one.code for one in ended)
        if quiet and self.exitcode == exit_codes.HEALTHY:
            return
        for line in said:
            print(line, file=sys.stderr)
        Console(highlight=False).print(summary(ended, fresh))


def summary(ended: Sequence[Ended], runs: dict[str, RunRow]) -> Table:
    """One row a site: what came of it."""
    healthy = sum(one.code == exit_codes.HEALTHY for one in ended)
    caption = f"{healthy} of {len(ended)} healthy; exit code {exit_codes.worst(one.code for one in ended)}"
    table = Table(title="Crawled", title_justify="left", caption=caption, caption_justify="left")
    table.add_column("site")
    table.add_column("verdict")
    for heading in ("code", "new", "seconds"):
        table.add_column(heading, justify="right")
    table.add_column("reason", ratio=1, overflow="fold")
    for one in ended:
        # A crawl that was refused wrote no row: the last one is of another.
        run = runs.get(one.site) if one.code in (exit_codes.HEALTHY, exit_codes.UNHEALTHY) else None
        verdict = (run.verdict if run else None) or "–"
        new = f"{run.counts.get('articles/new', 0):,}" if run else "–"
        seconds = f"{run.counts.get('seconds', 0):,.0f}" if run and run.finished else "–"
        reason = one.refusal or (run.reason if run else None) or "no verdict was left; see the log"
        table.add_row(
            one.site, Text(verdict, STYLES.get(verdict, "")), str(one.code), new, seconds, Text(reason)
        )
    return table


def _sites(settings: BaseSettings, named: Sequence[str]) -> list[str]:
    """The sites to crawl, each once; raises ``UsageError`` for a name that is none."""
    loader = get_spider_loader(settings)
    known = loader.list()
    if unknown := [name for name in named if name not in known]:
        raise UsageError(no_such("spider", unknown[0], sorted(known)))
    if named:
        return list(dict.fromkeys(named))
    return sorted(name for name in known if starts_by_itself(loader.load(name)))


def _arguments(opts: argparse.Namespace) -> list[str]:
    """The options that each crawl gets as well."""
    passed = [word for argument in every(opts, "arguments") for word in ("-a", argument)]
    passed += [word for setting in opts.set for word in ("-s", setting)]
    for name in _PASSED:
        if value := getattr(opts, name):
            passed += [f"--{name}", value]
    return passed + (["--nolog"] if opts.nolog else [])


def _last_runs(archive: Location, sites: Sequence[str]) -> dict[str, RunRow]:
    """Each site's last run; empty where the archive cannot be read (yet)."""
    try:
        db = open_read_only(archive.path)
        found = {site: latest(db, site, 1) for site in sites}
        db.close()
    except (ArchiveError, Error):
        return {}
    return {site: rows[0] for site, rows in found.items() if rows}


def _say(site: str, line: str) -> None:
    print(f"{site} | {line}", file=sys.stderr, flush=True)
