"""documents: text files from disk, each taken as one page of a site or of none."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Spider
from scrapy.crawler import Crawler

from covidmeet.extract import Page
from covidmeet.items import Article
from covidmeet.signals import page_rejected
from covidmeet.spiders import cbg, dutenews, gz_gov, huizhou, netease
from covidmeet.text.charset import REPLACEMENT, decode, looks_binary
from covidmeet.text.fixes import Unrepaired


class DocumentsSpider(Spider):
    """``scrapy crawl documents -a path=DIR_OR_FILE``.

    A folder is read with all its subfolders, in the order of the names; hidden files are left out and
    counted.  A file that is no text, is empty, cannot be read or is larger than ``DOCUMENT_MAX_BYTES`` is
    rejected with its reason.
    """

    name = "documents"
    limit: int  # bytes
    archive: str  # path; the archive and SQLite's files beside it are no documents
    floors: ClassVar[dict[str, float]] = {"sound": 1.0}  # the user chose the files: each that fails counts
    sites = (dutenews.SITE, gz_gov.SITE, huizhou.SITE, cbg.SITE, netease.SITE)

    def __init__(self, path: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.path = Path(path or "")

    @classmethod
    def preflight(cls, path: str | None = None, **_: Any) -> str | None:
        """Why the crawl cannot start with these arguments, or None."""
        if not path:
            return "which documents? name a folder or a file: -a path=DIR_OR_FILE"
        if not Path(path).exists():
            return f"{path}: there is no such file or folder"
        return None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> DocumentsSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.archive = str(Path(crawler.settings["DATABASE"]).resolve())
        spider.limit = crawler.settings.getint("DOCUMENT_MAX_BYTES")
        return spider

    async def start(self) -> AsyncIterator[Any]:
        if message := self.preflight(str(self.path)):
            self.logger.error(message)
            return
        found = 0
        for path in self._files():
            found += 1
            self._count("documents/found")
            article = self._read(path)
            if article is not None:
                yield article
        if not found:
            self.logger.error("%s: no documents in this folder", self.path)

    def _files(self) -> Iterator[Path]:
        if not self.path.is_dir():
            yield self.path
            return
        for folder, folders, names in os.walk(self.path):
            folders.sort()
            for name in sorted(names):
                if name.startswith(".") or str(Path(folder, name).resolve()).startswith(self.archive):
                    self._count("documents/hidden")
                else:
                    yield Path(folder, name)

    def _read(self, path: Path) -> Article | None:
        """The document as an article that is all text, or None where it was rejected."""
        url = (path.parent.resolve() / path.name).as_uri()  # a link keeps its own name
        try:
            data = self._bytes(path)
        except _Unfit as unfit:
            reason, detail = unfit.args
            self.crawler.signals.send_catch_log(page_rejected, url=url, reason=reason, detail=detail)
            return None
        decoded = decode(data)
        page = _HTML.match(decoded.text)
        return Article(
            url=url,
            text="\n".join(Page(url, decoded.text, decoded.encoding).lines) if page else decoded.text,
            charset=decoded.encoding,
            layout="text",
            unrepaired=[Unrepaired("undecodable", 0, REPLACEMENT)] * decoded.damaged,
        )

    def _bytes(self, path: Path) -> bytes:
        """The file's bytes; raises ``_Unfit`` with reason and detail where it is no text document."""
        try:
            if not path.is_file():
                raise _Unfit("unreadable", "not a regular file")
            size = path.stat().st_size
            if size > self.limit:
                raise _Unfit("too_large", f"{size:,} bytes; DOCUMENT_MAX_BYTES is {self.limit:,}")
            data = path.read_bytes()
        except OSError as error:
            raise _Unfit("unreadable", error.strerror or str(error)) from error
        if kind := looks_binary(data):
            raise _Unfit("binary", kind)
        return data

    def _count(self, name: str) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(name)


# A saved page is read as what it shows.
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


class _Unfit(Exception):
    """A file that no article can be made of: reason and detail."""
