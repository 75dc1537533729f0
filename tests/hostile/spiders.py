"""The plainest spider there can be: links to articles, a link to the next list, title and paragraphs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse

from covidmeet.crawl.options import Options
from covidmeet.crawl.project_spider import ProjectSpider
from covidmeet.crawl.request_meta import mark_article
from covidmeet.items import Article
from covidmeet.middlewares.charset import fetched_of
from covidmeet.process import note_origin
from covidmeet.site import Site
from covidmeet.text.lines import Line, Role

NAME = "plain"


class PlainSpider(ProjectSpider):
    """``-a start=URL[ URL…]``; ``-a via=GATEWAY``, ``-a topic=…`` and ``-a refetch=1`` as for any site."""

    name = NAME
    site = Site(NAME)
    sites: tuple[Site, ...] = (site,)
    next_link = "a.next::attr(href)"

    def __init__(self, start: str = "", **arguments: str) -> None:
        super().__init__()
        self.options = Options.read({"topic": "all"} | arguments)
        self.starts = start.split()
        self.allowed_domains = sorted({urlsplit(url).hostname or "" for url in self.starts})

    async def start(self) -> AsyncIterator[Any]:
        for url in self.starts:
            yield Request(url, self.parse, priority=1, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """A list page."""
        for link in response.css("a.article::attr(href)").getall():
            yield mark_article(Request(response.urljoin(link), self.article))
        for link in response.css(self.next_link).getall():
            yield Request(response.urljoin(link), self.parse, priority=1)

    def article(self, response: Response) -> Article:
        assert isinstance(response, TextResponse)
        lines = [Line(response.css("h1::text").get(""), role=Role.TITLE)]
        lines += [Line(text, role=Role.BODY) for text in response.css("p::text").getall()]
        article = Article(
            url=response.url,
            site=NAME,
            layout="plain",
            charset=response.encoding,
            lines=lines,
        )
        note_origin(article, fetched_of(response))
        return article
