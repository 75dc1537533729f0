"""``covidmeet reprocess``: rows made again from the stored pages."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from covidmeet.cli.completion import site_names
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.crawl import exit_codes

if TYPE_CHECKING:
    from covidmeet.kept.reprocess import Reprocessing
    from covidmeet.kept.selection import PageSelection


@click.command(cls=SubCommand, name="reprocess", example="covidmeet reprocess gz_gov --dry-run")
@click.argument("sites", metavar="[SITE ...]", nargs=-1, shell_complete=site_names)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Articles first archived, and rejected pages fetched, on that day or later.",
)
@click.option("--where", metavar="REASON", help="Only pages that were rejected for this reason.")
@click.option("--dry-run", "dry", is_flag=True, help="Show what would change; change nothing.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Rows named one by one."
)
@pass_given
def command(
    given: Given, sites: tuple[str, ...], since: datetime | None, where: str | None, dry: bool, limit: int
) -> int:
    """Make rows again from the stored pages, with today's rules.

    An article's old text goes to revisions, marked as reprocess. A row that today's rules reject stays as it
    is, and is listed; so is one whose page is gone, and then the exit code is 2. Rejected pages are tried
    as well. May be stopped and called again; ends with 3 where a crawl of these sites is running.
    """
    from covidmeet.archive.lock import Held
    from covidmeet.cli.changes_table import show
    from covidmeet.kept.selection import select_pages
    from covidmeet.pool import PoolError

    _check_words(given, sites, where)
    archive = given.archive(to_write=not dry).path
    day = since.date().isoformat() if since else None
    _stop_by_exception()
    with ExitStack() as stack:
        try:
            db = _opened(given, archive, dry, sites, stack)
            selection = select_pages(db, sites, day, where)
            if not dry:
                stack.enter_context(_locks(archive, selection.spiders))
            work = prepared(given, db, archive, dry)
            _run(given, work, selection)
        except Held as error:
            click.echo(f"{given.speaker}: {error}", err=True)
            return exit_codes.ALREADY_RUNNING
        except PoolError as error:
            raise click.ClickException(str(error)) from error
    show(work.changes, selection.without_page, limit, dry)
    return exit_codes.UNHEALTHY if work.changes.missing_count else DONE


def _check_words(given: Given, sites: tuple[str, ...], where: str | None) -> None:
    from covidmeet.crawl.near_names import no_such
    from covidmeet.crawl.site_registry import sites_folder, spider_files, use_folder
    from covidmeet.reasons import Reason

    use_folder(sites_folder(given.setting("SITES_DIR")))
    known = list(spider_files())
    for name in sites:
        if name not in known:
            raise click.UsageError(no_such("site", name, known))
    reasons = [reason.value for reason in Reason]
    if where is not None and where not in reasons:
        raise click.UsageError(no_such("reason", where, reasons))


def _opened(given: Given, archive: Path, dry: bool, sites: tuple[str, ...], stack: ExitStack) -> Any:
    """The archive; to write only under the locks of the sites named, and only where there is one."""
    from covidmeet.archive.db import connect

    reader = given.open()
    if dry:
        return reader
    stack.enter_context(_locks(archive, set(sites)))
    db = connect(archive, given.setting("DATABASE_BUSY_SECONDS"))
    stack.callback(db.close)
    return db


def _locks(archive: Path, spiders: set[str]) -> ExitStack:
    from covidmeet.kept.reprocess import take_locks

    return take_locks(archive, spiders)


def prepared(given: Given, db: Any, archive: Path, dry: bool) -> Reprocessing:
    """What makes pages again as the settings say."""
    import sys

    from covidmeet.crawl.site_registry import all_sites
    from covidmeet.kept.reprocess import Reprocessing
    from covidmeet.pool import PageLimits, workers_for

    asked = given.setting("PROCESS_WORKERS")
    return Reprocessing(
        db,
        archive,
        all_sites(),
        largest=int(given.setting("DOWNLOAD_MAXSIZE")) or sys.maxsize,
        largest_document=int(given.setting("DOCUMENT_MAX_BYTES")),
        workers=workers_for(None if asked == "cores" else int(asked)),
        limits=PageLimits(float(given.setting("PAGE_SECONDS")), int(given.setting("PAGE_MEMORY_MB"))),
        dry=dry,
        facts=bool(given.setting("FACTS")),
    )


def _run(given: Given, work: Reprocessing, selection: PageSelection) -> None:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    hidden = given.quiet or not console.is_terminal
    with Progress(console=console, disable=hidden, transient=True) as progress:
        task = progress.add_task("pages", total=len(selection))
        for done in work.run(selection):
            progress.advance(task, done)


def _stop_by_exception() -> None:
    """Let SIGTERM end the command as Ctrl-C does: what is not committed is rolled back, workers are ended."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
