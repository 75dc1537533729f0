"""documents: text files and saved pages from disk, each one page of a site or of none."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from covidmeet.crawl.options import BadArgument, DocumentOptions
from covidmeet.crawl.project_spider import ProjectSpider
from covidmeet.crawl.saved_files import articles_of
from covidmeet.crawl.site_registry import all_sites


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
        async for article in articles_of(self.crawler, self.options.path):
            yield article
