"""A sub-command of ``covidmeet`` as one of ``scrapy``: the same function, its options stated once."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

import click

from covidmeet.cli.framework import run
from covidmeet.cli.given import Given
from covidmeet.crawl.archive_setting import archive_of
from covidmeet.crawl.own_command import OwnCommand

_OF_SCRAPY = ("set", "database")  # every command of ``scrapy`` has these itself
_PREFIX = "click_"  # apart from the names of Scrapy's own options


class ClickAdapter(OwnCommand):
    """A module of ``covidmeet.commands`` states the click command that it stands for."""

    click_command: ClassVar[click.Command]

    def syntax(self) -> str:
        arguments = [p for p in self.click_command.params if isinstance(p, click.Argument)]
        context = click.Context(self.click_command)
        return " ".join(["[options]", *(argument.make_metavar(context) for argument in arguments)])

    def short_desc(self) -> str:
        return self.click_command.get_short_help_str(100)

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_options(parser, self.click_command)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        given = Given(
            program="scrapy",
            command=self.click_command.name or "",
            read_setting=self.settings.get,
            find_archive=partial(archive_of, self.settings),
        )
        # What argparse does not know is left for click to refuse, with what may be meant instead.
        words = [*given_options(self.click_command, opts), *args]
        self.exitcode = run(self.click_command, words, given)


def add_options(parser: argparse.ArgumentParser, command: click.Command) -> None:
    """Give ``parser`` the options of ``command``; their values stay text, which click reads."""
    for option in _options(command):
        told: dict[str, Any] = {"dest": f"{_PREFIX}{option.name}", "help": option.help, "default": None}
        if option.is_flag or option.count:
            parser.add_argument(*option.opts, action="append_const", const="", **told)
        else:
            metavar = option.metavar or (option.name or "").upper()
            parser.add_argument(*option.opts, action="append", metavar=metavar, **told)


def given_options(command: click.Command, opts: argparse.Namespace) -> Iterator[str]:
    """The words that stood for the options of ``command``, as argparse found them."""
    for option in _options(command):
        for value in getattr(opts, f"{_PREFIX}{option.name}") or ():
            name = max(option.opts, key=len)
            yield name if option.is_flag or option.count else f"{name}={value}"


def _options(command: click.Command) -> Sequence[click.Option]:
    return [p for p in command.params if isinstance(p, click.Option) and p.name not in _OF_SCRAPY]
