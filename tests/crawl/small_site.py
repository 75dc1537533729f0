"""A small invented site behind a gateway on loopback, its spiders and its pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, ClassVar

from pytest_httpserver import HTTPServer
from werkzeug import Response

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Issues, Layout, Listing, Paging, Sign, Site
from covidmeet.text.urls import UrlRules

HOST = "www.qinghe.example"
LIST = f"http://{HOST}/list/"
SITE = Site(
    "qinghe",
    signs=(Sign(r"^青禾网版权所有"),),
    articles=(Articles((HOST,), r"/a/(?:\d{8}/)?\d+\.html"),),
    lists=(
        Listing(
            start=(LIST,),
            item="ul.news li",
            time=".time",
            paging=Paging(rf"(http://{HOST}/list/)(?:index_(?P<n>\d+)\.html)?", r"\1index_{n}.html"),
        ),
    ),
    layouts=(Layout("page", title=("h1",), info=(".info",), body=(".text",), empty_is_block=True),),
    urls=UrlRules(articles=((rf"(http://{HOST}/a/.*?)\?.*", r"\1"),)),
)
PAPER = Site(
    "paper",
    articles=(Articles((HOST,), r"/paper/\d{8}/c\d+\.html"),),
    lists=(
        Issues(
            (f"http://{HOST}/paper/%Y%m%d/a1.html", f"http://{HOST}/paper/%Y%m%d/1.html"),
            rf"http://{HOST}/paper/\d{{8}}/(?:a?\d+)\.html",
        ),
    ),
    layouts=SITE.layouts,
)
SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "RETRY_ENABLED": False,
}


class QingheSpider(NewsSpider):
    name = "qinghe"
    site: ClassVar[Site] = SITE


class PaperSpider(NewsSpider):
    name = "paper"
    site: ClassVar[Site] = PAPER


class ApiSpider(NewsSpider):
    name = "api"
    site: ClassVar[Site] = replace(
        SITE,
        lists=(
            Listing(
                records=("data", "list"),
                address=f"http://{HOST}/a/{{id}}.html",
                paging=Paging(r"(http://api\.example/list\?page=)(?P<n>\d+)", r"\1{n}"),
            ),
        ),
    )


def meeting(number: int, day: str = "2022-11-03") -> str:
    return page(
        f"河湾镇第{number}次疫情防控会议召开",
        f"{day} 08:00 来源：青禾日报",
        f"{day[5:7]}月{day[8:]}日，河湾镇召开第{number}次会议，研究部署疫情防控工作。镇长江晚舟主持会议。",
    )


def page(title: str, info: str, text: str, foot: str = "青禾网版权所有") -> str:
    return (
        f"<html><head><meta charset='utf-8'><title>{title}_青禾网</title></head><body><h1>{title}</h1>"
        f"<div class='info'>{info}</div><div class='text'><p>{text}</p></div><p>{foot}</p></body></html>"
    )


def listed(*numbers: int, day: str = "2022-11-03") -> str:
    items = "".join(f"<li><a href='/a/{n}.html'>{n}</a><span class='time'>{day}</span></li>" for n in numbers)
    return f"<html><body><ul class='news'>{items}</ul></body></html>"


class Web:
    """The invented site behind a gateway on loopback."""

    def __init__(self, server: HTTPServer) -> None:
        self.via = server.url_for("/web/") + "{url}"
        self.asked: list[str] = []
        self.memento = ""  # sent with every page, where it is that of a web archive
        self.pages: dict[str, str | Response] = {}
        server.expect_request(re.compile("/web/.*")).respond_with_handler(self._answer)

    def _answer(self, request: Any) -> Response:
        url = request.environ["RAW_URI"].removeprefix("/web/")
        self.asked.append(url.removeprefix(f"http://{HOST}"))
        found = self.pages.get(url, Response("nothing here", 404))
        answer = found if isinstance(found, Response) else Response(found, content_type="text/html")
        if self.memento:
            answer.headers["Memento-Datetime"] = self.memento
        return answer

    def put(self, path: str, body: str | Response) -> None:
        self.pages[path if "://" in path else f"http://{HOST}{path}"] = body
