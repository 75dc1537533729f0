"""Pages of a live crawl read by worker processes, so that its event loop only fetches (``PROCESS_WORKERS``).

Off unless a number of processes is asked for: a request takes a second anyway.  What it brings are the limits
of a page, and a second core for a crawl of many hosts.
"""

from __future__ import annotations

from collections.abc import Mapping

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from covidmeet.crawl.options import DocumentOptions, Options, RunOptions
from covidmeet.crawl.pool_settings import page_limits, stages_of_ones_own, workers_asked
from covidmeet.crawl.run import run_of
from covidmeet.crawl.settings_table import BadSetting
from covidmeet.items import Article
from covidmeet.language import _
from covidmeet.pool import Pool, PoolError
from covidmeet.pool.live import ReadPage, read_page
from covidmeet.process import Fetched
from covidmeet.reasons import Reason, Reject

_KEY = "covidmeet_live_pages"
_OF_FILES = frozenset({"warc", "path"})


class LivePages:
    """Reads pages through ``pool``."""

    def __init__(self, pool: Pool[ReadPage]) -> None:
        self._pool = pool

    async def read(self, fetched: Fetched) -> ReadPage:
        """What a page gives; raises ``Reject`` where it cannot be decoded, or was given up."""
        try:
            outcome = await self._pool.read(fetched)
        except PoolError as error:
            raise Reject(Reason.ERROR, str(error)) from error
        if isinstance(outcome, Reject):
            raise outcome
        return outcome

    async def article(self, fetched: Fetched, read: ReadPage) -> Article | Reject:
        """The article of a page that was ``read``, with the further pages of ``fetched`` if it has any."""
        if not fetched.parts:
            return read.outcome
        try:
            return (await self.read(fetched)).outcome
        except Reject as reject:
            return reject


def live_pages_of(crawler: Crawler) -> LivePages | None:
    """Who reads the pages of ``crawler``; None where its own process does.  Raises ``BadSetting``."""
    attributes = vars(crawler)
    if _KEY not in attributes:
        attributes[_KEY] = _made_for(crawler)
    made: LivePages | None = attributes[_KEY]
    return made


def live_refusal(settings: BaseSettings, arguments: Mapping[str, str]) -> str | None:
    """Why a crawl with these ``arguments`` cannot have the workers that are asked for, or None."""
    if _OF_FILES.intersection(arguments) or not workers_asked(settings):
        return None
    if stages := stages_of_ones_own(settings):
        return _(
            "PROCESS_WORKERS: a worker process does all stages up to the last pure one at once, and "
            "item pipelines before it are other ones ({stages}); PROCESS_WORKERS=0 crawls without",
            stages=", ".join(stages),
        )
    return None


def _made_for(crawler: Crawler) -> LivePages | None:
    workers, run = workers_asked(crawler.settings), run_of(crawler)
    if not workers or _reads_files(run.options):
        return None
    if why := live_refusal(crawler.settings, {}):
        raise BadSetting(why)
    pool = Pool(run.reading, workers, page_limits(crawler.settings), read_page)
    crawler.signals.connect(pool.close, signals.spider_closed)
    return LivePages(pool)


def _reads_files(options: RunOptions) -> bool:
    if isinstance(options, Options):
        return bool(options.warc or options.path)
    return isinstance(options, DocumentOptions)
