"""Articles of files from disk, for the spiders that are given a path."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

from scrapy.crawler import Crawler

from covidmeet.crawl.file_captures import file_captures_of
from covidmeet.crawl.file_pages import file_pages
from covidmeet.crawl.run import run_of
from covidmeet.items import Article
from covidmeet.reasons import Reject
from covidmeet.sources.documents import Documents

logger = logging.getLogger(__name__)


async def articles_of(
    crawler: Crawler, path: Path, wanted: Callable[[str], bool] | None = None
) -> AsyncIterator[Article]:
    """The articles in the files at ``path``; others are rejected, those not ``wanted`` by name counted."""
    run = run_of(crawler)
    limit = crawler.settings.getint("DOCUMENT_MAX_BYTES")
    captures = file_captures_of(crawler)
    keep = captures.keep_document if captures else None
    documents = Documents(path, Path(run.archive), limit, keep, wanted)
    found = 0
    with file_pages(crawler, replace(run.reading, max_bytes=limit)) as pages:
        async for fetched, outcome in pages.outcomes(documents):
            found += 1
            run.count("documents/found")
            if isinstance(outcome, Reject):
                run.reject(fetched.url, outcome)
            else:
                yield outcome
    if documents.hidden:
        run.count("documents/hidden", documents.hidden)
    if not found:
        logger.error("%s: no documents in this folder", path)
