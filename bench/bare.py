"""What a crawl costs at least: fetch, one selector for the title, JSON lines. Run by ``bench.crawl``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response


class BareSpider(Spider):
    """``-a root=http://127.0.0.1:PORT -a lists=N``; with ``-a only_lists=1`` no articles."""

    name = "bare"

    async def start(self) -> AsyncIterator[Any]:
        root = self.root  # type: ignore[attr-defined]
        yield Request(f"{root}/xw/gzyw/", self.parse)
        for number in range(2, int(self.lists) + 1):  # type: ignore[attr-defined]
            yield Request(f"{root}/xw/gzyw/index_{number}.html", self.parse)

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        root = self.root  # type: ignore[attr-defined]
        if hasattr(self, "only_lists"):
            yield {"links": len(response.css("ul.news_list a::attr(href)").getall())}
            return
        for link in response.css("ul.news_list a::attr(href)").getall():
            yield Request(root + link.removeprefix("https://www.gz.gov.cn"), self.article)

    def article(self, response: Response) -> Iterator[dict[str, Any]]:
        yield {"url": response.url, "title": response.css("h1::text").get()}
