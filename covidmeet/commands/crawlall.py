"""``scrapy crawlall``: all sites, one process each, one summary, one exit code."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from rich.console import Console
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.spiderloader import get_spider_loader

from covidmeet.archive.location import Location
from covidmeet.archive.shared import wal_reset_warning
from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.cli.crawlall import command
from covidmeet.cli.scrapy_adapter import OwnCommand, add_options, every, last
from covidmeet.crawl import exit_codes
from covidmeet.crawl.archive_setting import archive_of
from covidmeet.crawl.crawls_view import CrawlsView, SiteLines, SiteTable, total_line
from covidmeet.crawl.kinds import SHARD
from covidmeet.crawl.log_formatter import printable
from covidmeet.crawl.near_names import no_such
from covidmeet.crawl.processes import Crawls, kill_after
from covidmeet.crawl.project_spider import starts_by_itself
from covidmeet.crawl.settings_table import PREFIX
from covidmeet.crawl.shards import Shard
from covidmeet.crawl.spider_loader import ByFileName
from covidmeet.language import _

_LEVEL_VARIABLE = PREFIX + "LOG_LEVEL"
_OF_ALL_SITES = "pages"
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
            sites = _sites(self.settings, args, _shard(self.settings, last(opts, "shard")))
        except (ArchiveError, UsageError) as error:
            self.refuse(str(error))
        if not sites:
            print(_("{speaker}: no site falls to this machine", speaker=self.speaker), file=sys.stderr)
            return
        more: list[str] = []
        if any(argument.startswith("warc=") for argument in every(opts, "arguments")):
            # A file is read once for all sites, by their hosts, and not once a site.
            more, sites = ["-a", f"sites={','.join(sites)}"], [_OF_ALL_SITES]
        if not quiet:
            self._announce(archive, len(sites))
        said: list[str] = []
        wanted = _is_log_wanted(self.settings, opts)

        def say(site: str, line: str) -> None:
            line = printable(f"{site} | {line}")
            if wanted and quiet:
                said.append(line)
            elif wanted:
                print(line, file=sys.stderr, flush=True)

        view = _view(sites, quiet, self.settings)
        crawls = Crawls(
            [*_arguments(opts), *more, f"--database={archive.path}"],
            at_once=self.settings.getint("CRAWLS_AT_ONCE"),
            seconds=kill_after(self.settings.getfloat("CLOSESPIDER_TIMEOUT")),
            say=say,
            far=view.far,
            ended=view.ended,
        )
        ended = asyncio.run(crawls.run(sites))
        self.exitcode = exit_codes.worst(one.code for one in ended)
        if self.exitcode != exit_codes.HEALTHY:
            for line in said:
                print(line, file=sys.stderr)
        view.close(total_line(ended))

    def _announce(self, archive: Location, sites: int) -> None:
        assert self.settings is not None
        print(_("{speaker}: archive {archive}", speaker=self.speaker, archive=archive), file=sys.stderr)
        at_once = min(self.settings.getint("CRAWLS_AT_ONCE"), sites)
        if at_once > 1 and (warning := wal_reset_warning()):
            print(f"{self.speaker}: {warning}", file=sys.stderr)


def _view(sites: Sequence[str], quiet: bool, settings: BaseSettings) -> CrawlsView:
    console = Console(highlight=False)
    if quiet or not console.is_terminal or not settings["PROGRESS"]:
        return SiteLines(quiet=quiet)
    return SiteTable(console, sites)


def _is_log_wanted(settings: BaseSettings, opts: argparse.Namespace) -> bool:
    """Whether a level of the log was asked for; without, the sites' lines say what is to be said."""
    by_option = opts.loglevel or settings.getpriority("LOG_LEVEL") == SETTINGS_PRIORITIES["cmdline"]
    return bool(by_option or os.environ.get(_LEVEL_VARIABLE)) and not opts.nolog


def _shard(settings: BaseSettings, given: str | None) -> Shard | None:
    """The sites of this machine, by the option or else the setting; None: all.  Raises ``UsageError``."""
    text = given or settings["SHARD"]
    try:
        return Shard.read(text) if text else None
    except ValueError:
        raise UsageError(
            _("--shard must be {must_be}, not {text!r}", must_be=_(SHARD.must_be), text=text)
        ) from None


def _sites(settings: BaseSettings, named: Sequence[str], shard: Shard | None = None) -> list[str]:
    """The sites to crawl, each once; raises ``UsageError`` for a name that is none."""
    loader: ByFileName = get_spider_loader(settings)  # type: ignore[assignment]
    # What cannot be imported may be meant to be crawled: its own crawl says why it is not.
    broken = loader.broken()
    known = [*loader.list(), *broken]
    if unknown := [name for name in named if name not in known]:
        raise UsageError(no_such("spider", unknown[0], sorted(known)))
    chosen = list(dict.fromkeys(named)) or sorted(
        name for name in known if name in broken or starts_by_itself(loader.load(name))
    )
    if shard is None:
        return chosen
    ours = shard.sites(chosen)
    return [name for name in chosen if name in ours]


def _arguments(opts: argparse.Namespace) -> list[str]:
    """The options that each crawl gets as well."""
    passed = [word for argument in every(opts, "arguments") for word in ("-a", argument)]
    passed += [word for setting in opts.set for word in ("-s", setting)]
    for name in _PASSED:
        if value := getattr(opts, name):
            passed += [f"--{name}", value]
    return passed + (["--nolog"] if opts.nolog else [])
