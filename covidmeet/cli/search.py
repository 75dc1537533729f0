"""``covidmeet search``: articles that a query means."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from covidmeet.cli import console
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _

if TYPE_CHECKING:
    from sqlite3 import Connection

    from covidmeet.archive.search import Hit

FOUND = 0
NOTHING_FOUND = 1
ORDERS = ("newest", "ranked")


@click.command(cls=SubCommand, name="search", example='covidmeet search "发热门诊 -疫苗 since:2022"')
@click.argument("words", metavar="QUERY", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Articles at most.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="The N-th so many.")
@click.option(
    "--order", type=click.Choice(ORDERS), default="newest", show_default=True, help="ranked: by BM25."
)
@click.option("--kwic", is_flag=True, help="A line for each place of a word, the words below each other.")
@click.option("--count", is_flag=True, help="Only how many articles the query finds, without a limit.")
@click.option(
    "--json", "as_json", is_flag=True, help="A list of objects: the columns of an export, snippet, matches."
)
@click.option("--csv", "as_csv", is_flag=True, help="The same as CSV; matches is their number.")
@pass_given
def command(
    given: Given,
    words: tuple[str, ...],
    limit: int,
    page: int,
    order: str,
    kwic: bool,
    count: bool,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Find the archived articles that hold all words, in either script.

    \b
    OR, NOT, -word, ( ) and "phrases" (quote the whole query for the shell);
    site: since: until: source: title:, and of a meeting that an article
    reports level: form: place: convener: chair: person: held: measure:

    Newest first (those without a day last), or by how much of an article the words are; numbered:
    ``show N`` shows the N-th.  Ends with 1 where nothing holds it.
    """
    from covidmeet.archive.search import count_hits, search
    from covidmeet.show.hits import COUNTED, shown_of
    from covidmeet.show.last_search import remember

    if as_json + as_csv + kwic + count > 1:
        raise click.UsageError(_("one of --json, --csv, --kwic and --count"))
    query, db = " ".join(words), given.open()
    if count:
        found = count_hits(db, query)
        click.echo(found)
        return FOUND if found else NOTHING_FOUND
    first, shown = (page - 1) * limit, list[str]()

    def noted() -> Iterator[Hit]:
        for hit in search(db, query, limit=limit, skip=first, ranked=order == "ranked"):
            shown.append(hit.url_hash)
            yield hit

    try:
        if as_json or as_csv:
            _write(db, noted(), as_json)
        else:
            _show(noted(), first, kwic)
    finally:  # also where the reader closed the pipe
        remember(given.archive().path, shown, first)
    total = count_hits(db, query, COUNTED + 1) if first or len(shown) == limit else len(shown)
    if not shown:
        click.echo(
            _("page {page} is beyond the last hit", page=page)
            if total
            else _("nothing holds {query}", query=query),
            err=True,
        )
    elif not (as_json or as_csv):
        given.say(shown_of(first, len(shown), total))
    return FOUND if shown else NOTHING_FOUND


def _write(db: Connection, found: Iterable[Hit], as_json: bool) -> None:
    from covidmeet.show import hits_as_data  # whole rows: what these need takes 40 ms to import

    write = hits_as_data.write_json if as_json else hits_as_data.write_csv
    write(hits_as_data.as_objects(db, found), sys.stdout)


def _show(found: Iterable[Hit], first: int, kwic: bool) -> None:
    from covidmeet.show import hits

    coloured, width = console.is_coloured(), console.width()
    for number, hit in enumerate(found, first + 1):
        lines = hits.in_context(hit, number, width, coloured) if kwic else hits.listed(hit, number, coloured)
        for line in lines:
            click.echo(line, color=coloured)
