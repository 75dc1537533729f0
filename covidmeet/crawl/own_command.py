"""What the project's sub-commands have in common.

Not in ``covidmeet.commands``: Scrapy takes every command class of a module there for a command.
"""

from __future__ import annotations

import argparse
import os
import sys
from abc import abstractmethod
from sqlite3 import Connection
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from covidmeet.archive.reader import open_read_only
from covidmeet.archive.sqlite_errors import ArchiveError, Error
from covidmeet.crawl import exit_codes
from covidmeet.crawl.archive_setting import archive_of
from covidmeet.crawl.settings_table import PREFIX, BadSetting, check, refuse_unknown, suspects


class CheckedCommand(ScrapyCommand):
    """Ends 1, with one sentence on standard error, where a setting cannot be used, wherever it was given."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-d", "--database", metavar="FILE", help="the archive, as -s DATABASE=FILE")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy before it builds anything from the settings."""
        assert self.settings is not None
        known = set(self.settings)
        if opts.database is not None:
            opts.set.append(f"DATABASE={opts.database}")
        super().process_options(args, opts)
        for sentence in suspects():
            print(f"covidmeet: {sentence}", file=sys.stderr)
        try:
            refuse_unknown((pair.partition("=")[0] for pair in opts.set), known)
            check(self.settings)
        except BadSetting as error:
            speaker = "covidmeet" if str(error).startswith(PREFIX) else f"scrapy {name_of(self)}"
            print(f"{speaker}: {error}", file=sys.stderr)
            sys.exit(exit_codes.COULD_NOT_START)


def name_of(command: ScrapyCommand) -> str:
    """A command's name: that of its module, as Scrapy has it."""
    return type(command).__module__.rpartition(".")[2]


class OwnCommand(CheckedCommand):
    """A command of this project: it crawls nothing itself, and its output is not mixed with a log."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}


class ArchiveCommand(OwnCommand):
    """Reads the archive and writes to a person or a file; may be called while crawls run.

    Ends 1, with one sentence on standard error, where the archive or the output cannot be used.
    """

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        self.check(args)
        try:
            self.read(open_read_only(archive_of(self.settings).path), args, opts)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader closed the pipe (EPIPE): nothing must be left to be flushed at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (ArchiveError, Error, OSError) as error:
            print(f"scrapy {name_of(self)}: {error}", file=sys.stderr)
            self.exitcode = exit_codes.COULD_NOT_START

    def check(self, args: list[str]) -> None:
        """Raise ``UsageError`` where ``args`` cannot be meant."""

    @abstractmethod
    def read(self, db: Connection, args: list[str], opts: argparse.Namespace) -> None:
        """Do the command's work on the open archive."""
