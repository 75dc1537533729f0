"""What finding copies costs: ``python -m bench.copies [ARTICLES]``.

Archives of generated reports, a tenth of which are near copies of another one: ``own`` with few slogans in
them, ``slogans`` with every second sentence one.  Storing is compared with and without the triggers by which
articles wait to be compared; the memory is that of the whole process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from covidmeet.archive.articles import store
from covidmeet.archive.copies.settling import settle
from covidmeet.archive.db import connect
from covidmeet.items import Article
from tests.made_articles import made
from tests.reports import report, with_errors

ARTICLES, ROUNDS, STORED = 10_000, 3, 2_000
KINDS = {"own": (14, 2), "slogans": (8, 12)}
"""Sentences of a report's own, and slogans."""


def articles(count: int, kind: str) -> Iterator[Article]:
    deeds, slogans = KINDS[kind]
    for number in range(count):
        seed = number - 5 if number % 10 == 9 else number
        body = report(seed, deeds=deeds, slogans=slogans)
        if seed != number:
            body = with_errors(body, 0.02, number)
        url = f"https://www.example.com/{kind}/{number}.html"
        yield made(url, body)


def settling(folder: Path, count: int, kind: str) -> None:
    with closing(connect(folder / f"{kind}.db")) as db:
        for article in articles(count, kind):
            store(db, article, "run")
        size = db.execute("pragma page_count").fetchone()[0]
        begun = time.process_time()
        settle(db)
        seconds = time.process_time() - begun
        added = (db.execute("pragma page_count").fetchone()[0] - size) * 4096
        (pairs,) = db.execute("select count(*) / 2 from copies").fetchone()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{kind}: {seconds / count * 1e6:,.0f} µs and {added / count / 1024:.1f} kB an article,"
        f" {pairs:,} pairs, {memory:.0f} MB at {count:,} articles",
        flush=True,
    )


def storing(folder: Path, waiting: bool, number: int) -> float:
    """CPU seconds for storing; the archive without the triggers stands for one that knows no copies."""
    made = list(articles(STORED, "own"))
    with closing(connect(folder / f"store-{waiting}-{number}.db")) as db:
        if not waiting:
            _without_triggers(db)
        begun = time.process_time()
        for article in made:
            store(db, article, "run")
        return time.process_time() - begun


def _without_triggers(db: Database) -> None:
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f"drop trigger {name}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = {
            waiting: [storing(folder, waiting, number) for number in range(ROUNDS)]
            for waiting in (False, True)
        }
        without, waiting = (min(times[which]) / STORED * 1e6 for which in (False, True))
        print(
            f"storing: {without:,.0f} µs an article, {waiting:,.0f} with copies: {waiting / without - 1:+.1%}"
        )
        for kind in KINDS:
            settling(folder, count, kind)


if __name__ == "__main__":
    main()
