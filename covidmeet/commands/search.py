"""``scrapy search PHRASE``: articles that hold a phrase."""

from __future__ import annotations

import argparse
import sys
from typing import Any, ClassVar

from rich.console import Console
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from covidmeet.archive.db import ArchiveError, Error, read_only
from covidmeet.archive.search import search
from covidmeet.text.script import simplify


class Command(ScrapyCommand):
    """Finds every occurrence of a phrase, in either script."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] PHRASE"

    def short_desc(self) -> str:
        return "Find the archived articles that hold a phrase (Simplified or Traditional)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--limit", type=int, default=20, help="articles at most (default: 20)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            raise UsageError("which phrase?")
        assert self.settings is not None
        phrase = simplify(" ".join(args))
        console = Console(highlight=False)
        found = 0
        try:
            for hit in search(read_only(self.settings["DATABASE"]), phrase, limit=opts.limit):
                found += 1
                console.print(Text(hit.title or "(no title)", style="bold"))
                console.print(Text(f"  {hit.site}  {hit.published_at or 'no date'}  {hit.url}", style="dim"))
                console.print(Text(f"  {hit.snippet}\n"))
        except (ArchiveError, Error) as error:
            print(f"scrapy search: {error}", file=sys.stderr)
            self.exitcode = 1
            return
        if not found:
            print(f"nothing holds {phrase}", file=sys.stderr)
