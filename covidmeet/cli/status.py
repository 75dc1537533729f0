"""``covidmeet status``: how the crawls of the sites are doing."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from covidmeet.archive.lock import is_held
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.sqlite_errors import ArchiveError, Error
from covidmeet.cli import console
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.crawl import exit_codes
from covidmeet.crawl.near_names import no_such
from covidmeet.crawl.site_facts import facts_of_sites
from covidmeet.crawl.site_registry import sites_folder, use_folder
from covidmeet.health.evidence import FLOORS
from covidmeet.language import _
from covidmeet.status.facts import SiteStatus, all_statuses, crawled, last_starts, weeks_until
from covidmeet.status.history import history


@click.command(cls=SubCommand, name="status", example="covidmeet status gz_gov")
@click.argument("sites", metavar="[SITE ...]", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="For machines, on standard output.")
@click.option("--html", type=click.Path(), metavar="FILE", help="Write a web page that needs no other file.")
@click.option(
    "--renew",
    type=click.IntRange(1, 86_400),
    metavar="SECONDS",
    help="Write the page of --html again every SECONDS until stopped; browsers load it again.",
)
@click.option(
    "--history", "weeks", is_flag=True, help="Show what the crawls of SITE asked for, week by week."
)
@click.option("--check", is_flag=True, help="End with 2 where a site is unhealthy, overdue or never crawled.")
@pass_given
def command(
    given: Given,
    sites: tuple[str, ...],
    as_json: bool,
    html: str | None,
    renew: int | None,
    weeks: bool,
    check: bool,
) -> int:
    """Show how the crawls of the sites are doing.

    Reads the archive only; may be called while crawls run.
    """
    if renew and (not html or as_json or check):
        raise click.UsageError(_("--renew is for --html FILE alone"))
    now = datetime.now(UTC)
    use_folder(sites_folder(given.setting("SITES_DIR")))
    archive = given.archive().path
    if weeks:
        _show_history(archive, sites, as_json, now)
        return DONE
    overdue_hours, shard = float(given.setting("OVERDUE_HOURS")), str(given.setting("SHARD"))
    told = _statuses(archive, sites, overdue_hours, shard, now)
    if html:
        from covidmeet.atomic_file import write_text
        from covidmeet.status.page import page

        write_text(html, page(told, now, renew))
        while renew:
            time.sleep(renew)
            now = datetime.now(UTC)
            try:
                told = _statuses(archive, sites, overdue_hours, shard, now)
            except (ArchiveError, Error) as error:  # busy, or being moved: the page tells of its own age
                click.echo(f"{given.speaker}: {error}", err=True)
                continue
            write_text(html, page(told, now, renew))
    if as_json:
        click.echo(json.dumps(_plain(told, str(archive), now), ensure_ascii=False, indent=2))
    elif not html:
        from covidmeet.status.table import table

        output = console.for_tables()
        output.print(table(told, now, output.width))
    return exit_codes.UNHEALTHY if check and not all(site.is_well for site in told) else DONE


def _show_history(archive: Path, sites: Sequence[str], as_json: bool, now: datetime) -> None:
    """The weeks of each site named, else of all that were ever crawled."""
    with closing(open_read_only(archive)) as db:
        known = crawled(db)
        for name in sites:
            if name not in known:
                raise click.UsageError(no_such("site", name, known))
        told = {name: history(db, name, weeks_until(now)) for name in sites or known}
    if as_json:
        plain = {name: [asdict(week) for week in weeks] for name, weeks in told.items()}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from covidmeet.status.history_table import history_table

    for name, weeks in told.items():
        Console(highlight=False).print(history_table(name, weeks))


def _of_shard(names: Iterable[str], shard: str) -> Collection[str]:
    """Those that this machine crawls, where several share the sites."""
    if not shard:
        return frozenset(names)
    from covidmeet.crawl.shards import Shard

    return Shard.read(shard).sites(names)


def _statuses(
    archive: Path, named: Sequence[str], overdue_hours: float, shard: str, now: datetime
) -> list[SiteStatus]:
    """Of the sites named, else of all that a schedule crawls or that were ever crawled."""
    with closing(open_read_only(archive)) as db:
        facts = facts_of_sites(last_starts(db))
        ours = _of_shard(facts, shard)
        scheduled = [name for name, site in facts.items() if site.starts and name in ours]
        known = dict.fromkeys((*facts, *crawled(db)))
        for name in named:
            if name not in known:
                raise click.UsageError(no_such("site", name, known))
        chosen = named or scheduled + [name for name in crawled(db) if name not in scheduled]
        told = all_statuses(
            db,
            list(dict.fromkeys(chosen)),
            lambda site: facts[site].floors if site in facts else FLOORS,
            lambda site: is_held(archive, site),
            scheduled,
            overdue_hours,
            now,
        )
    for site in told:
        if site.site in facts:
            site.outlet, site.broken = facts[site.site].outlet, facts[site.site].broken
    return told


def _plain(sites: Sequence[SiteStatus], archive: str, now: datetime) -> dict[str, Any]:
    """The status as JSON takes it."""
    told = [asdict(site) | {"verdict": site.verdict, "well": site.is_well} for site in sites]
    return {"archive": archive, "generated": now.isoformat(timespec="seconds"), "sites": told}
