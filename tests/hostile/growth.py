"""How the time that a page takes grows with its size: ``python -m tests.hostile.growth [NAME …]``.

In processes of their own, which a time limit ends; CPU time, the least of several, on 12.5 to 100 kB.
"""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context

from covidmeet.crawl.site_registry import all_sites
from covidmeet.process import Fetched, process
from covidmeet.reasons import Reject
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from tests.hostile.page_shapes import PAGES
from tests.hostile.text_shapes import TEXTS

SIZES = (12_500, 25_000, 50_000, 100_000)
STEEPEST = 1.2
SLOWEST = 2.0  # seconds for 100 kB
_REPEATS = 3
_NOTHING = 0.03  # seconds below which other things than the size decide
_GIVEN_UP = 4.0  # seconds: no larger page is tried
_READING = Reading(Sites(all_sites()))


@dataclass(frozen=True)
class Growth:
    """CPU seconds by size; a shape that was given up has fewer than ``SIZES``."""

    kind: str
    name: str
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """Of the size, over the last doubling and over the last two: what both show."""
        if self.seconds[-1] < _NOTHING or len(self.seconds) < 2:
            return 0.0
        steps = [math.log2(b / a) for a, b in zip(self.seconds, self.seconds[1:], strict=False)]
        return min(steps[-1], sum(steps[-2:]) / len(steps[-2:]))

    @property
    def is_fine(self) -> bool:
        complete = len(self.seconds) == len(SIZES)
        return complete and self.seconds[-1] <= SLOWEST and self.exponent <= STEEPEST

    def __str__(self) -> str:
        times = ", ".join(f"{second:.3f}" for second in self.seconds)
        return f"{self.kind} {self.name}: {times} s, exponent {self.exponent:.2f}"


def measured(kind: str, name: str, sizes: Iterable[int] = SIZES) -> Growth:
    """How a text (a document) or a page grows, in this process."""
    shape = {"text": TEXTS, "page": PAGES}[kind][name]
    url = "file:///a.txt" if kind == "text" else "https://www.gz.gov.cn/xw/content/post_1.html"
    gc.collect()
    gc.freeze()
    found: list[float] = []
    for size in sizes:
        page = Fetched(url, shape(size))
        found.append(_least(page))
        if found[-1] > _GIVEN_UP:
            break
    return Growth(kind, name, tuple(found))


def _least(page: Fetched) -> float:
    least = math.inf
    for _ in range(_REPEATS):
        started = time.process_time()
        with suppress(Reject):
            process(page, _READING)
        least = min(least, time.process_time() - started)
        if least > _GIVEN_UP:
            break
    return least


def measure_all(names: Iterable[tuple[str, str]], workers: int = 2) -> Iterator[Growth]:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(measured, *zip(*names, strict=True))


if __name__ == "__main__":
    asked = sys.argv[1:]
    shapes = [("text", name) for name in TEXTS] + [("page", name) for name in PAGES]
    for growth in measure_all([one for one in shapes if not asked or one[1] in asked]):
        if asked or not growth.is_fine:
            print(growth, flush=True)
