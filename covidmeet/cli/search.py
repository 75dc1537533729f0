"""``covidmeet search``: articles that hold a phrase."""

from __future__ import annotations

import click

from covidmeet.cli import console
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.text.printable import one_line

FOUND = 0
NOTHING_FOUND = 1
_DIGITS = 3
_INDENT = " " * (_DIGITS + 2)


@click.command(cls=SubCommand, name="search", example="covidmeet search 发热门诊 --limit 5")
@click.argument("words", metavar="PHRASE", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Articles at most.")
@pass_given
def command(given: Given, words: tuple[str, ...], limit: int) -> int:
    """Find the archived articles that hold a phrase, in either script.

    Newest first, numbered: ``show N`` shows the N-th.  Ends with 1 where nothing holds it.
    """
    from covidmeet.archive.search import search
    from covidmeet.show.last_search import remember

    phrase = " ".join(words)
    coloured = console.is_coloured()
    found: list[str] = []
    try:
        for hit in search(given.open(), phrase, limit=limit):
            found.append(hit.url_hash)
            title = one_line(hit.title or "(no title)")
            click.secho(f"{len(found):>{_DIGITS}}  {title}", bold=True, color=coloured)
            about = one_line(f"{hit.site}  {hit.published_at or 'no date'}  {hit.url}")
            click.secho(f"{_INDENT}{about}", dim=True, color=coloured)
            click.echo(f"{_INDENT}{one_line(hit.snippet)}\n")
    finally:  # also where the reader closed the pipe
        remember(given.archive().path, found)
    if not found:
        click.echo(f"nothing holds {phrase}", err=True)
    return FOUND if found else NOTHING_FOUND
