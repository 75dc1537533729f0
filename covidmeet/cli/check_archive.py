"""``covidmeet check-archive``: whether an archive and its stored pages are sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.crawl import exit_codes

if TYPE_CHECKING:
    from covidmeet.archive.checks import ArchiveFault
    from covidmeet.kept.reprocess import Reprocessing

_SAMPLE = 1_000  # rows of each kind
_MOST_LINES = 20  # of each kind of fault


@click.command(cls=SubCommand, name="check-archive", example="covidmeet check-archive --all")
@click.option("--all", "whole", is_flag=True, help=f"Check every row in full, not {_SAMPLE:,} of each table.")
@pass_given
def command(given: Given, whole: bool) -> int:
    """Check the archive, its index and its stored pages.

    A line for each fault and a summary. Ends with 0 where nothing is wrong, else with 2. Reads only, and may
    be called while crawls run.
    """
    from covidmeet.cli.reprocess import prepared
    from covidmeet.crawl.site_registry import sites_folder, use_folder
    from covidmeet.pool import PoolError

    use_folder(sites_folder(given.setting("SITES_DIR")))
    db = given.open()
    archive = given.archive().path
    db.execute("begin")  # one snapshot, whatever crawls write meanwhile
    told: Counter[str] = Counter()
    work = prepared(given, db, archive, dry=True)
    try:
        for fault in _faults(db, archive, work, None if whole else _SAMPLE):
            told[fault.kind] += 1
            if told[fault.kind] <= _MOST_LINES:
                click.echo(f"{fault.kind}: {fault.subject}: {fault.what}")
    except PoolError as error:
        raise click.ClickException(str(error)) from error
    for kind, count in told.items():
        if count > _MOST_LINES:
            click.echo(f"{kind}: {count - _MOST_LINES:,} more")
    click.echo(_summary(db, work, told.total(), whole))
    return exit_codes.UNHEALTHY if told else DONE


def _faults(db: Any, archive: Path, work: Reprocessing, most: int | None) -> Iterator[ArchiveFault]:
    from covidmeet.archive.checks import ArchiveFault, check_tables, check_texts, sample
    from covidmeet.archive.sqlite_errors import Error, explain
    from covidmeet.kept.page_checks import check_captures, check_files, check_made_again

    try:
        yield from check_tables(db)
        yield from check_texts(db, sample(db, "articles", most))
        yield from check_files(archive, db)
        yield from check_captures(archive, db, sample(db, "captures", most))
        yield from check_made_again(db, work, most)
    except Error as error:  # of a file that is too damaged for the rest
        yield ArchiveFault("integrity", "the file", explain(error))


def _summary(db: Any, work: Reprocessing, faults: int, whole: bool) -> str:
    from covidmeet.archive.reader import count_rows
    from covidmeet.archive.sqlite_errors import Error

    try:
        rows = f"{count_rows(db, 'articles'):,} articles, {count_rows(db, 'captures'):,} captures"
    except Error:
        rows = "rows that cannot be counted"
    extent = "all checked" if whole else f"at most {_SAMPLE:,} of each checked in full"
    verdict = f"{faults:,} faults" if faults else "no fault"
    return f"{verdict}: {rows} ({extent}), {work.changes.same:,} made again equal"
