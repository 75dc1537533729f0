"""The sample pages of every site: kept, replayed and made again, each row equal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from warcio.checker import Checker

from covidmeet.archive.db import connect
from covidmeet.cli.main import main
from covidmeet.crawl.site_registry import all_sites
from covidmeet.kept.reprocess import Reprocessing
from covidmeet.kept.selection import select_pages
from tests.conftest import Crawl, Crawled
from tools.sample_pages import sample_pages

SAMPLES = Path("data/samples")
SITES = sorted(path.name.removesuffix(".warc.gz") for path in SAMPLES.glob("*.warc.gz"))
VOLATILE = {"first_seen", "last_seen", "run_id", "warc"}


def rows(result: Crawled) -> list[dict[str, Any]]:
    return [{name: row[name] for name in row if name not in VOLATILE} for row in result.rows()]


def faults(paths: list[Path]) -> int:
    class Arguments:
        inputs = [str(path) for path in paths]  # noqa: RUF012
        verbose = False

    checker = Checker(Arguments())
    checker.process_all()
    return int(checker.exit_value)


def test_there_are_samples() -> None:
    assert {site.name for site in all_sites()} <= set(SITES)


@pytest.mark.parametrize("site", SITES)
async def test_kept_replayed_and_made_again(
    site: str, crawl: Crawl, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = {"PROCESS_WORKERS": 0, "KEEP": "copy"}
    sample = str(SAMPLES / f"{site}.warc.gz")
    first = await crawl(site, settings, warc=sample, topic="all", mirrors="1")
    urls = {page.article_url for page in sample_pages(site)} - {None}
    assert urls <= {row["url"] for row in first.rows()}
    files = sorted(database.parent.joinpath("warc").iterdir())
    assert faults(files) == 0
    other = str(database.with_name("replayed.db"))
    replayed = await crawl(
        site,
        {**settings, "DATABASE": other, "KEEP": True},
        warc=",".join(map(str, files)),
        topic="all",
        mirrors="1",
    )
    assert rows(replayed) == rows(first)
    db = connect(database)
    # Its arguments are the run's own when a command starts it.
    db.execute("""update runs set counts = '{"arguments": {"topic": "all"}}'""")
    work = Reprocessing(db, database, all_sites(), 10_000_000, 10_000_000)
    list(work.run(select_pages(db)))
    db.close()
    changes = work.changes
    assert (changes.same, changes.changed, changes.added) == (len(first.rows()), 0, 0), changes
    assert (changes.kept, changes.missing) == ([], [])
    capsys.readouterr()
    code = main(["check-archive", "--all", "-q", "-s", "PROCESS_WORKERS=0", "-d", str(database)])
    assert code == 0, capsys.readouterr().out
