"""The help of commands in the language in use, folded to the width that Chinese takes."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from copy import copy
from typing import Any

import click

from covidmeet.language import _, language, pgettext


class ColumnsFormatter(click.HelpFormatter):
    """Folds Chinese between characters, two columns each; click folds at blanks, which Chinese has not."""

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + _("{heading}:", heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        if language() == "en":
            super().write_text(text)
            return
        indent = " " * self.current_indent
        for line in _folded(text, self.width - self.current_indent):
            self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        if language() == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        from covidmeet.show.line_breaks import columns, padded

        rows = list(rows)
        wide = min(max(columns(first) for first, _ in rows), col_max) + col_spacing
        for first, second in rows:
            lines = list(_folded(second, max(self.width - wide - self.current_indent, 10))) or [""]
            if columns(first) > wide - col_spacing:
                self.write(" " * self.current_indent + first + "\n")
                first = ""
            for line in lines:
                self.write((" " * self.current_indent + padded(first, wide) + line).rstrip() + "\n")
                first = ""


def _folded(text: str, width: int) -> Iterable[str]:
    """The lines of ``text``: paragraphs folded, those marked with a backspace left as they are."""
    from covidmeet.show.line_breaks import fold_lines

    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ""
        first, *more = paragraph.split("\n")
        if first.strip() == "\b":
            yield from more
        else:
            joined = " ".join([first, *map(str.strip, more)])
            yield from (joined[start:stop] for start, stop in fold_lines(joined, width))


class TranslatedContext(click.Context):
    """The context of a command of ``covidmeet``."""

    formatter_class = ColumnsFormatter


class TranslatedHelp(click.Command):
    """A command whose help, stated in English, is shown in the language in use."""

    context_class = TranslatedContext

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help; called by click."""
        if language() == "en":
            super().format_help(ctx, formatter)
        else:
            click.Command.format_help(_in_language(self), ctx, formatter)


def _in_language(command: Any) -> Any:
    """A copy of the command with its texts translated."""
    shown = copy(command)
    shown._help_option = None  # click keeps it in the language it was first shown in
    shown.options_metavar = pgettext("metavar", command.options_metavar)
    if hasattr(command, "subcommand_metavar"):
        shown.subcommand_metavar = pgettext("metavar", command.subcommand_metavar)
    shown.help = _(inspect.cleandoc(command.help)) if command.help else None
    shown.epilog = _(command.epilog) if command.epilog else None
    shown.params = [_translated(parameter) for parameter in command.params]
    return shown


def _translated(parameter: click.Parameter) -> click.Parameter:
    shown = copy(parameter)
    if metavar := metavar_of(parameter):
        shown.metavar = pgettext("metavar", metavar)
    if isinstance(shown, click.Option) and shown.help:
        shown.help = _(shown.help)
    return shown


def metavar_of(parameter: click.Parameter) -> str:
    """What stands for the value in the help, in English; empty for a flag, and where the choices stand."""
    if parameter.metavar or isinstance(parameter.type, click.Choice):
        return parameter.metavar or ""
    if isinstance(parameter, click.Option):
        is_number = isinstance(parameter.type, click.types.IntParamType)
        return "" if parameter.is_flag else "N" if is_number else parameter.type.name.upper()
    return (parameter.name or "").upper()
