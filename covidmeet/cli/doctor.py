"""``covidmeet doctor``: what a bug report should tell of this machine and its archive."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import click

from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.crawl.settings_table import SETTINGS, BadSetting
from covidmeet.doctor import Check, CheckLevel
from covidmeet.doctor.archive_checks import archive
from covidmeet.doctor.checks import as_text
from covidmeet.doctor.machine import clock, console, extras
from covidmeet.doctor.settings_checks import settings
from covidmeet.doctor.versions import sqlite, versions
from covidmeet.text.printable import printable_json

SOMETHING_WRONG = 2
_FREE_SPACE = "FREE_SPACE_MB"


class DoctorCommand(SubCommand):
    """Runs also where a setting is wrong, which it is to tell."""

    checks_settings = False


@click.command(cls=DoctorCommand, name="doctor", example="covidmeet doctor > report.txt")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@pass_given
def command(given: Given, as_json: bool) -> int:
    """Check versions, SQLite, the archive, disc, clock, console, extras and settings.

    Made to be pasted into a bug report; shows no credentials.  Ends with 2 where something is wrong.
    """
    checks = list(all_checks(given))
    wrong = any(check.level is CheckLevel.WRONG for check in checks)
    if as_json:
        told = [{"name": one.name, "value": one.value, "level": one.level.lower()} for one in checks]
        click.echo(
            printable_json(json.dumps({"well": not wrong, "checks": told}, ensure_ascii=False, indent=2))
        )
    else:
        click.echo(as_text(checks))
    return SOMETHING_WRONG if wrong else DONE


def all_checks(given: Given) -> Iterator[Check]:
    """Every check, in the order in which they are told."""
    yield from versions()
    yield from sqlite()
    try:
        given.quiet = True  # the archive is one of the lines
        yield from archive(given.archive(), _free_space(given))
    except ArchiveError as error:
        yield Check("archive", str(error), CheckLevel.WRONG)
    except OSError as error:
        yield Check("archive", f"{error.strerror or error}", CheckLevel.WRONG)
    yield clock()
    yield console()
    yield from extras()
    yield from settings(os.environ)


def _free_space(given: Given) -> float:
    """The setting, or its default where it, or another one, is wrong."""
    try:
        return float(given.setting(_FREE_SPACE))
    except BadSetting:
        return float(next(one.default for one in SETTINGS if one.name == _FREE_SPACE))
