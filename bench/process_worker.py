"""The process that ``bench.process`` measures: pages in by a pipe, CPU out; with ``stages`` stage by stage.

It runs with the code of whatever commit is on its path, and so uses only what all of them have.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import pickle
import sys
import time
from collections.abc import Callable
from typing import Any

import covidmeet.process as process_module
from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract.page import Page
from covidmeet.process import Fetched, process
from covidmeet.sites import Sites
from covidmeet.stages import PURE
from covidmeet.stages.reading import Reading

READING = Reading(Sites(all_sites()))
HEADERS = (("Content-Type", "text/html; charset=utf-8"),)
CAPTURED = "2022-11-14T01:02:03+00:00"
_STEPS = (
    *("payload", "looks_binary", "declared_in_html", "decode", "join_references", "beyond_limits"),
    *("check_status", "cut_short", "extract", "canonical", "note_origin", "read"),
)
_MOST_HOLES = 1_000_000


class Clock:
    """CPU of nested calls by name, nanoseconds, each without those inside it."""

    def __init__(self) -> None:
        self.times: dict[str, int] = {}
        self._inner: list[int] = []

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*args: Any, **options: Any) -> Any:
            started = time.process_time_ns()
            self._inner.append(0)
            try:
                return function(*args, **options)
            finally:
                spent = time.process_time_ns() - started
                self.times[name] = self.times.get(name, 0) + spent - self._inner.pop()
                if self._inner:
                    self._inner[-1] += spent

        return call

    def install(self) -> None:
        """Time the steps of ``read``, the parser, the search for block pages, and the stages."""
        for name in _STEPS:
            if hasattr(process_module, name):
                setattr(process_module, name, self.timed(name, getattr(process_module, name)))
        for name in ("root", "withheld"):
            timed = functools.cached_property(self.timed(f"page.{name}", Page.__dict__[name].func))
            timed.__set_name__(Page, name)
            setattr(Page, name, timed)
        for stage in PURE:
            stage.__dict__["function"] = self.timed(f"stage {stage.name}", stage.function)


def fill_holes() -> None:
    """Take all free pieces of the C heap, so that trees are built in one stretch of memory.

    Which pieces the imports left free differs from commit to commit by chance, and decides about 15 % of the
    time of a page of 37 kB.
    """
    if not sys.platform.startswith("linux"):
        return
    allocate = ctypes.CDLL(None).malloc
    allocate.restype, allocate.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    top = max(allocate(100_000) for _ in range(3))
    holes = 0
    for size in (*range(65_520, 2_048, -2_048), *range(2_040, 8, -16)):
        beyond = 0
        while beyond < 8 and holes < _MOST_HOLES:
            beyond = beyond + 1 if allocate(size) > top else 0
            holes += 1


def main() -> None:
    clock = Clock()
    warm = False
    while True:
        try:
            given = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pages = [Fetched(url, body, 200, HEADERS, captured_at=CAPTURED) for url, body in given]
        if not warm:
            for page in pages * 3:
                process(page, READING)
            if "stages" in sys.argv:
                clock.install()
            fill_holes()
            gc.collect()
            gc.freeze()
            warm = True
        clock.times.clear()
        started = time.process_time_ns()
        for page in pages:
            process(page, READING)
        spent = time.process_time_ns() - started
        pickle.dump((spent, dict(clock.times)), sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
