"""``covidmeet coverage``: what the archive knows of each site, month by month."""

from __future__ import annotations

import json
import re
import sys
from datetime import date

import click

from covidmeet.cli import console
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _


def _day(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A day or a month in the form in which days are compared."""
    if value is None:
        return None
    try:
        date.fromisoformat(value if len(value) > len("2022-03") else f"{value}-01")
    except ValueError:
        raise click.BadParameter(
            _("{value!r} is no day (2022-03-01) and no month (2022-03)", value=value)
        ) from None
    if not re.fullmatch(r"\d{4}-\d{2}(?:-\d{2})?", value):
        raise click.BadParameter(_("{value!r} is no day (2022-03-01) and no month (2022-03)", value=value))
    return value


@click.command(
    cls=SubCommand, name="coverage", example="covidmeet coverage --site gz_gov --csv > coverage.csv"
)
@click.option("--site", "sites", metavar="SITE", multiple=True, help="Only this site; may be given again.")
@click.option(
    "--since", metavar="DAY", callback=_day, help="On this day or in this month (Beijing), or later."
)
@click.option("--until", metavar="DAY", callback=_day, help="On this day or in this month, or before.")
@click.option("--csv", "as_csv", is_flag=True, help="A line a month, with a column for each reason.")
@click.option("--json", "as_json", is_flag=True, help="For machines, on standard output.")
@pass_given
def command(
    given: Given, sites: tuple[str, ...], since: str | None, until: str | None, as_csv: bool, as_json: bool
) -> None:
    """Show what is known of each site, month by month: what must be stated of a sample.

    Captures known are those archived, rejected, never asked for (robots.txt, an address that is refused),
    and others (lists, redirects, robots.txt itself, what a run was stopped at); they add up. Articles may
    have several captures.

    The month is that of the day of publication where the article tells it, else of the capture's time (in
    Beijing). A gap is a month without a capture of any article's page, between the first and the last month
    in which archived articles were published. Reads only.
    """
    from covidmeet.cli import coverage_table
    from covidmeet.crawl.near_names import no_such
    from covidmeet.status.coverage import coverage, known_to

    if as_csv and as_json:
        raise click.UsageError(_("--csv or --json, not both"))
    db = given.open()
    known = known_to(db)
    for name in sites:
        if name not in known:
            raise click.UsageError(no_such("site", name, known))
    found = coverage(db, sites, since, until)
    if as_json:
        click.echo(json.dumps(coverage_table.as_plain(found), ensure_ascii=False, indent=2))
    elif as_csv:
        coverage_table.write_csv(found, sys.stdout)
    elif not found:
        click.echo(_("Nothing is known: no capture, no article, no reject."))
    else:
        words = coverage_table.coverage_words()
        output = console.for_tables()
        output.print(coverage_table.months_table(found, words))
        if reasons := coverage_table.reasons_table(found, words):
            output.print(reasons)
        output.print(coverage_table.sum_line(found, words))
