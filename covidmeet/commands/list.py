"""``scrapy list``: Scrapy's own, which ends 1 with a sentence where a setting cannot be used."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands.list import Command as ScrapyList
from scrapy.spiderloader import get_spider_loader

from covidmeet.cli.scrapy_adapter import CheckedCommand
from covidmeet.crawl import exit_codes
from covidmeet.crawl.log_formatter import printable
from covidmeet.crawl.spider_loader import ByFileName
from covidmeet.language import _


class Command(CheckedCommand, ScrapyList):
    """The names of the spiders, one a line; ends 2 where a file cannot be imported."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        loader: ByFileName = get_spider_loader(self.settings)  # type: ignore[assignment]
        for name in sorted(loader.list()):
            print(printable(name))
        for name, why in loader.broken().items():
            print(
                printable(
                    _(
                        "{speaker}: the spider {name} is left out: {why}",
                        speaker=self.speaker,
                        name=name,
                        why=why,
                    )
                ),
                file=sys.stderr,
            )
            self.exitcode = exit_codes.UNHEALTHY
