"""What all sub-commands share: the common options, and how each of them is run and ends."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from covidmeet.cli.given import Given
from covidmeet.cli.translated_help import TranslatedHelp
from covidmeet.crawl.standard_streams import give_up_stdout, never_fail_to_print, open_closed_streams
from covidmeet.language import LANGUAGES, _, language, of_environment, pgettext, using
from covidmeet.stored_sentences import value

DONE = 0
WRONG_USE = 1
_NUMBERS = (click.types.IntParamType, click.types.FloatParamType)
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


class SubCommand(TranslatedHelp):
    """A sub-command; takes the common options as well, and is given an example as its last line of help."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += common_options()
        self.example = example

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.find_root().ensure_object(Given).command = self.name or ""
        return super().parse_args(ctx, args)

    checks_settings = True
    """Whether a wrong setting, also one that it does not use, keeps the command from running."""

    def invoke(self, ctx: click.Context) -> Any:
        given = ctx.find_root().ensure_object(Given)
        if self.checks_settings:
            given.check_settings()
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            give_up_stdout()  # the reader closed the pipe (EPIPE)
            return DONE
        return code

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.example:
            formatter.write(f"\n{_('Example:')}  {self.example}\n")


def common_options() -> list[click.Parameter]:
    """What is taken before and after the name of each sub-command; kept in ``Given``."""
    return [
        click.Option(
            ["-d", "--database"],
            metavar="FILE",
            type=click.Path(),
            expose_value=False,
            callback=_keep,
            help="The archive.",
        ),
        click.Option(
            ["-s", "--set"],
            metavar="NAME=VALUE",
            multiple=True,
            expose_value=False,
            callback=_keep,
            help="A setting, for this call.",
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            callback=_keep,
            help="Language of what is said.",
        ),
        click.Option(
            ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_keep, help="Say errors only."
        ),
    ]


def _keep(ctx: click.Context, option: click.Parameter, value: Any) -> None:
    """Of an option that was given twice, before and after the sub-command, the last one counts."""
    given = ctx.find_root().ensure_object(Given)
    if option.name == "set":
        given.settings.update(_pair(ctx, option, text) for text in value or ())
    elif value is not None and value is not False:
        setattr(given, {"lang": "language"}.get(option.name or "", option.name or ""), value)


def _pair(ctx: click.Context, option: click.Parameter, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(_("{text!r} is not NAME=VALUE", text=text), ctx, option)
    return name, value


def run(command: click.Command, arguments: Sequence[str], given: Given) -> int:
    """Run a command of click's; its exit code.  What a person did wrong is told in one sentence.

    A command's function returns its exit code, or None for 0.
    """
    open_closed_streams()
    never_fail_to_print()
    with using(asked_language(arguments) or of_environment(os.environ)):
        return _run(command, arguments, given)


def _run(command: click.Command, arguments: Sequence[str], given: Given) -> int:
    try:
        code = command.main(args=list(arguments), prog_name=given.speaker, standalone_mode=False, obj=given)
        return code if isinstance(code, int) else DONE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        if isinstance(error, OSError):
            give_up_stdout()  # it may be that which failed
        click.echo(f"{_speaker(error, given)}: {sentence}", err=True)
        return WRONG_USE


def asked_language(arguments: Sequence[str]) -> str | None:
    """What ``--lang`` says, before click reads the words: also its errors are told in that language."""
    words = list(arguments)
    words = words[: words.index("--")] if "--" in words else words
    found = [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    found += [value for word, value in itertools.pairwise(words) if word == "--lang"]
    return next((value for value in reversed(found) if value in LANGUAGES), None)


def sentence_for(error: Exception) -> str | None:
    """What to tell a person of an error of theirs or of their machine; None for a fault of the program."""
    from covidmeet.archive.query_tree import QueryError
    from covidmeet.archive.sqlite_errors import ArchiveError, Error, explain
    from covidmeet.crawl.settings_table import BadSetting
    from covidmeet.crawl.site_registry import BadSpiderFile

    if isinstance(error, click.MissingParameter) and error.param is not None:
        return missing(error)
    if isinstance(error, click.NoSuchOption):
        return _("there is no option {option_name}{near}", option_name=error.option_name, near=_near(error))
    if type(error) is click.BadParameter and isinstance(error.param, click.Argument):
        return _as_sentence(error.message)  # that it is invalid goes without saying
    if isinstance(error, click.ClickException):
        return _as_sentence(_with_type(error))
    if isinstance(error, Error):
        return explain(error)
    if isinstance(error, (ArchiveError, BadSetting, BadSpiderFile, QueryError, OSError)):
        return str(error)
    return None


def missing(error: click.MissingParameter) -> str:
    """An argument or option that is not there, by the name that the help has for it."""
    metavar = error.param.metavar if error.param is not None else None
    if metavar and language() != "en":
        return _("missing argument {metavar}", metavar=pgettext("metavar", metavar))
    return _as_sentence(error.format_message())


def _as_sentence(message: str) -> str:
    """A message of click's as the end of a sentence."""
    message = message.rstrip(".。")
    return message[:1].lower() + message[1:]


def _with_type(error: click.ClickException) -> str:
    """The message, in which click names a kind of value in English."""
    message = error.format_message()
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, _NUMBERS):
        kind = error.param.type.name
        return message.replace(kind, value(kind))
    return message


def _near(error: click.NoSuchOption) -> str:
    """click names all that are near; the nearest does."""
    from covidmeet.crawl.near_names import did_you_mean

    return did_you_mean(error.option_name, error.possibilities or ())


def _speaker(error: Exception, given: Given) -> str:
    """Who found the error; a variable in the environment is no command's fault."""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return error.ctx.command_path
    from covidmeet.crawl.settings_table import PREFIX

    return given.program if str(error).startswith(PREFIX) else given.speaker
