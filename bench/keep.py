"""What keeping pages costs a crawl, what reprocess gains from two workers: ``python -m bench.keep``.

CPU of all processes; the runs take turns against the same server, and the best of each is compared.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.crawl import FAST, ROOT, check
from bench.site import A_LIST, serving
from covidmeet.archive.reader import open_read_only
from covidmeet.crawl.site_registry import all_sites
from covidmeet.kept.selection import select_pages
from covidmeet.kept.stored_page import stored_page
from covidmeet.process import process
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading

ARTICLES, ROUNDS = 2_000, 2
WANTED_SHARE, WANTED_GAIN = 0.88, 1.7


def _cpu(command: list[str]) -> float:
    """CPU seconds of a process and of those that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def crawl(root: str, database: Path, keep: int) -> float:
    via = f"via={root}/web/2022id_/{{url}}"
    settings = ["-s", f"DATABASE={database}", "-s", f"KEEP={keep}", "-s", "PROGRESS=0", *FAST]
    pages = f"pages={ARTICLES // A_LIST}"
    seconds = _cpu(["scrapy", "crawl", "gz_gov", "-a", via, "-a", pages, *settings])
    check(database, ARTICLES)
    return seconds


def keeping(kilobytes: int, folder: Path) -> tuple[float, Path]:
    """The share of its speed that a crawl has left where pages are kept; an archive with pages."""
    best: dict[int, float] = {}
    with serving(ARTICLES, kilobytes) as root:
        for number in range(ROUNDS):
            for keep in (0, 1):
                database = folder / f"{kilobytes}-{number}-{keep}" / "archive.db"
                seconds = crawl(root, database, keep)
                best[keep] = min(best.get(keep, seconds), seconds)
    share = best[0] / best[1]
    print(
        f"{kilobytes} kB: CPU {best[0] / ARTICLES * 1e3:.2f} ms a page without keeping,"
        f" {best[1] / ARTICLES * 1e3:.2f} with: {share:.0%} (wanted: {WANTED_SHARE:.0%})"
    )
    return share, database


def making_again(database: Path) -> float:
    """How many times faster two workers are than a plain loop of ``process`` over the same stored pages."""
    reading = Reading(Sites(tuple(site for site in all_sites() if site.name == "gz_gov")))
    with closing(open_read_only(database)) as db:
        assert select_pages(db).without_page == 0
        pointers = [warc for (warc,) in db.execute("select warc from articles order by rowid")]
    loops, pools = [], []
    for _ in range(ROUNDS):
        begun = time.monotonic(), time.process_time()
        for pointer in pointers:
            process(stored_page(database, pointer), reading)
        loops.append((time.monotonic() - begun[0], time.process_time() - begun[1]))
        pools.append([_reprocess(database, workers) for workers in (1, 2)])
    wall, cpu = min(loops)
    one, two = (min(run[workers] for run in pools) for workers in (0, 1))
    print(f"  plain loop {wall:.2f} s, CPU {cpu:.2f} s")
    for workers, (seconds, used) in enumerate((one, two), 1):
        print(f"  reprocess with {workers} {seconds:.2f} s, CPU {used:.2f} s: {wall / seconds:.2f} times")
    print(f"  on two free cores at most {2 * cpu / two[1]:.2f} times (wanted: {WANTED_GAIN})")
    return wall / two[0]


_AGAIN = """
import sys, time
from pathlib import Path
from bench.pool import _workers
from covidmeet.archive.db import connect
from covidmeet.crawl.site_registry import all_sites
from covidmeet.kept.reprocess import Reprocessing
from covidmeet.kept.selection import select_pages
from covidmeet.pool import PageLimits
path = Path(sys.argv[1])
db = connect(path)
work = Reprocessing(db, path, all_sites(), 10**7, 10**7, int(sys.argv[2]), PageLimits(10, 1000))
selection, done, marks = select_pages(db), 0, []
for pages in work.run(selection):
    done += pages
    if used := _workers():
        marks.append((done, time.monotonic(), time.process_time() + used))
assert work.changes.same == len(selection), work.changes
pages, seconds, used = (last - first for first, last in zip(marks[0], marks[-1]))
print(seconds / pages, used / pages)
"""


def _reprocess(database: Path, workers: int) -> tuple[float, float]:
    """Seconds for all rows, and CPU seconds of all processes, by what the middle of the run takes."""
    command = [sys.executable, "-c", _AGAIN, str(database), str(workers)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    seconds, used = map(float, done.stdout.split())
    return seconds * ARTICLES, used * ARTICLES


def main() -> None:
    shares, gains = [], []
    with tempfile.TemporaryDirectory() as folder:
        for kilobytes in (3, 37):
            share, database = keeping(kilobytes, Path(folder))
            shares.append(share)
            gains.append(making_again(database))
    sys.exit(0 if min(shares) >= WANTED_SHARE and min(gains) >= WANTED_GAIN else 1)


if __name__ == "__main__":
    main()
