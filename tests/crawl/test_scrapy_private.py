"""Each private name and each unpromised behaviour of Scrapy that the project leans on, tried by itself.

A new version of Scrapy that changes one of them fails here; the message says which.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import re
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner, Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import HtmlResponse, Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from scrapy.utils.log import configure_logging
from scrapy.utils.spider import DefaultSpider
from twisted.internet.defer import Deferred

from covidmeet.crawl import scrapy_private as private
from covidmeet.middlewares.boundaries import Boundaries
from covidmeet.middlewares.redirects import MetaRefreshes
from covidmeet.middlewares.robots import Robots

URL = "http://www.qinghe.example/a/1"
OFF = {"TWISTED_REACTOR_ENABLED": False, "LOG_ENABLED": False}


def crawler_with(**settings: Any) -> Crawler:
    """A crawler as at the time when its engine is made."""
    crawler = AsyncCrawlerRunner({**OFF, **settings}).create_crawler(DefaultSpider)
    crawler.spider = DefaultSpider.from_crawler(crawler)
    crawler._apply_settings()
    return crawler


# --- names ---


def test_the_inherited_names_are_there() -> None:
    crawler = crawler_with(ROBOTSTXT_OBEY=True, USER_AGENT="covidmeet", ROBOTSTXT_USER_AGENT="robot")
    middleware = Robots(crawler)
    assert (middleware._default_useragent, middleware._robotstxt_useragent) == ("covidmeet", "robot")
    assert isinstance(middleware, RobotsTxtMiddleware)
    request = Request(URL)
    assert BaseSpiderMiddleware(crawler)._get_processed(request, None) is request
    refreshes = MetaRefreshes.from_crawler(crawler)
    moved = refreshes._redirect_request_using_get(request, Response(URL), f"{URL}/2")
    assert (moved.url, moved.method) == (f"{URL}/2", "GET")
    assert {path.rpartition(".")[2] for path in private.INHERITED} == {
        "_redirect_request_using_get",
        "_default_useragent",
        "_robotstxt_useragent",
        "_get_processed",
    }


def test_every_redirect_leads_through_the_hook_which_bounds_their_number() -> None:
    led: list[str] = []

    class Recording(RedirectMiddleware):
        def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
            led.append(redirected.url)
            return super()._redirect(redirected, request, reason)

    middleware = Recording.from_crawler(crawler_with())
    request, moved = Request(URL), Response(URL, 301, headers={"Location": "/a/2"})
    followed = middleware.process_response(request, moved)
    assert isinstance(followed, Request)
    assert (led, followed.meta["redirect_urls"]) == ([followed.url], [URL])
    request.meta["redirect_times"] = middleware.max_redirect_times
    with pytest.raises(IgnoreRequest):
        middleware.process_response(request, moved)


def test_robots_txt_leads_through_the_hook() -> None:
    source = inspect.getsource(RobotsTxtMiddleware.robot_parser)
    assert "await self._parse_robots(resp, netloc, request)" in source


async def test_a_new_delay_leads_through_the_hook() -> None:
    adjusted: list[float] = []

    class Recording(AutoThrottle):
        def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
            adjusted.append(latency)

    crawler, _, _ = crawler_with_slot(AUTOTHROTTLE_ENABLED=True)
    throttle = Recording.from_crawler(crawler)
    request = Request(URL, meta={"download_slot": "www.qinghe.example", "download_latency": 0.5})
    crawler.signals.send_catch_log(
        signals.response_downloaded, response=Response(URL), request=request, spider=crawler.spider
    )
    assert throttle.crawler is crawler
    assert adjusted == [0.5]


def test_the_filter_for_other_sites_can_be_asked() -> None:
    crawler = crawler_with()
    assert crawler.spider is not None
    vars(crawler.spider)["allowed_domains"] = ["qinghe.example"]
    middleware = Boundaries.from_crawler(crawler)
    middleware.spider_opened(crawler.spider)
    assert middleware.should_follow(Request(URL), crawler.spider)
    assert not middleware.should_follow(Request("http://b.example/"), crawler.spider)
    assert middleware.stats is crawler.stats


# --- slots ---


def crawler_with_slot(**settings: Any) -> tuple[Crawler, Downloader, Slot]:
    """A crawler with a downloader and one slot, of ``www.qinghe.example``."""
    crawler = crawler_with(**settings)
    downloader = Downloader(crawler)
    crawler.engine = SimpleNamespace(downloader=downloader)  # type: ignore[assignment]
    slot = Slot(8, 0.0, 0.5)
    downloader.slots["www.qinghe.example"] = slot
    return crawler, downloader, slot


async def test_a_slot_is_named_by_host_or_meta_and_found_by_its_name() -> None:
    crawler, _, slot = crawler_with_slot()
    assert private.slot_key(crawler, Request(URL)) == "www.qinghe.example"
    assert private.slot_key(crawler, Request(URL, meta={"download_slot": "gateway"})) == "gateway"
    assert private.slot_named(crawler, "www.qinghe.example") is slot
    assert private.slot_named(crawler, "b.example") is None


async def test_a_slots_delay_is_set_now_and_for_the_next_slot_of_that_name() -> None:
    crawler, downloader, slot = crawler_with_slot()
    private.set_slot_delay(crawler, "www.qinghe.example", 2.0)
    assert (slot.delay, slot.jitter, slot.download_delay()) == (2.0, 0.0, 2.0)
    del downloader.slots["www.qinghe.example"]
    _, fresh = downloader._get_slot(Request(URL))
    assert (fresh.delay, fresh.jitter) == (2.0, 0.0)
    downloader.close()


async def test_a_slot_that_is_paused_sends_nothing_until_then() -> None:
    crawler, downloader, slot = crawler_with_slot()
    sent: list[Request] = []

    async def download(slot: Slot, request: Request, deferred: Deferred[Response]) -> None:
        sent.append(request)

    vars(downloader)["_wait_for_download"] = download
    assert not private.pause_slot(crawler, "b.example", 1.0)
    assert private.pause_slot(crawler, "www.qinghe.example", 60.0)
    assert private.pause_slot(crawler, "www.qinghe.example", 0.1)  # the last one counts
    slot.queue.append((Request(URL), Deferred()))
    downloader._process_queue(slot)
    await asyncio.sleep(0.03)
    assert sent == []
    await asyncio.sleep(0.2)
    assert [request.url for request in sent] == [URL]


async def test_waiting_requests_fail_with_the_error() -> None:
    _, downloader, slot = crawler_with_slot()
    waiting: list[Deferred[Response]] = [Deferred(), Deferred()]
    failed: list[Any] = []
    for one in waiting:
        one.addErrback(failed.append)
        slot.queue.append((Request(URL), one))
    engine: Any = SimpleNamespace(downloader=downloader)
    assert private.drop_waiting(engine, lambda: IgnoreRequest("stopped")) == 2
    assert [str(failure.value) for failure in failed] == ["stopped", "stopped"]
    assert private.drop_waiting(engine, lambda: IgnoreRequest("stopped")) == 0


# --- engine, process, log ---


def test_all_ways_to_close_a_spider_call_the_patched_method() -> None:
    assert list(inspect.signature(ExecutionEngine.close_spider_async).parameters) == ["self", "reason"]
    source = inspect.getsource(ExecutionEngine)
    assert len(re.findall(r"self\.close_spider_async\(", source)) >= 4
    assert not re.findall(r"self\._close_spider", source)


async def test_an_action_is_called_before_the_engine_closes() -> None:
    done: list[str] = []

    async def close(*, reason: str = "cancelled") -> None:
        done.append(reason)

    engine: Any = SimpleNamespace(close_spider_async=close, scraper=SimpleNamespace(slot=None))
    private.before_closing(engine, lambda: done.append("action"))
    await engine.close_spider_async(reason="shutdown")
    assert done == ["action", "shutdown"]


async def test_an_engine_closes_though_the_last_item_came_without_a_response() -> None:
    class Waiting(Spider):
        name = "waiting"

        async def start(self) -> AsyncIterator[Any]:
            yield {"item": 1}
            private.before_closing(self.crawler.engine, lambda: None)
            # In a task of its own, as by a signal: while the item is in its pipeline.
            asyncio.get_running_loop().call_later(
                0.05, lambda: asyncio.ensure_future(self.crawler.stop_async())
            )
            await asyncio.sleep(30)

    crawler = AsyncCrawlerRunner({**OFF, "ITEM_PIPELINES": {Slow: 1}}).create_crawler(Waiting)
    await asyncio.wait_for(crawler.crawl_async(), 5)


class Slow:
    async def process_item(self, item: Any) -> Any:
        await asyncio.sleep(0.2)
        return item


def test_a_crawl_that_could_not_begin_is_told_by_the_process() -> None:
    class Broken(Spider):
        name = "broken"

        def __init__(self) -> None:
            raise RuntimeError("no")

    process = AsyncCrawlerProcess(OFF)
    assert not private.failed_to_start(process)
    process.crawl(Broken)
    process.start(stop_after_crawl=True, install_signal_handlers=False)
    assert private.failed_to_start(process)


def test_the_log_handler_is_that_on_the_root_logger() -> None:
    configure_logging({"LOG_ENABLED": True})
    handler = private.log_handler()
    try:
        assert handler in logging.root.handlers
        assert type(handler) is logging.StreamHandler
    finally:
        if handler is not None:
            logging.root.removeHandler(handler)


# --- requests and responses ---


async def test_scrapy_has_a_handler_for_the_web() -> None:
    handler = private.http_handler(crawler_with())
    assert inspect.iscoroutinefunction(handler.download_request)
    await handler.close()


def test_the_text_of_a_response_can_be_given() -> None:
    response = HtmlResponse(URL, body="会议".encode("gbk"), encoding="utf-8")
    private.set_text(response, "会议")
    assert response.text == "会议"
    assert response.css("p::text").get("会议") == "会议"


def test_what_robots_txt_forbids_is_told_by_its_words() -> None:
    crawler = crawler_with(ROBOTSTXT_OBEY=True)
    rules = ProtegoRobotParser(b"User-agent: *\nDisallow: /a/\n", None)
    with pytest.raises(IgnoreRequest) as caught:
        RobotsTxtMiddleware(crawler).process_request_2(rules, Request(URL))
    assert private.why_ignored(caught.value) is private.Ignored.ROBOTS
    assert private.why_ignored(IgnoreRequest("another")) is private.Ignored.OTHER
