"""Corpora: against a plain loop, on one and two workers, on Ray; the filter; memory; a simulated month.

``python -m bench.corpus engines|filter|recall|month N|ray``.  Linux only: memory is read from ``/proc``.
The runs take turns.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep

from bench.site import article
from covidmeet.corpus.building import build
from covidmeet.corpus.executors import LOCAL, RAY, Engine
from covidmeet.corpus.job import Job, PagePosition
from covidmeet.corpus.pages import CorpusPage, wrapped
from covidmeet.corpus.steps import NO_WORD, PageProcessor, WordFilter
from covidmeet.crawl.site_registry import all_sites
from covidmeet.items import Article
from covidmeet.process import Fetched, Place, attempt_whole
from covidmeet.sites import Sites
from covidmeet.sources.warc import WarcReader, WarcWriter
from covidmeet.stages.reading import Reading, Scope

FILES, PAGES, KILOBYTES, ROUNDS = 12, 250, 12, 3
MOST_MEMORY = 300  # megabytes a worker
HTML = [("Content-Type", "text/html; charset=utf-8")]
CHINESE = (
    "本报讯 记者昨日从市体育局获悉，全市中学生春季运动会在中心体育场开幕，三百名选手参加了长跑和跳远比赛。"
)
ENGLISH = (
    "The town library will open its new reading room on Monday, and the mayor thanked all who had helped. "
)
# Of a thousand pages of a month's crawl: on topic (more than there are), Chinese on other matters, others.
ON_TOPIC, IN_CHINESE, OF_PAGES = 1, 50, 1_000


def reading(topic: str = "meetings") -> Reading:
    return Reading(Sites(all_sites()), Scope(topic))


def other_page(number: int, sentence: str, kilobytes: int = KILOBYTES) -> bytes:
    """A page on another matter, of as many bytes in UTF-8."""
    size = len(sentence.encode())
    text = "</p>\n<p>".join([sentence * 3] * (kilobytes * 1_000 // (3 * size) + 1))
    return f"<html><head><title>{number}</title></head><body><p>{text}</p></body></html>".encode()


def write_files(
    folder: Path, body: Callable[[int], bytes], files: int = FILES, pages: int = PAGES
) -> list[Path]:
    found = []
    for file in range(files):
        found.append(folder / f"{file}.warc.gz")
        with WarcWriter(found[-1]) as writer:
            for page in range(pages):
                number = file * pages + page
                url = f"https://www.gz.gov.cn/xw/gzyw/content/post_{number + 10_000}.html"
                writer.write(url, 200, HTML, body(number))
    return found


class Memory(threading.Thread):
    """The most memory (MB, VmHWM) of any process of the rounds that are run meanwhile."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most: dict[str, float] = {}
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.2):
            for status in Path("/proc").glob("[0-9]*/status"):
                with suppress(OSError, StopIteration, ValueError):
                    words = status.with_name("cmdline").read_bytes()
                    if b"multiprocess.forkserver" in words or b"covidmeet.corpus.child" in words:
                        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
                        most = int(line.split()[1]) / 1_024
                        self.most[status.parent.name] = max(most, self.most.get(status.parent.name, 0.0))

    def end(self) -> float:
        self._over.set()
        self.join()
        return max(self.most.values(), default=0.0)


def timed_loop(files: list[Path]) -> Taken:
    """Of a process of its own that does no more than read and process the pages."""
    started = time.perf_counter()
    words = [sys.executable, "-m", "bench.corpus", "loop", *map(str, files)]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return Taken(time.perf_counter() - started, float(told))


class Taken(NamedTuple):
    """Seconds by the wall, and of CPU: of a corpus that of its tasks."""

    wall: float
    cpu: float


def loop(files: list[str]) -> None:
    how = reading("all")
    started = time.process_time()
    for file in files:
        for page in WarcReader(file):
            attempt_whole(page, how)
    print(time.process_time() - started)


def timed_corpus(files: list[Path], workers: int, name: str = LOCAL) -> Taken:
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        corpus = build(Job.of(files, reading("all")), Path(folder) / "corpus", Engine(name, workers))
        taken = Taken(time.perf_counter() - started, corpus.cpu_seconds)
        assert corpus.is_whole
        assert sum(counts.articles for counts in corpus.files.values()) == FILES * PAGES
        return taken


def engines(name: str = LOCAL) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = write_files(Path(folder), lambda number: article(number, KILOBYTES))
        rounds = []
        memory = Memory()
        memory.start()
        for _ in range(ROUNDS if name == LOCAL else 1):
            rounds.append((timed_loop(files), timed_corpus(files, 1, name), timed_corpus(files, 2, name)))
            told = [f"{one.wall:.1f} s ({one.cpu:.1f} s CPU)" for one in rounds[-1]]
            print(f"  {FILES * PAGES} articles: loop, one worker, two workers: {', '.join(told)}", flush=True)
        for what in ("wall", "cpu"):
            figures = [[getattr(one, what) for one in taken] for taken in rounds]
            one_of_loop = median(plain / one for plain, one, _ in figures)
            two_of_one = median(one / two for _, one, two in figures)
            print(f"{what}: one worker {one_of_loop:.2f} of the loop's speed, two {two_of_one:.2f} of one's")
        print(f"most memory of a worker: {memory.end():.0f} MB")


class MonthReader(PipelineStep):  # type: ignore[misc]
    """Pages of a month's crawl, made as they are read and kept nowhere."""

    type = "READER"
    name = "a simulated month"

    def __init__(self, records: int) -> None:
        super().__init__()
        self.records = records

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        english, chinese = (other_page(0, sentence) for sentence in (ENGLISH, CHINESE))
        for number in range(rank, self.records, world_size):
            kind = number // world_size % OF_PAGES
            body = chinese if kind < ON_TOPIC + IN_CHINESE else english
            if kind < ON_TOPIC:
                body = article(number, KILOBYTES)
            url = f"https://www.gz.gov.cn/xw/gzyw/content/{number + 10_000}.html"
            # As new bytes, as if they had been read.
            fetched = Fetched(url, b"".join((body, b"<!-- %d -->" % number)), 200, tuple(HTML))
            fetched_at = Place("/month.warc.gz", number)
            page = Fetched(fetched.url, fetched.body, 200, fetched.headers, place=fetched_at)
            yield wrapped(CorpusPage(page, PagePosition(0, 0, number)))


class Counter(PipelineStep):  # type: ignore[misc]
    """Counts what became of the pages."""

    type = "WRITER"
    name = "counts"

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        for document in data:
            page = document.metadata["covidmeet"]
            found = isinstance(page.outcome, Article) and not page.outcome.reject
            self.stat_update("article" if found else NO_WORD if page.skipped else "other")
        yield from ()


def month(records: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        job = Job((), 1, reading())
        steps = [MonthReader(records), WordFilter(), PageProcessor(job, Path(folder)), Counter()]
        memory = Memory()
        memory.start()
        started = time.perf_counter()
        executor = LocalPipelineExecutor(steps, tasks=20, workers=2, logging_dir=f"{folder}/log")
        stats = executor.run()
        seconds = time.perf_counter() - started
        counts = {name: stat.total for name, stat in stats.stats[-1].stats.items()}
        most = memory.end()
    print(
        f"{records:,} records in {seconds:.0f} s on two workers: {records / seconds:,.0f} a second; {counts}"
    )
    print(f"most memory of a process: {most:.0f} MB")


def main(words: list[str]) -> None:
    if words[:1] == ["loop"]:
        loop(words[1:])
    elif words[:1] == ["month"]:
        month(int(words[1]))
    else:
        engines(RAY if words[:1] == ["ray"] else LOCAL)


if __name__ == "__main__":
    import bench.corpus  # so that workers find the steps by their module's name

    bench.corpus.main(sys.argv[1:])
