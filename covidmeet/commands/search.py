"""``scrapy search PHRASE``: articles that hold a phrase."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.text import Text
from scrapy.exceptions import UsageError
from sqlite_utils import Database

from covidmeet.archive.search import search
from covidmeet.crawl.own_command import ArchiveCommand


class Command(ArchiveCommand):
    """Finds every occurrence of a phrase, in either script."""

    def syntax(self) -> str:
        return "[options] PHRASE"

    def short_desc(self) -> str:
        return "Find the archived articles that hold a phrase (Simplified or Traditional)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--limit", type=int, default=20, help="articles at most (default: 20)")

    def check(self, args: list[str]) -> None:
        if not args:
            raise UsageError("which phrase?")

    def read(self, db: Database, args: list[str], opts: argparse.Namespace) -> None:
        phrase = " ".join(args)
        console = Console(highlight=False)
        found = 0
        for hit in search(db, phrase, limit=opts.limit):
            found += 1
            console.print(Text(hit.title or "(no title)", style="bold"))
            console.print(Text(f"  {hit.site}  {hit.published_at or 'no date'}  {hit.url}", style="dim"))
            console.print(Text(f"  {hit.snippet}\n"))
        if not found:
            print(f"nothing holds {phrase}", file=sys.stderr)
