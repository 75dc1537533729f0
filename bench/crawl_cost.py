"""CPU and memory of a crawl by process, beside those of a bare spider."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.cost import Cost, cost_of
from bench.crawl import FAST, ROOT
from bench.rows import Row
from bench.site import A_LIST, serving
from covidmeet.archive.db import connect

SIZES = (3, 37)  # kB of a page
FEW, MANY = 100, 600  # articles of two crawls, whose difference leaves the start out
CRAWL_ROUNDS = 2


def crawls() -> Iterator[Row]:
    """A crawl's CPU a page, by process, beside a bare spider's with Scrapy's defaults and with one item."""
    for kilobytes in SIZES:
        with serving(MANY, kilobytes) as root:
            yield from _of_size(root, kilobytes)


def _of_size(root: str, kilobytes: int) -> Iterator[Row]:
    bare = 0.0
    for name, crawl in CRAWLS.items():
        cost = _a_page(crawl, root)
        bare = bare or cost.own
        for whose, seconds, peak in (
            ("own process", cost.own, cost.own_peak),
            ("worker", cost.others, cost.others_peak),
        ):
            if whose == "worker" and "worker" not in name:
                continue
            told = f"crawl, {kilobytes} kB, {name}: {whose}"
            yield Row(told, seconds * 1e6, "us a page", "bare Scrapy", seconds / bare)
            yield Row(f"{told}, memory", peak, "MB")


def _a_page(crawl: Callable[[str, Path, int], Cost], root: str) -> Cost:
    """What one page more costs; the peaks are those of the long crawl."""
    with tempfile.TemporaryDirectory() as folder:
        crawl(root, Path(folder), 1)  # the first compiles the modules
    found = []
    for articles in (FEW, MANY):
        costs = []
        for _ in range(CRAWL_ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                costs.append(crawl(root, Path(folder), articles // A_LIST))
        found.append(costs)
    few, many = found
    own, others = (
        (min(getattr(c, name) for c in many) - min(getattr(c, name) for c in few)) / (MANY - FEW)
        for name in ("own", "others")
    )
    return Cost(own, others, max(c.own_peak for c in many), max(c.others_peak for c in many))


def _ours(root: str, folder: Path, lists: int, *more: str) -> Cost:
    via = f"via={root}/web/2022id_/{{url}}"
    given = ["-a", via, "-a", f"pages={lists}", *FAST, "-s", "PROGRESS=0", *more]
    return cost_of(["-m", "scrapy", "crawl", "gz_gov", *given, "-s", f"DATABASE={folder / 'a.db'}"], ROOT)


def _bare(root: str, folder: Path, lists: int, *more: str) -> Cost:
    given = ["-a", f"root={root}", "-a", f"lists={lists}", "-O", str(folder / "bare.jsonl"), *more]
    return cost_of(
        ["-m", "scrapy", "runspider", str(ROOT / "bench" / "bare.py"), "-L", "INFO", *given], folder
    )


def _lean(root: str, folder: Path, lists: int, *more: str) -> Cost:
    """Without pages, facts and copies: with the tables that there always were."""
    db = connect(folder / "a.db")
    for trigger in ("copies_of_new", "copies_of_changed"):
        db.execute(f"drop trigger {trigger}")  # which else leave some seconds of work to the run's end
    db.close()
    return _ours(root, folder, lists, "-s", "KEEP=0", "-s", "FACTS=0", *more)


CRAWLS: dict[str, Callable[[str, Path, int], Cost]] = {
    "bare Scrapy": _bare,
    "bare Scrapy, CONCURRENT_ITEMS=1": lambda *given: _bare(*given, "-s", "CONCURRENT_ITEMS=1"),
    "lean": _lean,
    "full": _ours,
    "lean, with a worker": lambda *given: _lean(*given, "-s", "PROCESS_WORKERS=1"),
}
