"""Every measurement beside its floor, in one table: ``python -m bench.table [--keep] [PART ...]``.

CPU, never wall time, and of crawls that of each process; what is compared takes turns, and the least of each
counts.  ``--keep`` makes them the last figures, in ``table.md`` and ``figures.json``; without it those that
became more than 15 % worse are told, and the exit code is 1.  ``--articles`` are searched and exported.
"""

from __future__ import annotations

import argparse
import io
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench import export, search, start
from bench.crawl import ROOT
from bench.crawl_cost import SIZES, crawls
from bench.last_figures import keep, report
from bench.rows import Row, keep_rows, least
from bench.site import article

PAGES = 200
ADDRESS = "https://www.gz.gov.cn/xw/gzyw/content/post_{}.html"
STORED = 2_000


def pages() -> Iterator[Row]:
    """``process`` of one page, beside reading its record, parsing it and inserting a row."""
    from lxml import etree

    from covidmeet.crawl.site_registry import all_sites
    from covidmeet.process import Fetched, process
    from covidmeet.sites import Sites
    from covidmeet.stages.reading import Reading

    full, headers = Reading(Sites(all_sites())), (("Content-Type", "text/html; charset=utf-8"),)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    for kilobytes in SIZES:
        bodies = [article(n, kilobytes) for n in range(PAGES)]
        fetched = [Fetched(ADDRESS.format(n), body, 200, headers) for n, body in enumerate(bodies)]
        record = _records(bodies)
        parse = least(lambda b=bodies: [etree.fromstring(body, parser) for body in b]) / PAGES  # type: ignore[misc]
        read = least(lambda r=record: _read(r)) / PAGES  # type: ignore[misc]
        insert = _bare_insert(PAGES)
        for name, cost in (("warcio read", read), ("lxml parse", parse), ("bare insert", insert)):
            yield Row(f"floor, {name}, {kilobytes} kB", cost * 1e6, "us a page")
        floor = read + parse + insert
        for how, reading in (("full", full), ("lean (no facts)", replace(full, facts=False))):
            whole = least(lambda f=fetched, r=reading: [process(page, r) for page in f]) / PAGES  # type: ignore[misc]
            told = f"process, {kilobytes} kB, {how}"
            yield Row(told, whole * 1e6, "us a page", "these three", whole / floor)


def _records(bodies: list[bytes]) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    made = io.BytesIO()
    writer = WARCWriter(made, gzip=True)
    for number, body in enumerate(bodies):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        url = ADDRESS.format(number)
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=head))
    return made.getvalue()


def _read(records: bytes) -> None:
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(records)):
        record.content_stream().read()


def _bare_insert(count: int) -> float:
    """CPU seconds of one row of 939 characters in a transaction of its own."""
    given = list(search.texts(count, search.STORED))
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        db.execute("create table articles (url text primary key, title text, body text, body_original text)")
        began = time.process_time()
        for number, text in enumerate(given):
            db.execute("begin immediate")
            db.execute("insert into articles values (?, ?, ?, ?)", [str(number), text[:18], text, text])
            db.execute("commit")
        taken = time.process_time() - began
        db.close()
    return taken / count


def storing() -> Iterator[Row]:
    """One article with its index, beside a bare insert."""
    with tempfile.TemporaryDirectory() as name:
        times = search.store_times([ROOT], Path(name), STORED)[ROOT]
        yield Row(
            "store, 939 characters", min(times), "us", "bare insert", min(times) / 1e6 / _bare_insert(STORED)
        )
        for table, size in search.table_sizes(Path(name) / "store-0-0.db", STORED):
            yield Row(f"size of {table}", size, "kB an article")


def searching(articles: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "archive.db"
        search.generate(path, articles)
        for kind, newest, worst, ranked, counted in search.query_times(path):
            yield Row(f"search, {kind}, newest 20, median", newest, "ms")
            yield Row(f"search, {kind}, newest 20, worst", worst, "ms")
            yield Row(f"search, {kind}, ranked, worst", ranked, "ms")
            yield Row(f"search, {kind}, count to 1,000, worst", counted, "ms")


def exporting(articles: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "archive.db"
        export.generate(path, articles)
        seconds, megabytes, _ = min(
            export.exported_by_a_process(path, path.with_suffix(".csv"), {}) for _ in range(2)
        )
        shell = min(export.by_the_shell(path) for _ in range(2))[0] if shutil.which("sqlite3") else None
        yield Row(
            f"CSV of {articles:,} articles", seconds, "s", "the sqlite3 shell", shell and seconds / shell
        )
        yield Row("CSV, memory", megabytes, "MB")


def starting() -> Iterator[Row]:
    costs = start.measure(start.ROUNDS)
    for name, cost in costs.items():
        floor = None if name == start.FLOOR else cost / costs[start.FLOOR]
        yield Row(f"start of {name}", cost, "s", "python", floor)


def repairing() -> Iterator[Row]:
    """Thousands of characters a second; OpenCC's conversion of the same text is the floor."""
    import opencc

    from bench.mirror import pages as pages_of
    from covidmeet.repair import repair
    from tests.repair.mirror.forward import Kit, damage, ranking
    from tests.repair.mirror.texts import REPORT

    convert = opencc.OpenCC("t2s").convert
    given = pages_of(REPORT.splitlines())
    clean = list(search.texts(50, search.LENGTH))
    kinds = {
        "clean text": clean,
        "mirror damage": [damage(page, Kit(ranking(9)), seed) for seed, page in enumerate(given)],
        "GBK read as Latin-1": [page.encode("gbk", "ignore").decode("latin-1") for page in clean],
        "UTF-8 read as GBK": [page.encode().decode("gbk", "ignore") for page in clean[:5]],
    }
    for kind, damaged in kinds.items():
        repair(damaged[0])
        taken = least(lambda d=damaged: [repair(page) for page in d])  # type: ignore[misc]
        floor = least(lambda d=damaged: [convert(page) for page in d])  # type: ignore[misc]
        speed = sum(map(len, damaged)) / taken / 1e3
        yield Row(f"repair, {kind}", speed, "k characters/s", "OpenCC t2s", taken / floor)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help="pages, crawls, store, search, export, start, repair"
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    parts: dict[str, Callable[[], Iterator[Row]]] = {
        "pages": pages,
        "crawls": crawls,
        "store": storing,
        "search": lambda: searching(asked.articles),
        "export": lambda: exporting(asked.articles),
        "start": starting,
        "repair": repairing,
    }
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}",
        flush=True,
    )
    is_well = True
    for part in asked.parts or parts:
        ratios, rows = {}, []
        for row in parts[part]():
            print(row, flush=True)
            rows.append(row)
            if row.ratio is not None:
                ratios[row.name] = row.ratio
        if asked.keep:
            keep_rows(part, rows)
            keep(f"table: {part}", ratios)
        elif not asked.keep:
            is_well = report(f"table: {part}", ratios) and is_well
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
