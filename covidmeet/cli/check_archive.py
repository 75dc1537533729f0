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
from covidmeet.language import _
from covidmeet.stored_sentences import shown

if TYPE_CHECKING:
    from covidmeet.archive.checks import ArchiveFault
    from covidmeet.kept.reprocess import Reprocessing

_SAMPLE = 1_000  # rows of each kind
_MOST_LINES = 20  # of each kind of fault


@click.command(cls=SubCommand, name="check-archive", example="covidmeet check-archive --all")
@click.option("--all", "whole", is_flag=True, help="Check every row in full, not 1,000 of each table.")
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
                click.echo(f"{shown(fault.kind)}: {shown(fault.subject)}: {shown(fault.what)}")
    except PoolError as error:
        raise click.ClickException(str(error)) from error
    for kind, count in told.items():
        if count > _MOST_LINES:
            click.echo(_("{kind}: {count:,} more", kind=shown(kind), count=count - _MOST_LINES))
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
        counts = {table: count_rows(db, table) for table in ("articles", "captures")}
        rows = _("{articles:,} articles, {captures:,} captures", **counts)
    except Error:
        rows = _("rows that cannot be counted")
    at_most = _("at most {sample:,} of each checked in full", sample=_SAMPLE)
    extent = _("all checked") if whole else at_most
    verdict = _("{faults:,} faults", faults=faults) if faults else _("no fault")
    return _(
        "{verdict}: {rows} ({extent}), {same:,} made again equal",
        verdict=verdict,
        rows=rows,
        extent=extent,
        same=work.changes.same,
    )
