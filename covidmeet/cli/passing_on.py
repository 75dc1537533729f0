"""Sub-commands that are Scrapy's: their options, stated here, are handed on to its command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given


class ScrapyCommand(SubCommand):
    """``covidmeet NAME`` for a command of ``scrapy``'s that crawls or needs all spiders."""

    def invoke(self, ctx: click.Context) -> int:
        """Called by click in place of the function that it decorates; the exit code."""
        from covidmeet.crawl.command_line import call_scrapy

        given = ctx.find_root().ensure_object(Given)
        return call_scrapy(given.command, [*_words(ctx), *_common(given)], given.program)


def log_options(function: Any) -> Any:
    """What Scrapy takes for its log."""
    for option in (
        click.option("--nolog", is_flag=True, help="No log at all."),
        click.option("--logfile", metavar="FILE", type=click.Path(), help="Log to this file."),
        click.option("-L", "--loglevel", metavar="LEVEL", help="The least that is logged: WARNING, INFO …"),
    ):
        function = option(function)
    return function


def _words(ctx: click.Context) -> Iterator[str]:
    """The words of this call as Scrapy takes them: options first, then what is named."""
    for option in ctx.command.params:
        values = ctx.params.get(option.name or "")
        if not isinstance(option, click.Option) or not values or not option.expose_value:
            continue
        name = max(option.opts, key=len)
        if option.is_flag:
            yield name
            continue
        for value in values if option.multiple else [values]:
            yield from ([f"{name}={value}"] if name.startswith("--") else [name, str(value)])
    for argument in ctx.command.params:
        if isinstance(argument, click.Argument):
            values = ctx.params[argument.name or ""]
            yield from values if argument.nargs != 1 else [values]


def _common(given: Given) -> Iterator[str]:
    if given.database is not None:
        yield f"--database={given.database}"
    for name, value in given.settings.items():
        yield f"--set={name}={value}"
    if given.quiet:
        yield "--quiet"
