"""``covidmeet copies``: the same text on other pages."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import click

from covidmeet.archive.copies.labels import LABELS
from covidmeet.cli import console
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _
from covidmeet.show.line_breaks import padded
from covidmeet.stored_sentences import value
from covidmeet.text.printable import one_line, printable_json

if TYPE_CHECKING:
    from covidmeet.archive.copies.listing import CopyPair

NOTHING_FOUND = 1
_WIDE = 8  # columns of the longest label, and a blank


@click.command(cls=SubCommand, name="copies", example="covidmeet copies --label edited")
@click.argument("which", metavar="[URL|HASH|N]", required=False)
@click.option("--label", type=click.Choice(list(LABELS)), help="Only pairs of this kind.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line, for machines.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV.")
@click.option("--find", is_flag=True, help="First look for copies of articles that wait for it.")
@pass_given
def command(
    given: Given, which: str | None, label: str | None, as_json: bool, as_csv: bool, find: bool
) -> int:
    """List pages with the same text, or with much of it: the page to cite, and below it its copies.

    same, edited, longer, shorter (cut, or an excerpt) or mix, with the share of a copy's text that is in the
    other one. Of one article: all its copies. Ends with 1 where there are none. Copies are looked for at the
    end of each run.
    """
    from covidmeet.archive.copies import listing

    if as_json and as_csv:
        raise click.UsageError(_("--json and --csv exclude each other"))
    if find:
        _find(given)
    db = given.open()
    (waiting,) = db.execute("select count(*) from copies_backlog").fetchone()
    if waiting:
        given.say(
            _("{waiting:,} articles were not compared yet: the next run does it, or --find", waiting=waiting)
        )
    if which is None:
        found = listing.pairs(db, label, cited=not (as_json or as_csv))
    else:
        found = (pair for pair in listing.pairs_of(db, _hash_of(given, which)) if label in (None, pair.label))
    printer = _as_json if as_json else _as_csv if as_csv else _as_groups
    some = printer(found)
    if not some and not (as_json or as_csv):
        click.echo(_("no copies"), err=True)
    return DONE if some else NOTHING_FOUND


def _hash_of(given: Given, which: str) -> str:
    from covidmeet.cli.which import article_meant
    from covidmeet.show.finding import NoSuchArticle

    try:
        return article_meant(given, given.open(), which)
    except NoSuchArticle as error:
        raise click.ClickException(str(error)) from error


def _find(given: Given) -> None:
    from covidmeet.archive.copies.settling import settle, waiting
    from covidmeet.archive.db import connect

    given.open().close()  # to look for copies is no reason to make an archive
    db = connect(given.archive().path, given.setting("DATABASE_BUSY_SECONDS"))
    try:
        total = waiting(db)
        hidden = given.quiet or not sys.stderr.isatty()
        with click.progressbar(length=total, file=sys.stderr, label="copies", hidden=hidden) as bar:
            settle(db, lambda done, _: bar.update(done - bar.pos))
    finally:
        db.close()


def _as_json(found: Iterable[CopyPair]) -> bool:
    some = False
    for pair in found:
        click.echo(printable_json(json.dumps(pair._asdict(), ensure_ascii=False)))
        some = True
    return some


def _as_csv(found: Iterable[CopyPair]) -> bool:
    from covidmeet.archive.copies.listing import CopyPair
    from covidmeet.archive.export.cells import defuse

    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(CopyPair._fields)
    some = False
    for pair in found:
        cells = (int(cell) if isinstance(cell, bool) else cell for cell in pair)
        writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in cells])
        some = True
    return some


def _as_groups(found: Iterable[CopyPair]) -> bool:
    coloured = console.is_coloured()
    some = False
    for (_hash, other_url), group in groupby(found, key=lambda pair: (pair.other, pair.other_url)):
        click.secho(one_line(other_url), bold=True, color=coloured)
        for line in _lines(group):
            click.echo(line)
        some = True
    return some


def _lines(group: Iterable[CopyPair]) -> Iterator[str]:
    for pair in group:
        cited = "  (same_as)" if pair.is_cited else ""
        about = f"{(pair.published_at or _('no date'))[:10]}  {pair.url}{cited}"
        yield f"  {padded(value(pair.label), _WIDE)}{pair.figure:>5.0%}  {one_line(about)}"
