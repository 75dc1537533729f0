"""CPU a page in the pool of workers, all processes together, against a plain loop: ``python -m bench.pool``.

Linux only: the CPU of each worker is read from ``/proc``.  The runs take turns.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

from bench.site import article
from covidmeet.crawl.site_registry import all_sites
from covidmeet.pool import PageLimits, Pool
from covidmeet.process import Fetched, attempt_whole
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading

PAGES, ROUNDS = 1_000, 3
READING = Reading(Sites(all_sites()))
HEADERS = (("Content-Type", "text/html; charset=utf-8"),)


def pages(kilobytes: int) -> list[Fetched]:
    address = "https://www.gz.gov.cn/xw/gzyw/content/post_{}.html"
    return [Fetched(address.format(n), article(n, kilobytes), 200, HEADERS) for n in range(PAGES)]


def loop(found: list[Fetched]) -> float:
    started = time.process_time()
    for page in found:
        attempt_whole(page, READING)
    return time.process_time() - started


def pooled(found: list[Fetched], workers: int) -> tuple[float, float]:
    """CPU seconds of this process and of the workers, start-up left out."""
    with Pool(READING, workers, PageLimits(20, 1_000), attempt_whole) as pool:
        list(pool.run(found[: 20 * workers]))
        before, own = _workers(), time.process_time()
        assert len(list(pool.run(found))) == len(found)
        return time.process_time() - own, _workers() - before


def _workers() -> float:
    ticks = 0
    for child in multiprocessing.active_children():
        fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    for kilobytes in (3, 37):
        found = pages(kilobytes)
        rounds = [(loop(found), pooled(found, 1), pooled(found, 2)) for _ in range(ROUNDS)]
        plain = min(one for one, _, _ in rounds)
        print(f"{kilobytes} kB, CPU a page: plain loop {plain / PAGES * 1e3:.2f} ms")
        for workers in (1, 2):
            own, theirs = min(((one[1], one[2])[workers - 1] for one in rounds), key=sum)
            both = own + theirs
            print(
                f"  {workers} workers: {both / PAGES * 1e3:.2f} ms = {both / plain:.2f} x,"
                f" of which {own / PAGES * 1e3:.2f} ms in the parent"
            )


if __name__ == "__main__":
    main()
