"""documents: text files from disk, each taken as one page of a site or of none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Spider

from covidmeet.crawl.reading import reading_of
from covidmeet.crawl.signals import page_rejected
from covidmeet.crawl.site_registry import all_sites
from covidmeet.process import attempt
from covidmeet.reasons import Reject
from covidmeet.sources.documents import Documents, Unread


class DocumentsSpider(Spider):
    """``scrapy crawl documents -a path=DIR_OR_FILE``.

    A folder is read with all its subfolders, in the order of the names; hidden files are left out and
    counted.  A file that is no text, is empty, cannot be read or is larger than ``DOCUMENT_MAX_BYTES`` is
    rejected with its reason.
    """

    name = "documents"
    floors: ClassVar[dict[str, float]] = {"sound": 1.0}  # the user chose the files: each that fails counts

    def __init__(self, path: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sites = all_sites()
        self.path = Path(path or "")

    @classmethod
    def preflight(cls, path: str | None = None, **_: Any) -> str | None:
        """Why the crawl cannot start with these arguments, or None."""
        if not path:
            return "which documents? name a folder or a file: -a path=DIR_OR_FILE"
        if not Path(path).exists():
            return f"{path}: there is no such file or folder"
        return None

    async def start(self) -> AsyncIterator[Any]:
        if message := self.preflight(str(self.path)):
            self.logger.error(message)
            return
        settings = self.crawler.settings
        limit = settings.getint("DOCUMENT_MAX_BYTES")
        documents = Documents(self.path, Path(settings["DATABASE"]), limit)
        reading = replace(reading_of(self.crawler), max_bytes=limit)
        found = 0
        for fetched in documents:
            found += 1
            self._count("documents/found")
            outcome = fetched.reject if isinstance(fetched, Unread) else attempt(fetched, reading)
            if isinstance(outcome, Reject):
                self.crawler.signals.send_catch_log(page_rejected, url=fetched.url, reject=outcome)
            else:
                yield outcome
        self._count("documents/hidden", documents.hidden)
        if not found:
            self.logger.error("%s: no documents in this folder", self.path)

    def _count(self, name: str, count: int = 1) -> None:
        if count and self.crawler.stats:
            self.crawler.stats.inc_value(name, count)
