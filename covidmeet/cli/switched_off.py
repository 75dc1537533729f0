"""Commands of Scrapy's that make no sense here: each says what does instead."""

from __future__ import annotations

import argparse
from typing import NoReturn

from covidmeet.cli.scrapy_adapter import CheckedCommand


class SwitchedOff(CheckedCommand):
    """Ends 1, with a sentence that names the command to use."""

    requires_project = True
    instead = ""

    def short_desc(self) -> str:
        return f"Switched off: {self.instead}"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.error = self.refuse_all  # type: ignore[method-assign]

    def refuse_all(self, message: str) -> NoReturn:
        """Whatever is wrong with the words after it, the command is none of ours."""
        self.refuse(f"switched off: {self.instead}")

    def check_words(self, args: list[str]) -> None:
        self.refuse_all("")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Never reached: every call is refused before."""
