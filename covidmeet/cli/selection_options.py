"""The options that say which articles a command takes, and a bar that shows how far it is with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from covidmeet.cli.given import Given
from covidmeet.language import _

if TYPE_CHECKING:
    from covidmeet.archive.export.selection import Selection


def _day(ctx: click.Context, option: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            _("{text} is no day; write one as 2022-03-01", text=text), param=option
        ) from None


_OPTIONS = (
    click.option("--site", "sites", metavar="SITE", multiple=True, help="Of this site; may be repeated."),
    click.option("--since", metavar="DAY", callback=_day, help="Published on this day (Beijing) or later."),
    click.option("--until", metavar="DAY", callback=_day, help="Published on this day (Beijing) or before."),
    click.option("--search", "phrase", metavar="QUERY", help="That `covidmeet search` would find."),
    click.option("--unique", is_flag=True, help="One article a text."),
)


def of_selection(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options whose values are fields of ``Selection``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def progress(given: Given, db: Any, selection: Selection) -> Iterator[Callable[[int], object] | None]:
    """A bar on a terminal's standard error; none elsewhere."""
    if given.quiet or not sys.stderr.isatty():
        yield None
        return
    total = selection.count(db)
    with click.progressbar(length=total, file=sys.stderr, label=given.command, show_pos=True) as bar:
        yield bar.update
