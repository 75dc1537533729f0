"""What the commands of ``scrapy`` share; those of ``covidmeet`` with their options stated once."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, ClassVar, NoReturn

import click
from scrapy.commands import ScrapyCommand

from covidmeet.cli.framework import WRONG_USE, common_options, run
from covidmeet.cli.given import Given
from covidmeet.cli.sub_commands import BY_NAME
from covidmeet.crawl.archive_setting import archive_of
from covidmeet.crawl.command_line import PROGRAM
from covidmeet.crawl.near_names import did_you_mean
from covidmeet.crawl.settings_table import PREFIX, BadSetting, check, refuse_unknown, suspects
from covidmeet.crawl.standard_streams import give_up_stdout
from covidmeet.language import _

# Every command of ``scrapy`` has these by itself.
_OF_SCRAPY = frozenset(("set", "loglevel", "logfile", "nolog"))
_PREFIX = "click_"  # apart from the names of Scrapy's own options


class CheckedCommand(ScrapyCommand):
    """Takes the common options; ends 1, with one sentence on standard error, where it is not used rightly."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_options(parser, common_options())
        parser.allow_abbrev = False  # a word that is no option is an error, not another option
        parser.error = self.refuse  # type: ignore[method-assign]
        self._parser = parser

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Called by Scrapy before it builds anything from the settings."""
        assert self.settings is not None
        known = set(self.settings)
        if path := last(opts, "database"):
            opts.set.append(f"DATABASE={path}")
        super().process_options(args, opts)
        self.run = partial(self._run_to_output, self.run)  # type: ignore[method-assign]
        for sentence in suspects():
            print(f"covidmeet: {sentence}", file=sys.stderr)
        try:
            refuse_unknown((pair.partition("=")[0] for pair in opts.set), known)
            check(self.settings)
        except BadSetting as error:
            self.refuse(str(error))
        self.check_words(args)

    def _run_to_output(
        self, run: Callable[[list[str], argparse.Namespace], None], args: list[str], opts: argparse.Namespace
    ) -> None:
        """Run the command; a standard output that takes no more is told in a sentence, if it is full."""
        try:
            run(args, opts)
            sys.stdout.flush()
        except BrokenPipeError:
            give_up_stdout()
        except OSError as error:
            give_up_stdout()
            self.refuse(str(error))

    def check_words(self, args: list[str]) -> None:
        """Refuse what looks like an option and is none."""
        for word in args:
            if word.startswith("-") and len(word) > 1:
                known = re.findall(r"(?<!\w)--?[a-z][\w-]*", self._parser.format_help())
                near = did_you_mean(word.partition("=")[0], known)
                self.refuse(_("there is no option {word}{near}", word=word, near=near))

    @property
    def speaker(self) -> str:
        """Who says a sentence on standard error: the program that was called, and this command."""
        program = self.settings.get(PROGRAM, "scrapy") if self.settings is not None else "scrapy"
        return f"{program} {type(self).__module__.rpartition('.')[2]}"

    def refuse(self, message: str) -> NoReturn:
        """End as wrong use does; a variable in the environment is no command's fault."""
        speaker = "covidmeet" if message.startswith(PREFIX) else self.speaker
        print(f"{speaker}: {message}", file=sys.stderr)
        sys.exit(WRONG_USE)


class OwnCommand(CheckedCommand):
    """A command of this project: it crawls nothing itself, and its output is not mixed with a log."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}


class ClickAdapter(OwnCommand):
    """A module of ``covidmeet.commands`` states the click command that it stands for."""

    click_command: ClassVar[click.Command]

    def syntax(self) -> str:
        arguments = [p for p in self.click_command.params if isinstance(p, click.Argument)]
        context = click.Context(self.click_command)
        return " ".join(["[options]", *(argument.make_metavar(context) for argument in arguments)])

    def short_desc(self) -> str:
        return BY_NAME[self.click_command.name or ""]

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_options(parser, self.click_command.params)

    def check_words(self, args: list[str]) -> None:
        """What argparse does not know is left for click to read."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        given = Given(
            program="scrapy",
            command=self.click_command.name or "",
            read_setting=self.settings.get,
            find_archive=partial(archive_of, self.settings),
        )
        words = [*given_options(self.click_command, opts), *args]
        self.exitcode = run(self.click_command, words, given)


def add_options(parser: argparse.ArgumentParser, parameters: Iterable[click.Parameter]) -> None:
    """Give ``parser`` options of click's; their values stay text, which click reads."""
    for option in _options(parameters):
        told: dict[str, Any] = {"dest": f"{_PREFIX}{option.name}", "help": option.help, "default": None}
        if option.is_flag or option.count:
            parser.add_argument(*option.opts, action="append_const", const="", **told)
        else:
            metavar: str | tuple[str, ...] = option.metavar or (option.name or "").upper()
            if option.nargs > 1:
                metavar, told["nargs"] = tuple(str(metavar).split()), option.nargs
            parser.add_argument(*option.opts, action="append", metavar=metavar, **told)


def every(opts: argparse.Namespace, name: str) -> list[str]:
    """All that was given for an option that came from click."""
    return getattr(opts, f"{_PREFIX}{name}", None) or []


def last(opts: argparse.Namespace, name: str) -> str | None:
    """What was given last for an option that came from click; None where nothing was."""
    return every(opts, name)[-1] if every(opts, name) else None


def given_options(command: click.Command, opts: argparse.Namespace) -> Iterator[str]:
    """The words that stood for the options of ``command``, as argparse found them."""
    for option in _options(command.params):
        for value in every(opts, option.name or ""):
            name = max(option.opts, key=len)
            if option.nargs > 1:
                yield from (name, *value)
            else:
                yield name if option.is_flag or option.count else f"{name}={value}"


def _options(parameters: Iterable[click.Parameter]) -> list[click.Option]:
    return [p for p in parameters if isinstance(p, click.Option) and p.name not in _OF_SCRAPY]
