"""How the time that a page takes grows with its size: ``python -m tests.hostile.growth [NAME …]``.

In processes of their own, which a time limit ends; CPU time, the least of several, on 12.5 to 100 kB.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context

from covidmeet.crawl.site_registry import all_sites
from covidmeet.process import Fetched, process
from covidmeet.reasons import Reject
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from tests.growth import REPEATS, SIZES, SLOWEST, STEEPEST, Growth, growth_of
from tests.hostile.page_shapes import PAGES
from tests.hostile.text_shapes import TEXTS

_GLANCED = 0.008  # seconds; a shape that grows quadratically from there takes 0.13 s at the largest size

_READING = Reading(Sites(all_sites()))


def measured(
    kind: str, name: str, sizes: Sequence[int] = SIZES, repeats: int = REPEATS, **more: float
) -> Growth:
    """How a text (a document) or a page grows, in this process; ``more`` as for ``growth_of``."""
    shape = {"text": TEXTS, "page": PAGES}[kind][name]
    url = "file:///a.txt" if kind == "text" else "https://www.gz.gov.cn/xw/content/post_1.html"

    def prepare(size: int) -> Callable[[], object]:
        page = Fetched(url, shape(size))
        return lambda: _read(page)

    return growth_of(kind, name, prepare, sizes, repeats, **more)


def _read(page: Fetched) -> None:
    with suppress(Reject):
        process(page, _READING)


def glanced(kind: str, name: str) -> Growth:
    """``measured`` once and by the two smallest sizes: what is steep here may be so by chance.

    The quickest shapes waver most, and are measured again at little cost.
    """
    return measured(kind, name, SIZES[:2], 1, slowest=SLOWEST / 4**STEEPEST, nothing=_GLANCED)


def measure_all(names: Iterable[tuple[str, str]], workers: int = 2) -> Iterator[Growth]:
    """All shapes at a glance, in processes of their own; measured again where that looks steep."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for growth in pool.map(glanced, *zip(*names, strict=True)):
            yield growth if growth.is_fine else pool.submit(measured, growth.kind, growth.name).result()


if __name__ == "__main__":
    asked = sys.argv[1:]
    shapes = [("text", name) for name in TEXTS] + [("page", name) for name in PAGES]
    for growth in measure_all([one for one in shapes if not asked or one[1] in asked]):
        if asked or not growth.is_fine:
            print(growth, flush=True)
