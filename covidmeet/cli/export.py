"""``covidmeet export``: the articles of the archive as files for other programs."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from covidmeet.archive.export.errors import ExportError
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.cli.selection_options import of_selection, progress
from covidmeet.language import _, ngettext, nN_
from covidmeet.stored_sentences import shown

if TYPE_CHECKING:
    from covidmeet.archive.export.exporting import Exported
    from covidmeet.archive.export.formats import Manner
    from covidmeet.archive.export.selection import Selection

FORMATS = ("csv", "jsonl", "parquet", "sqlite", "tsv", "wacz", "xlsx")
ORDERS = ("archive", "reader")
FAILED = 2
TABLES = ("articles", "meetings", "meetings-wide")
_WRITTEN = {
    "url_hash": nN_(
        "{count:,} article written to {where}{size}", "{count:,} articles written to {where}{size}"
    ),
    "meeting_id": nN_(
        "{count:,} meeting written to {where}{size}", "{count:,} meetings written to {where}{size}"
    ),
}
"""Key of the rows → what is told of them, one or many."""


@click.command(cls=SubCommand, name="export", example="covidmeet export -o 2022.xlsx --since 2022-01-01")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="csv, tsv, jsonl (each also .gz, .zst), parquet, xlsx, sqlite; wacz: the stored pages.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by FILE's ending, else csv.")
@of_selection
@click.option("--columns", metavar="A,B,…", help="These columns, in this order; all: every one.")
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default="articles",
    show_default=True,
    help="One row an article, or one a meeting that an article reports; wide: with people and measures.",
)
@click.option("--order", type=click.Choice(ORDERS), default="archive", help="reader: newest first.")
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, for Excel (csv, tsv).")
@click.option("--truncate", is_flag=True, help="Cut what is too long for a cell of xlsx.")
@click.option(
    "--no-package", is_flag=True, help="No datapackage.json, codebook.md, CITATION.cff beside FILE."
)
@click.option(
    "--coding",
    metavar="N",
    type=click.IntRange(min=1),
    help="A sheet (csv) of N articles drawn by chance, for checking by hand what was found of meetings.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="With --coding: which draw.")
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
    table: str,
    bom: bool,
    truncate: bool,
    no_package: bool,
    release: tuple[str, str] | None,
    coding: int | None,
    seed: int,
    **asked: Any,
) -> int | None:
    """Write the archived articles into a file, or to standard output."""
    from covidmeet.archive.export.columns import OF_CSV, columns_named
    from covidmeet.archive.export.selection import Selection

    try:
        if columns is not None:
            asked["columns"] = columns_named(columns.split(","))
        if release:
            if output or form or bom or truncate or columns is not None or table != "articles":
                raise ExportError(
                    _("--release NAME DIR writes Parquet with all columns; it goes with filters only")
                )
            _release(given, *release, Selection(**asked))
            return None
        if coding:
            if form or bom or truncate or columns is not None or table != "articles":
                raise ExportError(_("--coding N writes a sheet of its own as csv; it goes with filters only"))
            _coding(given, output, Selection(**asked), coding, seed)
            return None
        if form == "wacz" or (form is None and (output or "").lower().endswith(".wacz")):
            of_rows = bom or truncate or columns is not None or table != "articles"
            return _pages(given, output, asked, of_rows=of_rows)
        manner = _manner(output, form, bom, truncate)
        if table == "articles" and columns is None and manner.form.name in ("csv", "tsv"):
            asked["columns"] = OF_CSV
        if output in (None, "-") and not manner.form.is_text and sys.stdout.isatty():
            raise ExportError(_("{form} is not for a terminal: name a file with -o FILE", form=manner.form))
        selection = Selection(**asked) if table == "articles" else _of_meetings(table, asked)
        _export(given, output, selection, manner, package=not no_package)
    except ExportError as error:
        raise click.ClickException(str(error)) from error
    return None


def _pages(given: Given, output: str | None, asked: dict[str, Any], *, of_rows: bool) -> int:
    """Pack the stored pages; 2 where some are gone.  ``of_rows``: options of tables were given."""
    from covidmeet.archive.export.selection import Selection
    from covidmeet.kept.wacz_export import write_wacz

    if of_rows:
        raise ExportError(_("a WACZ holds pages; it goes with filters only"))
    if output in (None, "-"):
        raise ExportError(_("a WACZ is not for standard output: name a file with -o FILE"))
    archive = given.archive().path
    with closing(given.open()) as db, progress(given, db, Selection(**asked)) as tick:
        packed = write_wacz(Path(archive), db, asked, Path(output or ""), tick)
    given.say(
        ngettext(
            "{count:,} page written to {where}",
            "{count:,} pages written to {where}",
            packed.pages,
            where=output,
        )
    )
    if packed.without:
        given.say(
            ngettext(
                "{count:,} article without a page of the web left out",
                "{count:,} articles without a page of the web left out",
                packed.without,
            )
        )
    if packed.undated:
        given.say(
            ngettext(
                "{count:,} page without a time of capture:"
                " the moment at which their article was first seen stands for it",
                "{count:,} pages without a time of capture:"
                " the moment at which their article was first seen stands for it",
                packed.undated,
            )
        )
    for sentence in packed.missing:
        click.echo(f"{given.speaker}: {shown(sentence)}", err=True)
    return FAILED if packed.missing else DONE


def _coding(given: Given, output: str | None, selection: Selection, articles: int, seed: int) -> None:
    from covidmeet.archive.export.coding import write_coding
    from covidmeet.atomic_file import PRIVATE, replacing

    with closing(given.open()) as db:
        selection.check(db)
        if output in (None, "-"):
            drawn = write_coding(db, sys.stdout.buffer, selection, articles, seed)
        else:
            with replacing(Path(output or ""), PRIVATE) as stream:
                drawn = write_coding(db, stream, selection, articles, seed)
    given.say(
        ngettext(
            "{count:,} article to code by hand, drawn with --seed {seed}",
            "{count:,} articles to code by hand, drawn with --seed {seed}",
            drawn,
            seed=seed,
        )
    )


def _of_meetings(table: str, asked: dict[str, Any]) -> Selection:
    from covidmeet.archive.export.errors import ExportError
    from covidmeet.archive.export.meetings import meetings_asked

    if "columns" in asked:
        raise ExportError(_("--columns goes with articles; a table of meetings has all of its columns"))
    return meetings_asked(table, asked)


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
    with closing(given.open()) as db, progress(given, db, selection) as tick:
        done = export(db, target, selection, manner, package=package, tick=tick)
    _tell(given, done, output, selection.key)


def _release(given: Given, name: str, folder: str, selection: Selection) -> None:
    from covidmeet.archive.export.release import make_release

    archive = given.archive().path
    with closing(given.open()) as db, progress(given, db, selection) as tick:
        made = make_release(db, archive, name, Path(folder), selection, tick=tick)
    for sentence in made.told:
        given.say(shown(sentence))


def _tell(given: Given, done: Exported, output: str | None, key: str) -> None:
    from covidmeet.archive.export.notes import sentences

    size = "" if done.size is None else _(" ({size:,} bytes)", size=done.size)
    where = output if output not in (None, "-") else _("standard output")
    for sentence in [*sentences(done.notes), *done.beside]:
        given.say(sentence)
    if done.rows == 0 or output not in (None, "-"):
        one, many = _WRITTEN[key]
        given.say(ngettext(one, many, done.rows, where=where, size=size))
