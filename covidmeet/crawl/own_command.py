"""What the project's own sub-commands have in common."""

from __future__ import annotations

import argparse
import os
import sys
from abc import abstractmethod
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from sqlite_utils import Database

from covidmeet.archive.db import ArchiveError, read_only
from covidmeet.archive.sqlite_errors import Error
from covidmeet.crawl import exit_codes


class OwnCommand(ScrapyCommand):
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
            self.read(read_only(self.settings["DATABASE"]), args, opts)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough; nothing may be left to flush into its pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (ArchiveError, Error, OSError) as error:
            name = type(self).__module__.rsplit(".", 1)[1]
            print(f"scrapy {name}: {error}", file=sys.stderr)
            self.exitcode = exit_codes.COULD_NOT_START

    def check(self, args: list[str]) -> None:
        """Raise ``UsageError`` where ``args`` cannot be meant."""

    @abstractmethod
    def read(self, db: Database, args: list[str], opts: argparse.Namespace) -> None:
        """Do the command's work on the open archive."""
