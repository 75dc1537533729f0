"""``covidmeet merge``: several archives made into one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from covidmeet.cli import console
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.crawl import exit_codes
from covidmeet.language import N_, _

if TYPE_CHECKING:
    from covidmeet.kept.merging import Merged

_COUNTED = {
    "read": N_("articles"),
    "articles": N_("of these taken"),
    "revisions": N_("revisions"),
    "captures": N_("captures"),
    "rejects": N_("rejects"),
    "visits": N_("visits"),
    "runs": N_("runs"),
}
"""What is counted → heading."""
_MOST_LINES = 20
_PIPE = 160  # columns, where nobody says how wide


@click.command(cls=SubCommand, name="merge", example="covidmeet merge a.db b.db c.db -o all/covidmeet.db")
@click.argument("archives", metavar="FILE ...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="The archive to write; may be there already.",
)
@pass_given
def command(given: Given, archives: tuple[Path, ...], target: Path) -> int:
    """Bring the archives FILE ... together in one, with their stored pages.

    A folder is taken for what `covidmeet corpus` wrote there. Of one address the row of the latest fetch is
    taken, and the texts of the others kept as revisions; the order of the archives makes no difference. They
    may be crawled into meanwhile. May be stopped and called again. Ends with 2 where pages that the archives
    name are missing, with 3 where the output is in use.
    """
    from covidmeet.archive.lock import Held
    from covidmeet.kept.merging import merge

    try:
        with _archives_of(given, archives, target) as (sources, is_whole), _bars(given) as step:
            done = merge(sources, target, step, given.setting("DATABASE_BUSY_SECONDS"))
    except Held as error:
        click.echo(f"{given.speaker}: {error}", err=True)
        return exit_codes.ALREADY_RUNNING
    except OSError as error:
        raise click.ClickException(f"{error.filename or target}: {error.strerror or error}") from error
    _show(done, target)
    for name in done.missing[:_MOST_LINES]:
        given.say(_("{name}: named by an archive, and not there", name=name))
    if len(done.missing) > _MOST_LINES:
        given.say(_("{count:,} more files are not there", count=len(done.missing) - _MOST_LINES))
    return exit_codes.UNHEALTHY if done.missing or not is_whole else DONE


@contextmanager
def _archives_of(given: Given, archives: tuple[Path, ...], target: Path) -> Iterator[tuple[list[Path], bool]]:
    """The archives, each corpus among them made one for the time being; whether all corpora are whole."""
    if not any(archive.is_dir() for archive in archives):
        yield list(archives), True
        return
    from covidmeet.corpus.into_archive import write_archive
    from covidmeet.corpus.job import JobError

    is_whole, found = True, []
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".corpus-", dir=target.parent) as folder:
        for number, archive in enumerate(archives):
            if not archive.is_dir():
                found.append(archive)
                continue
            found.append(Path(folder) / str(number) / f"{archive.resolve().name}.db")
            found[-1].parent.mkdir()
            try:
                corpus = write_archive(archive, found[-1])
            except JobError as error:
                raise click.ClickException(str(error)) from error
            if not corpus.is_whole:
                is_whole = False
                given.say(
                    _(
                        "{archive}: this corpus is not whole; its corpus.json says what is missing",
                        archive=archive,
                    )
                )
        yield found, is_whole


class _bars:
    """A bar for each part of the work, on a terminal's standard error."""

    def __init__(self, given: Given) -> None:
        from rich.console import Console
        from rich.progress import Progress

        output = Console(stderr=True)
        self._progress = Progress(
            console=output, disable=given.quiet or not output.is_terminal, transient=True
        )
        self._tasks: dict[str, object] = {}

    def __enter__(self) -> _bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what)
        self._progress.update(self._tasks[what], completed=done, total=total)  # type: ignore[arg-type]


def _show(done: Merged, target: Path) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=_("Merged"), title_justify="left")
    table.add_column(_("archive"), overflow="fold")
    for heading in _COUNTED.values():
        table.add_column(_(heading), justify="right")
    for name, counts in done.told:
        table.add_row(Text(name), *(f"{counts[what]:,}" for what in _COUNTED))
    Console(highlight=False, width=console.width() or _PIPE).print(table)
    click.echo(
        _(
            "{articles:,} articles in {target}; {files:,} files of pages are new there ({copied:,} "
            "bytes copied, the rest linked)",
            articles=done.articles,
            target=target,
            files=done.files,
            copied=done.copied,
        )
    )
