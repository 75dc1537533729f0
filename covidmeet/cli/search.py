"""``covidmeet search``: articles that hold a phrase."""

from __future__ import annotations

import click

from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given

FOUND = 0
NOTHING_FOUND = 1


@click.command(cls=SubCommand, name="search", example="covidmeet search 发热门诊 --limit 5")
@click.argument("words", metavar="PHRASE", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Articles at most.")
@pass_given
def command(given: Given, words: tuple[str, ...], limit: int) -> int:
    """Find the archived articles that hold a phrase, in either script.

    Newest first.  Ends with 1 where nothing holds it.
    """
    from covidmeet.archive.search import search

    phrase = " ".join(words)
    found = 0
    for hit in search(given.open(), phrase, limit=limit):
        found += 1
        click.secho(hit.title or "(no title)", bold=True)
        click.secho(f"  {hit.site}  {hit.published_at or 'no date'}  {hit.url}", dim=True)
        click.echo(f"  {hit.snippet}\n")
    if not found:
        click.echo(f"nothing holds {phrase}", err=True)
    return FOUND if found else NOTHING_FOUND
