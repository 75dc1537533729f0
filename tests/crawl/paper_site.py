"""An invented paper with an issue a day, on loopback: live, or behind a web archive."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pytest_httpserver import HTTPServer
from werkzeug import Response

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.platforms import founder
from covidmeet.site import Articles, Site
from tests.crawl.small_site import SITE as SMALL
from tests.crawl.small_site import meeting, page

HOST = "epaper.qinghe.example"
NEW = f"http://{HOST}/pc/layout/%Y%m/%d/node_01.html"
OLD = f"http://{HOST}/html/%Y-%m/%d/node_1.htm"


def paper_at(host: str) -> Site:
    """The paper's facts, on another host as well."""
    return Site(
        "qhrb",
        articles=(Articles((host,), r"/(?:pc/\d{6}/\d{2}|html/\d{4}-\d{2}/\d{2})/content_\d+\.html?"),),
        lists=(founder.issues(fronts=tuple(front.replace(HOST, host) for front in (NEW, OLD))),),
        layouts=SMALL.layouts,
    )


class EPaperSpider(NewsSpider):
    name = "qhrb"
    site: ClassVar[Site] = paper_at(HOST)


@dataclass
class Paper:
    """What the server has, by address without the host, and what was asked of it, with the moment."""

    server: HTTPServer
    asked: list[str] = field(default_factory=list)
    moments: dict[str, str] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    pages: dict[str, str | Response] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile("/.*")).respond_with_handler(self._answer)

    @property
    def via(self) -> str:
        return self.server.url_for("/web/2022id_/") + "{url}"

    def _answer(self, request: Any) -> Response:
        raw = request.environ["RAW_URI"]
        if raw == "/robots.txt":
            return Response("", 404)
        gateway = re.match(r"/web/(\d+)id_/https?://[^/]+", raw)
        path = raw[gateway.end() :] if gateway else raw
        self.asked.append(path)
        self.times.append(time.monotonic())
        self.moments[path] = gateway[1] if gateway else ""
        found = self.pages.get(path, Response("nothing here", 404))
        return found if isinstance(found, Response) else Response(found, content_type="text/html")

    def asked_of(self, *days: int) -> list[str]:
        """What was asked of these days of November 2022 (all: without them), in order; forgets it."""
        asked, self.asked = self.asked, []
        kept = [re.compile(rf"/(?:202211|2022-11)/{day:02}/") for day in days]
        return [path for path in asked if not days or any(one.search(path) for one in kept)]

    def issue(self, day: int, articles: int = 2, pages: int = 1, first: int = 0) -> None:
        """An issue of that day of November 2022 with so many pages, each with so many articles."""
        folder = f"/pc/layout/202211/{day:02}"
        for number in range(1, pages + 1):
            names = [first + day * 1_000 + number * 10 + count for count in range(articles)]
            links = "".join(f"<a href='/pc/202211/{day:02}/content_{name}.html'>{name}</a>" for name in names)
            others = "".join(f"<a href='node_{other:02}.html'>{other}版</a>" for other in range(1, pages + 1))
            self.pages[f"{folder}/node_{number:02}.html"] = f"<html><body>{others}{links}</body></html>"
            for name in names:
                self.pages[f"/pc/202211/{day:02}/content_{name}.html"] = meeting(name, f"2022-11-{day:02}")


def notice() -> str:
    """A page in the place of an article that says something of its own."""
    return page(
        "系统升级公告", "2022-11-04 08:00", "本报数字报系统正在升级，升级期间暂停服务，请读者稍后再来阅读。"
    )
