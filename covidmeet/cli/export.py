"""``covidmeet export``: the articles of the archive as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from covidmeet.archive.export.errors import ExportError
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given

if TYPE_CHECKING:
    from collections.abc import Callable

    from covidmeet.archive.export.exporting import Exported
    from covidmeet.archive.export.formats import Manner
    from covidmeet.archive.export.selection import Selection

FORMATS = ("csv", "jsonl", "parquet", "sqlite", "tsv", "xlsx")
ORDERS = ("archive", "reader")


def _day(_: click.Context, option: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text} is no day; write one as 2022-03-01", param=option) from None


@click.command(cls=SubCommand, name="export", example="covidmeet export -o 2022.xlsx --since 2022-01-01")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="csv, tsv, jsonl (each also .gz, .zst), parquet, xlsx, sqlite.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by FILE's ending, else csv.")
@click.option("--site", "sites", metavar="SITE", multiple=True, help="Of this site; may be repeated.")
@click.option("--since", metavar="DAY", callback=_day, help="Published on this day (Beijing) or later.")
@click.option("--until", metavar="DAY", callback=_day, help="Published on this day (Beijing) or before.")
@click.option("--search", "phrase", metavar="PHRASE", help="That hold the phrase, in either script.")
@click.option("--columns", metavar="A,B,…", help="These columns, in this order; all: every one.")
@click.option("--unique", is_flag=True, help="One article a text.")
@click.option("--order", type=click.Choice(ORDERS), default="archive", help="reader: newest first.")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, for Excel (csv, tsv).")
@click.option("--truncate", is_flag=True, help="Cut what is too long for a cell of xlsx.")
@click.option(
    "--no-package", is_flag=True, help="No datapackage.json, codebook.md, CITATION.cff beside FILE."
)
@click.option(
    "--release", nargs=2, metavar="NAME DIR", help="Write a citable release into the new folder DIR/NAME."
)
@pass_given
def command(
    given: Given,
    /,
    output: str | None,
    form: str | None,
    columns: str | None,
    bom: bool,
    truncate: bool,
    no_package: bool,
    release: tuple[str, str] | None,
    **asked: Any,
) -> None:
    """Write the archived articles into a file, or to standard output."""
    from covidmeet.archive.export.columns import OF_CSV, columns_named
    from covidmeet.archive.export.selection import Selection

    try:
        if columns is not None:
            asked["columns"] = columns_named(columns.split(","))
        if release:
            if output or form or bom or truncate or columns is not None:
                raise ExportError(
                    "--release NAME DIR writes Parquet with all columns; it goes with filters only"
                )
            _release(given, *release, Selection(**asked))
            return
        manner = _manner(output, form, bom, truncate)
        if columns is None and manner.form.name in ("csv", "tsv"):
            asked["columns"] = OF_CSV
        if output in (None, "-") and not manner.form.is_text and sys.stdout.isatty():
            raise ExportError(f"{manner.form} is not for a terminal: name a file with -o FILE")
        _export(given, output, Selection(**asked), manner, package=not no_package)
    except ExportError as error:
        raise click.ClickException(str(error)) from error


def _manner(output: str | None, form: str | None, bom: bool, truncate: bool) -> Manner:
    """By the name of the output and what was said beside it."""
    from covidmeet.archive.export.compression import without_compression
    from covidmeet.archive.export.formats import FORMATS as KNOWN
    from covidmeet.archive.export.formats import Manner, checked, format_of
    from covidmeet.atomic_file import is_stream

    name = Path(output or "-").name
    if form:
        return Manner(KNOWN[form], checked(KNOWN[form], without_compression(name)[1]), bom, truncate)
    if name == "-" or (output and is_stream(Path(output))):
        return Manner(bom=bom, truncate=truncate)
    chosen, compression = format_of(name)
    return Manner(chosen, compression, bom, truncate)


def _export(given: Given, output: str | None, selection: Selection, manner: Manner, *, package: bool) -> None:
    from covidmeet.archive.export.exporting import export

    target = Path(output) if output not in (None, "-") else sys.stdout.buffer
    with closing(given.open()) as db, _progress(given, db, selection) as tick:
        done = export(db, target, selection, manner, package=package, tick=tick)
    _tell(given, done, output)


def _release(given: Given, name: str, folder: str, selection: Selection) -> None:
    from covidmeet.archive.export.release import make_release

    archive = given.archive().path
    with closing(given.open()) as db, _progress(given, db, selection) as tick:
        made = make_release(db, archive, name, Path(folder), selection, tick=tick)
    for sentence in made.told:
        given.say(sentence)


def _tell(given: Given, done: Exported, output: str | None) -> None:
    from covidmeet.archive.export.notes import sentences
    from covidmeet.health.words import plural

    size = "" if done.size is None else f" ({done.size:,} bytes)"
    where = output if output not in (None, "-") else "standard output"
    for sentence in [*sentences(done.notes), *done.beside]:
        given.say(sentence)
    if done.rows == 0 or output not in (None, "-"):
        given.say(f"{plural(done.rows, 'article')} written to {where}{size}")


@contextmanager
def _progress(given: Given, db: Any, selection: Selection) -> Iterator[Callable[[int], object] | None]:
    """A bar on a terminal's standard error; none elsewhere."""
    if given.quiet or not sys.stderr.isatty():
        yield None
        return
    total = selection.count(db)
    with click.progressbar(length=total, file=sys.stderr, label="export", show_pos=True) as bar:
        yield bar.update
