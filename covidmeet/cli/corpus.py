"""``covidmeet corpus``: WARC files of any number, read in parallel, as rows in files."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from covidmeet.cli import console
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.crawl import exit_codes
from covidmeet.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from covidmeet.corpus.job import Job
    from covidmeet.corpus.manifest import Corpus
    from covidmeet.corpus.supervising import Progress

_MOST_FILES = 40  # in the table; all of them are in corpus.json
_PIPE = 160  # columns, where nobody says how wide
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    cls=SubCommand, name="corpus", example="covidmeet corpus crawl/*.warc.gz --workers 8 --out corpus"
)
@click.argument("files", metavar="WARC ...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Its folder.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes, or jobs at once; one a core.")
@click.option("--tasks", type=click.IntRange(min=1), help="Parts of the work; one a file.")
@click.option(
    "--executor", type=click.Choice(["local", "slurm", "ray"]), default="local", help="Where it is done."
)
@click.option("--option", "options", metavar="NAME=VALUE", multiple=True, help="Of Slurm's or Ray's engine.")
@click.option(
    "--format", "form", type=click.Choice(["parquet", "jsonl"]), default="parquet", help="Of the files."
)
@click.option(
    "--topic", type=click.Choice(["meetings", "all"]), default="meetings", help="All, or reports of meetings."
)
@click.option("--since", type=_DAY, metavar="DATE", help="Published on that day or later.")
@click.option("--until", type=_DAY, metavar="DATE", help="Published on that day or before.")
@click.option("--host", "hosts", metavar="HOST", multiple=True, help="Only of these, and their subdomains.")
@click.option("--words/--no-words", default=True, help="Pass over what has no word of the topic, unread.")
@click.option("--near-copies", is_flag=True, help="Find them; written to DIR/near-copies.")
@pass_given
def command(given: Given, /, **asked: Any) -> int:
    """Make a corpus of the pages in WARC, ARC, WACZ and WET files.

    Writes DIR/articles and DIR/rejects, a file a task, and DIR/corpus.json; `covidmeet merge DIR -o FILE`
    makes an archive of it. May be stopped and called again: what is done stays. Ends with 2 where a task
    failed or captures are not accounted for.
    """
    try:
        from covidmeet.corpus.building import build
        from covidmeet.corpus.executors import Engine, quiet
        from covidmeet.corpus.job import JobError

        quiet()
        if asked["form"] == "parquet":
            import pyarrow  # noqa: F401  # of which a worker would tell in its log only
    except ImportError as error:
        raise click.ClickException(_lacks(error)) from error
    workers = asked["workers"]
    try:
        engine = Engine(asked["executor"], workers or _cores(), _options(asked["options"]))
        with _bar(given) as progress:
            corpus = build(_job(given, asked), asked["out"], engine, progress)
            copies = _near_copies(corpus, engine.workers) if asked["near_copies"] else None
    except JobError as error:
        raise click.ClickException(str(error)) from error
    except ImportError as error:
        raise click.ClickException(_lacks(error)) from error
    _show(given, corpus)
    if copies is not None:
        click.echo(
            _("{copies:,} near copies of articles to cite in {folder}", copies=copies, folder=corpus.folder)
        )
    return DONE if corpus.is_whole else exit_codes.UNHEALTHY


def _lacks(error: ImportError) -> str:
    extra = {"ray": "'covidmeet[ray]'", "pyarrow": "'covidmeet[data]'"}.get(
        error.name or "", "'covidmeet[corpus]'"
    )
    return _(
        "a corpus needs {name}, which is not installed: pip install {extra}", name=error.name, extra=extra
    )


def _near_copies(corpus: Corpus, workers: int) -> int:
    import tempfile

    from covidmeet.corpus.near_copies import find_near_copies

    with tempfile.TemporaryDirectory(prefix=".near-copies-", dir=corpus.folder) as work:
        return find_near_copies(corpus, Path(work), workers)


def _cores() -> int:
    from covidmeet.pool import workers_for

    return workers_for(None)


def _options(pairs: tuple[str, ...]) -> dict[str, Any]:
    """Arguments of an executor; what looks like a whole number is one."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise click.UsageError(_("--option: {pair!r} is not NAME=VALUE", pair=pair))
        found[name] = int(value) if value.isdecimal() else value
    return found


def _job(given: Given, asked: dict[str, Any]) -> Job:
    """Raises ``JobError``."""
    from covidmeet.corpus.job import Job
    from covidmeet.crawl.site_registry import all_sites, sites_folder, use_folder
    from covidmeet.pool import PageLimits
    from covidmeet.sites import Sites
    from covidmeet.stages.reading import Reading, Scope

    use_folder(sites_folder(given.setting("SITES_DIR")))
    scope = Scope(asked["topic"], _day(asked["since"]), _day(asked["until"]))
    if scope.since and scope.until and scope.since > scope.until:
        raise click.UsageError(
            _("--since {since} is after --until {until}", since=scope.since, until=scope.until)
        )
    largest = int(given.setting("DOWNLOAD_MAXSIZE")) or sys.maxsize
    reading = Reading(Sites(all_sites()), scope, largest, bool(given.setting("FACTS")))
    return Job.of(
        asked["files"],
        reading,
        tasks=asked["tasks"] or 0,
        words=asked["words"],
        hosts=frozenset(host.lower().strip(".") for host in asked["hosts"]),
        form=asked["form"],
        most_parts=int(given.setting("ARTICLE_PAGES")),
        limits=PageLimits(float(given.setting("PAGE_SECONDS")), int(given.setting("PAGE_MEMORY_MB"))),
    )


def _day(given: datetime | None) -> str | None:
    return given.date().isoformat() if given else None


@contextmanager
def _bar(given: Given) -> Iterator[Progress]:
    """A bar of the tasks on a terminal's standard error, the captures read beside it."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    output = Console(stderr=True)
    with Bar(console=output, disable=given.quiet or not output.is_terminal, transient=True) as bar:
        shown: dict[str, Any] = {}

        def tell(of_round: str, done: int, tasks: int, captures: int) -> None:
            if of_round not in shown:
                shown[of_round] = bar.add_task(of_round, total=tasks)
            told = _("{of_round}, {captures:,} pages", of_round=of_round, captures=captures)
            bar.update(shown[of_round], completed=done, description=told)

        yield tell


def _show(given: Given, corpus: Corpus) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=_("Corpus"), title_justify="left")
    table.add_column(_("file"), overflow="fold")
    for heading in (_("captures"), _("articles"), _("rejects"), _("passed over"), _("difference")):
        table.add_column(heading, justify="right")
    shown = list(corpus.files.items())
    for name, counts in shown[:_MOST_FILES]:
        row = (counts.captures, counts.articles, counts.rejects.total(), counts.skipped.total())
        difference = f"{counts.difference:,}" if counts.is_read else _("not read")
        table.add_row(Text(name), *(f"{count:,}" for count in row), difference)
    Console(highlight=False, width=console.width() or _PIPE).print(table)
    if len(shown) > _MOST_FILES:
        click.echo(
            _(
                "{count:,} more files: see {folder}",
                count=len(shown) - _MOST_FILES,
                folder=corpus.folder / "corpus.json",
            )
        )
    for what in ("rejects", "skipped"):
        total: Counter[str] = Counter()
        for counts in corpus.files.values():
            total.update(getattr(counts, what))
        for reason, count in total.most_common():
            click.echo(f"{_('rejected') if what == 'rejects' else _('passed over')}: {count:,} {reason}")
    captures = sum(counts.captures for counts in corpus.files.values())
    articles = sum(counts.articles for counts in corpus.files.values())
    click.echo(
        _(
            "{articles:,} articles of {captures:,} captures in {folder}, {seconds:,.0f} s of CPU",
            articles=articles,
            captures=captures,
            folder=corpus.folder,
            seconds=corpus.cpu_seconds,
        )
    )
    for name in corpus.failed[:_MOST_FILES]:
        given.say(
            _(
                "{name}: its task failed; what went wrong is in {folder}",
                name=name,
                folder=corpus.folder / "state",
            )
        )
    for name, missing in list(corpus.differences.items())[:_MOST_FILES]:
        given.say(_("{name}: {missing:+,} captures are not accounted for", name=name, missing=missing))
