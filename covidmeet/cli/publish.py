"""``covidmeet publish``: a folder of static pages."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.cli.selection_options import of_selection, progress

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
    from covidmeet.health.words import plural
    from covidmeet.publish.folder import publish

    archive, selection = Path(given.archive().path), Selection(**asked)
    try:
        with closing(given.open()) as db, progress(given, db, selection) as tick:
            done = publish(db, archive, folder, selection, with_stored=not no_stored, tick=tick)
    except ExportError as error:
        raise click.ClickException(str(error)) from error
    given.say(f"{plural(done.articles, 'article')} written to {folder}; open {folder / 'index.html'}")
    if not no_stored:
        given.say(f"{plural(done.stored, 'stored page')}; {plural(done.without, 'article')} without one")
    for sentence in done.missing:
        click.echo(f"{given.speaker}: {sentence}", err=True)
    return FAILED if done.missing else DONE
