"""documents: text files from disk, each taken as one page of a site or of none."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from covidmeet.crawl.file_captures import file_captures_of
from covidmeet.crawl.file_pages import file_pages
from covidmeet.crawl.options import BadArgument, DocumentOptions
from covidmeet.crawl.project_spider import ProjectSpider
from covidmeet.crawl.run import run_of
from covidmeet.crawl.site_registry import all_sites
from covidmeet.reasons import Reject
from covidmeet.sources.documents import Documents


class DocumentsSpider(ProjectSpider):
    """``scrapy crawl documents -a path=DIR_OR_FILE``.

    A folder is read with all its subfolders, in the order of the names; hidden files are left out and
    counted.  A file that is no text, is empty, cannot be read or is larger than ``DOCUMENT_MAX_BYTES`` is
    rejected with its reason.
    """

    name = "documents"
    options: DocumentOptions

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Raises ``BadArgument``."""
        self.options = DocumentOptions.read(arguments)
        super().__init__(name)
        self.sites = all_sites()

    @classmethod
    def preflight(cls, **arguments: str) -> str | None:
        """Why the crawl cannot start with these arguments, or None."""
        try:
            DocumentOptions.read(arguments)
        except BadArgument as error:
            return str(error)
        return None

    @classmethod
    def floors(cls) -> Mapping[str, float]:
        """The user chose the files: each that fails counts."""
        return {"sound": 1.0}

    async def start(self) -> AsyncIterator[Any]:
        run, settings = run_of(self.crawler), self.crawler.settings
        limit = settings.getint("DOCUMENT_MAX_BYTES")
        captures = file_captures_of(self.crawler)
        keep = captures.keep_document if captures else None
        documents = Documents(self.options.path, Path(run.archive), limit, keep)
        reading = replace(run.reading, max_bytes=limit)
        found = 0
        with file_pages(self.crawler, reading) as pages:
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
            self.logger.error("%s: no documents in this folder", self.options.path)
