"""Pages of files, read by worker processes or in the crawl's own, for spiders that ask nobody for pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from scrapy import signals
from scrapy.crawler import Crawler

from covidmeet.crawl.file_batch import FileBatch
from covidmeet.crawl.file_captures import FileCaptures, file_captures_of
from covidmeet.crawl.pool_settings import page_limits, stages_of_ones_own, workers_asked
from covidmeet.crawl.run import run_of
from covidmeet.items import Article
from covidmeet.pool import Outcome, Pool, workers_for
from covidmeet.pool.pool import Source
from covidmeet.process import Fetched, attempt, attempt_whole
from covidmeet.reasons import Reject
from covidmeet.sources.documents import Unread
from covidmeet.stages.reading import Reading

logger = logging.getLogger(__name__)


class FilePages:
    """``outcomes`` of pages in their order; the same articles and rejects whoever reads them."""

    def __init__(self, reading: Reading, pool: Pool[Outcome] | None, captures: FileCaptures | None) -> None:
        self._reading, self._pool, self._captures = reading, pool, captures

    async def outcomes(
        self, pages: Source, *, again: bool = False
    ) -> AsyncIterator[tuple[Fetched | Unread, Article | Reject]]:
        """Each page with its article, or why there is none; raises what ``pages`` raises, at its place.

        ``again``: the pages were given before.  The stages work when this generator waits; without it a whole
        file would pile up.
        """
        async for page, outcome in self._read(pages if again else map(self._taken, pages)):
            if isinstance(outcome, Reject):
                self.settle(page, outcome.reason)
            yield page, outcome

    def settle(self, page: Fetched | Unread, outcome: str, own_hash: str | None = None) -> None:
        """Say what became of a page that no stage is given, and to which article it belongs."""
        if self._captures is not None and isinstance(page, Fetched) and page.place:
            self._captures.settle(str(page.place), outcome, own_hash)

    def _taken(self, page: Fetched | Unread) -> Fetched | Unread:
        return page if self._captures is None or isinstance(page, Unread) else self._captures.take(page)

    async def _read(self, pages: Source) -> AsyncIterator[tuple[Fetched | Unread, Article | Reject]]:
        if self._pool is not None:
            async for result in self._pool.run_async(pages):
                yield result
            return
        for page in pages:
            yield page, page.reject if isinstance(page, Unread) else attempt(page, self._reading)
            await asyncio.sleep(0)


@contextmanager
def file_pages(crawler: Crawler, reading: Reading) -> Iterator[FilePages]:
    """How ``crawler`` reads the pages of files; no worker process is left behind."""
    settings, captures = crawler.settings, file_captures_of(crawler)
    workers = workers_for(workers_asked(settings))
    if workers and (stages := stages_of_ones_own(settings)):
        logger.warning(
            "%s works between the stages: pages are read in one process, and none has a limit of its own",
            ", ".join(stages),
        )
        workers = 0
    if not workers:
        yield FilePages(reading, None, captures)
        return
    with Pool(reading, workers, page_limits(settings), attempt_whole) as pool:
        # Of a crawl that is stopped nobody may ask for a further page, and so end the generator.
        crawler.signals.connect(pool.close, signals.spider_closed)
        # Only here: a page that is read in this process may hold the lock as long as it likes.
        run = run_of(crawler)
        run.batch = FileBatch(run.db, run.archive_failed)
        yield FilePages(reading, pool, captures)
