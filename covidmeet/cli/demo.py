"""``covidmeet demo``: an archive of the sample documents and pages that come with covidmeet."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

import covidmeet
from covidmeet.archive.location import DEMO_FOLDER, FILE_NAME, locate
from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.cli.framework import SubCommand, run
from covidmeet.cli.given import Given, pass_given
from covidmeet.crawl import exit_codes
from covidmeet.language import _

# The sample pages hold some that are withheld or missing, as real captures do.
_EXPECTED = (exit_codes.HEALTHY, exit_codes.UNHEALTHY)
# By its presence an earlier demo's folder is known.
_NOTE = "README.txt"
_SAYS = "The archive of `covidmeet demo`: invented articles. The next demo in this folder writes it anew.\n"
_TRY = ("search 发热门诊", "show 1", "export -o articles.jsonl")


@click.command(cls=SubCommand, name="demo", example="covidmeet demo")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path(DEMO_FOLDER))
@pass_given
def command(given: Given, folder: Path) -> int:
    """Archive the samples, export them, show what was stripped, repaired and rejected.

    Needs no network.  Writes FOLDER/covidmeet.db and .csv, ./covidmeet-demo if no FOLDER is named, instead of
    those of an earlier demo.  The commands after it find that archive where there is no other one.
    """
    from covidmeet.cli import export, report

    archive = folder / FILE_NAME
    _make_room(archive)
    for what, words in crawls(samples_folder()):
        given.say(_("archiving {what} …", what=what))
        code = subprocess.run([sys.executable, "-m", "covidmeet", *words, "-d", archive, "-q"]).returncode
        if code not in _EXPECTED:
            return code
    table = archive.with_suffix(".csv")
    for told, options in (
        (export.command, ["--bom", "-o", str(table)]),
        (report.command, ["--limit", "100"]),
    ):
        if code := run(told, options, Given(command=told.name or "", database=str(archive), quiet=True)):
            return code
    click.echo(_("The archive: {archive}", archive=archive))
    click.echo(_("The CSV, ready for Excel: {table}", table=table))
    click.echo(_("Now try:"))
    found = locate().path == archive
    for line in _TRY:
        click.echo(f"  covidmeet {line}" + ("" if found else f" -d {archive}"))
    return 0


def samples_folder() -> Path:
    """The samples: in the installed package, or where a clone of the project has them."""
    package = Path(covidmeet.__file__).parent
    installed = package / "samples"
    return installed if installed.is_dir() else package.parent / "data" / "samples"


def crawls(samples: Path) -> Iterator[tuple[str, list[str]]]:
    """What is crawled, in words, and the words of its command."""
    yield _("the sample documents"), ["crawl", "documents", "-a", f"path={samples / 'documents'}"]
    for pages in sorted(samples.glob("*.warc.gz")):
        site = pages.name.removesuffix(".warc.gz")
        yield (
            _("sample pages of {site}", site=site),
            ["crawl", site, "-a", f"warc={pages}", "-a", "mirrors=1"],
        )


def _make_room(archive: Path) -> None:
    """Remove what an earlier demo wrote, and nothing else; raises ``ArchiveError``."""
    folder = archive.parent
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / _NOTE
    table = archive.with_suffix(".csv")
    if not note.is_file() and (archive.exists() or table.exists()):
        raise ArchiveError(
            _("{folder}: what is here was not made by a demo; name another folder", folder=folder)
        )
    note.write_text(_SAYS, "utf-8")
    for path in (*folder.glob(f"{FILE_NAME}*"), table):
        path.unlink(missing_ok=True)
