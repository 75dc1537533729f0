"""``covidmeet backup``: a checked copy of the archive and its stored pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _

_INCOMPLETE = 2


@click.command(cls=SubCommand, name="backup", example="covidmeet backup copy/covidmeet.db")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@pass_given
def command(given: Given, target: Path) -> int:
    """Copy the archive to FILE, and its stored pages to the folder warc beside it.

    May be called while crawls run; the copy is checked before it takes its name. Pages that are there already
    are not copied again. Ends with 2 where pages that the archive names are missing.
    """
    from covidmeet.kept.backup import back_up

    archive = given.archive().path
    try:
        if sys.stderr.isatty() and not given.quiet:
            with click.progressbar(length=0, file=sys.stderr, label="backup") as bar:

                def step(remaining: int, total: int) -> None:
                    bar.length, done = total, total - remaining
                    bar.update(done - bar.pos)

                done = back_up(archive, target, step)
        else:
            done = back_up(archive, target)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror or error}") from error
    click.echo(
        _(
            "{articles:,} articles and {files:,} files of pages in {target} ({copied:,} files "
            "copied, {size:,} bytes)",
            articles=done.articles,
            files=done.files,
            target=target,
            copied=done.copied,
            size=done.size,
        )
    )
    for name in done.missing:
        given.say(_("{name}: named by the archive, and not there", name=name))
    return _INCOMPLETE if done.missing else DONE
