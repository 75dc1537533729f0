"""``covidmeet publish``: a folder of static pages."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.cli.selection_options import of_selection, progress
from covidmeet.language import ngettext

FAILED = 2


@click.command(cls=SubCommand, name="publish", example="covidmeet publish --since 2022-01-01 pages")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@of_selection
@click.option("--no-stored", is_flag=True, help="Without copies of the stored pages.")
@pass_given
def command(given: Given, /, folder: Path, no_stored: bool, **asked: Any) -> int:
    """Write articles as static pages with a search, for a web host or a USB stick.

    DIR opens without a server. A folder that this command wrote is replaced whole; one with other files is
    refused. Ends with 2 where stored pages cannot be read.
    """
    from covidmeet.archive.export.errors import ExportError
    from covidmeet.archive.export.selection import Selection
    from covidmeet.publish.folder import publish

    archive, selection = Path(given.archive().path), Selection(**asked)
    try:
        with closing(given.open()) as db, progress(given, db, selection) as tick:
            done = publish(db, archive, folder, selection, with_stored=not no_stored, tick=tick)
    except ExportError as error:
        raise click.ClickException(str(error)) from error
    given.say(
        ngettext(
            "{count:,} article written to {folder}; open {page}",
            "{count:,} articles written to {folder}; open {page}",
            done.articles,
            folder=folder,
            page=folder / "index.html",
        )
    )
    if not no_stored:
        stored = ngettext("{count:,} stored page", "{count:,} stored pages", done.stored)
        without = ngettext("{count:,} article without one", "{count:,} articles without one", done.without)
        given.say(f"{stored}; {without}")
    for sentence in done.missing:
        click.echo(f"{given.speaker}: {sentence}", err=True)
    return FAILED if done.missing else DONE
