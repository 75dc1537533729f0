"""The entry point ``covidmeet``: imports the module of the sub-command that it was given, and no other."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from covidmeet import __version__
from covidmeet.cli.framework import common_options, run
from covidmeet.cli.given import Given
from covidmeet.cli.sub_commands import BY_NAME, SUB_COMMANDS
from covidmeet.cli.translated_help import TranslatedHelp
from covidmeet.crawl.early_stop import stop_early_in_crawls
from covidmeet.language import _


class LazyGroup(TranslatedHelp, click.Group):
    """The sub-commands by the table of their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(BY_NAME)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in BY_NAME:
            return None
        module = import_module(f"covidmeet.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in BY_NAME and not args[0].startswith("-"):
            from covidmeet.crawl.near_names import did_you_mean

            near = did_you_mean(args[0], BY_NAME) or _("; covidmeet --help lists them")
            raise click.UsageError(_("there is no command {args}{near}", args=args[0], near=near), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, commands in SUB_COMMANDS.items():
            with formatter.section(_(heading)):
                formatter.write_dl([(name, _(told)) for name, told in commands.items()], col_max=20)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    params=common_options(),
    epilog="Example:  covidmeet demo, then  covidmeet search 发热门诊",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Crawl, repair, archive and read Chinese news of epidemic meetings."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``covidmeet`` with ``arguments`` (those of the process if None); its exit code."""
    if os.environ.get("_COVIDMEET_COMPLETE"):  # set by the shell that asks
        complete()
    if arguments is None:
        stop_early_in_crawls(sys.argv)
    return run(group, sys.argv[1:] if arguments is None else arguments, Given())


def complete() -> NoReturn:
    """Answer a shell that asks for completions, or for its script, and exit."""
    from covidmeet.cli.completion import COMPLETE

    group.main(prog_name="covidmeet", complete_var=COMPLETE)
