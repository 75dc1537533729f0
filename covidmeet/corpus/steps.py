"""The steps behind a reader: pages without a word of the topic are passed over, the others are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from datatrove.pipeline.base import PipelineStep

from covidmeet.corpus.job import Job
from covidmeet.corpus.marks import Crashes, TaskMark
from covidmeet.corpus.pages import CorpusPage, content_of
from covidmeet.corpus.topic_words import TopicWords, may_be_chinese
from covidmeet.extract.pager import first_pages
from covidmeet.items import Article
from covidmeet.language import stored
from covidmeet.pool.worker import end_after, limit_memory
from covidmeet.process import Fetched, attempt_whole, payload
from covidmeet.reasons import Reason, Reject

NO_WORD = "no word of the topic"


class WordFilter(PipelineStep):  # type: ignore[misc]
    """Marks the pages whose bytes hold no word of the topic, in whatever encoding and however damaged.

    A page that may be a later part of an article need not name what the article is about.
    """

    type = "FILTER"
    name = "covidmeet words of the topic"

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        words = TopicWords()
        for document in data:
            page = content_of(document)
            if isinstance(page, CorpusPage) and not page.skipped and not self._may_be_wanted(page, words):
                page.skipped = NO_WORD
                self.stat_update("passed over")
            yield document

    @staticmethod
    def _may_be_wanted(page: CorpusPage, words: TopicWords) -> bool:
        try:
            body = payload(page.fetched, _MOST_BYTES)
        except Reject:
            return True  # to be told by who reads it
        return may_be_chinese(body) if first_pages(page.fetched.url) else words.may_be_in(body)


_MOST_BYTES = 64 * 1024 * 1024


class PageProcessor(PipelineStep):  # type: ignore[misc]
    """Makes an article of each page, or tells why there is none.

    A page that ends its process, or takes longer than the job's limit, is given up when the task is begun
    again; the others are read.
    """

    type = "EXTRACTOR"
    name = "covidmeet pages"

    def __init__(self, job: Job, state: Path) -> None:
        super().__init__()
        self.job, self.state = job, state

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        mark, crashes = TaskMark(self.state, rank), Crashes.read(self.state)
        _limit_memory_once(self.job.limits.megabytes)
        for document in data:
            page = content_of(document)
            if isinstance(page, CorpusPage):
                if page.skipped:
                    mark.passed()
                else:
                    page.outcome = self._outcome(page.fetched, mark, crashes)
            yield document
        mark.close()

    def _outcome(self, fetched: Fetched, mark: TaskMark, crashes: Crashes) -> Article | Reject:
        place = str(fetched.place)
        seconds = self.job.limits.seconds
        if place in crashes.slow:
            return Reject(Reason.TOO_SLOW, stored("not read within {seconds:g} s", seconds=seconds))
        if crashes.is_given_up(place):
            return Reject(Reason.WORKER_CRASHED, stored("its process ended, twice"))
        mark.begin(place)
        end_after(seconds)
        try:
            return attempt_whole(fetched, self.job.reading)
        except MemoryError:
            return Reject(Reason.TOO_MUCH_MEMORY, stored("no more memory for this page"))
        finally:
            end_after(0.0)
            mark.between()


_limited = False


def _limit_memory_once(megabytes: int) -> None:
    """The limit counts from what a process has when it is set."""
    global _limited
    if not _limited:
        limit_memory(megabytes)
        _limited = True
