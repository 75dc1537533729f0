"""A refusal is not an article, and is not asked for without end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html

from covidmeet.crawl.signals import page_rejected
from covidmeet.reasons import Reason, Reject
from covidmeet.text.blocked import leads_nowhere, withheld
from tests.conftest import Crawl, Crawled
from tests.hostile.crawls import FAST
from tests.hostile.pages import article, links
from tests.hostile.server import Route, Server, moved, page, serving
from tests.hostile.spiders import PlainSpider

WALL = "<html><head><title>安全验证</title></head><body><p>请完成下方拼图验证后继续访问</p></body></html>"
GONE = "<html><head><title>提示信息</title></head><body>对不起，您访问的页面不存在！返回首页</body></html>"
LONG = "<p>会议强调，各镇街要压实责任，守好小门，抓紧抓细各项工作，确保群众生产生活平稳有序。</p>" * 10

ROUTES: dict[str, Route] = {
    r"/a/\d+": lambda asked: page(article(int(asked.path[3:]))),
    r"/no/\d+": lambda _: page("no", status="403 Forbidden"),
}


async def _crawl(crawl: Crawl, server: Server, **settings: object) -> Crawled:
    return await crawl(PlainSpider, settings=FAST | settings, start=server.url("/"))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda _: page("x", status="403 Forbidden"), "blocked"),
        (lambda _: page("x", status="405 Method Not Allowed"), "blocked"),
        (lambda _: page("x", status="412 Precondition Failed"), "blocked"),
        (lambda _: page("x", status="418 I'm a teapot"), "blocked"),
        (lambda _: page("x", status="429 Too Many Requests"), "blocked"),
        (lambda _: page(article(9), status="403 Forbidden"), "blocked"),
        (lambda _: page(WALL), "blocked"),
        (lambda _: page(WALL.encode("gbk"), mime="text/html"), "blocked"),
        (lambda _: page(GONE), "soft_404"),
        (lambda _: moved("/"), "soft_404"),
        (lambda _: moved("/404.html"), "soft_404"),
    ],
    ids=[
        "403",
        "405",
        "412",
        "418",
        "429",
        "403 with a page",
        "block page",
        "block page in GBK",
        "gone",
        "to /",
        "to 404",
    ],
)
async def test_refusals_are_rejected(crawl: Crawl, answer: Route, reason: str) -> None:
    front: dict[str, Route] = {
        "/": lambda _: links(["/a/1", "/a/9"]),
        "/404.html": lambda _: page(f"<h1>走丢了</h1>{LONG}"),
    }
    with serving(ROUTES | front | {"/a/9": answer}) as server:
        crawled = await _crawl(crawl, server)
        assert [row["url"] for row in crawled.rows()] == [server.url("/a/1")]
        rejects = [(row["url"], row["reason"]) for row in crawled.rows("rejects")]
        assert rejects == [(server.url("/a/9"), reason)]
    assert crawled.stats[f"rejects/{reason}"] == 1


async def test_a_host_that_refuses_is_asked_no_more(crawl: Crawl) -> None:
    with serving(ROUTES | {"/": lambda _: links(f"/no/{n}" for n in range(200))}) as server:
        crawled = await _crawl(crawl, server, BLOCK_LIMIT=5, CONCURRENT_REQUESTS=2)
        assert 5 <= len(server.asked(r"/no/\d+")) < 20  # some were on their way
    assert crawled.stats["blocks/127.0.0.1"] == crawled.stats["rejects/blocked"]
    assert crawled.stats["finish_reason"] == "blocked"
    run = crawled.rows("runs")[0]
    assert "blocked" in run["reason"] + run["verdict"]
    assert crawled.stats["blocks/skipped"] + len(server.asked(r"/no/\d+")) == 200


async def test_single_refusals_do_not_end_a_crawl(crawl: Crawl) -> None:
    paths = [path for n in range(20) for path in (f"/no/{n}", f"/a/{n}", f"/a/{n + 100}")]
    with serving(ROUTES | {"/": lambda _: links(paths)}) as server:
        crawled = await _crawl(crawl, server, BLOCK_LIMIT=10, CONCURRENT_REQUESTS=2)
    assert len(crawled.rows()) == 40
    assert len(crawled.rows("rejects")) == 20
    assert crawled.stats["finish_reason"] == "finished"


async def test_a_host_that_does_not_answer_is_given_up(crawl: Crawl) -> None:
    failing: dict[str, Route] = {
        "/": lambda _: links(f"/x/{n}" for n in range(200)),
        r"/x/\d+": lambda _: page("x", status="500 Internal Server Error"),
    }
    with serving(ROUTES | failing) as server:
        crawled = await _crawl(crawl, server, BLOCK_LIMIT=5, RETRY_TIMES=0, CONCURRENT_REQUESTS=2)
        assert len(server.asked(r"/x/\d+")) < 20
    assert crawled.stats["finish_reason"] == "unreachable"
    assert "given up" in crawled.rows("runs")[0]["reason"]


async def test_a_refusal_that_a_spider_recognises_counts_as_well(crawl: Crawl) -> None:
    class Withheld(PlainSpider):
        """Takes every page for one without its text."""

        def article(self, response):  # type: ignore[no-untyped-def]
            self.crawler.signals.send_catch_log(
                page_rejected, url=response.url, reject=Reject(Reason.BLOCKED, "a title without a text")
            )

    with serving(ROUTES | {"/": lambda _: links(f"/a/{n}" for n in range(100))}) as server:
        crawled = await crawl(
            Withheld, settings=FAST | {"BLOCK_LIMIT": 5, "CONCURRENT_REQUESTS": 2}, start=server.url("/")
        )
        assert len(server.asked(r"/a/\d+")) < 20
    assert crawled.stats["finish_reason"] == "blocked"


def _page(title: str = "", body: str = "", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def _block_page(source: str) -> str | None:
    found = withheld(html.fromstring(source), source)
    return found[1] if found and found[0] is Reason.BLOCKED else None


def _soft_404(source: str) -> str | None:
    found = withheld(html.fromstring(source), source)
    return found[1] if found and found[0] is Reason.SOFT_404 else None


WALLS = [
    _page("安全验证"),
    _page("验证码_青禾网", LONG),
    _page("访问被拒绝", "<p>x</p>"),
    _page("您的访问被阻断"),
    _page("403 Forbidden", "<h1>403 Forbidden</h1><hr>nginx"),
    _page("405"),
    _page("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
    _page("Access Denied", LONG),
    _page("", "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>"),
    _page("青禾网", "<p>您的访问过于频繁，请稍后再试</p>"),
    _page("青禾网", "<p>请拖动滑块完成验证</p>"),
    _page("", "", "<script>var arg1='AB';function r(){setCookie('acw_sc__v2',x)}</script>"),
    _page("", "<p>正在跳转</p>", "<script>$_ts=window['$_ts'];</script>"),
]
NO_WALLS = [
    article(1),
    _page("警惕!索要验证码的都是骗子", LONG),
    _page("验证码诈骗多发 警方提醒", "<p>近日,石桥警方接到多起报案。</p>"),
    _page("访问被拒绝之后:一个村的防控经验_青禾网", LONG),
    _page("市领导走访慰问一线防控人员", f"{LONG}<form>评论 验证码:<input> 请输入验证码完成验证</form>"),
    _page("北渚市召开会议", "<p>短讯一则。</p><form>评论 验证码: <input name=c></form>"),
    _page("青禾网", LONG, "<script>loadCaptcha('geetest')</script>"),
    _page("412名队员出征", "<p>x</p>"),
    "",
]
GONE_PAGES = [
    GONE,
    _page("404 Not Found", "<h1>404 Not Found</h1>"),
    _page("404_青禾网", LONG),
    _page("页面不存在 - 青禾网", LONG),
    _page("您访问的文章已删除", LONG),
    _page("青禾网", "<p>该文章已被作者删除</p>"),
    _page("青禾网", "<p>抱歉，找不到您要访问的页面</p>"),
    _page("出错了"),
    _page("Page Not Found | Qinghe", "<p>x</p>"),
]
NOT_GONE = [
    article(1),
    _page("404名志愿者上岗", "<p>短讯一则。</p>"),
    _page("网传文章已删除 官方回应来了", LONG),
    _page("谣言页面不存在!市防控办辟谣", LONG + "<p>该页面不存在</p>"),
    _page("错误信息要及时纠正", LONG),
]


@pytest.mark.parametrize("source", WALLS)
def test_block_pages_are_recognised(source: str) -> None:
    assert _block_page(source)


@pytest.mark.parametrize("source", [source for source in NO_WALLS + NOT_GONE if source] + [GONE])
def test_other_pages_are_no_block_pages(source: str) -> None:
    assert _block_page(source) is None


@pytest.mark.parametrize("source", GONE_PAGES)
def test_pages_that_are_not_there_are_recognised(source: str) -> None:
    assert _soft_404(source)


@pytest.mark.parametrize("source", [source for source in NOT_GONE + NO_WALLS if source])
def test_pages_that_are_there_are_no_soft_404(source: str) -> None:
    assert _soft_404(source) is None


@pytest.mark.parametrize(
    ("asked", "given", "gone"),
    [
        ("/t1.html", "/", True),
        ("/t1.html", "/index.html", True),
        ("/t1.html", "/404.html", True),
        ("/t1.html", "/error/404", True),
        ("/t1.html", "/errors.html", True),
        ("/t1.html", "/news/2022/t1.html", False),
        ("/t1.html", "/a/405/t1.html", False),
        ("/", "/index.html", False),
        ("/t1.html", "/t1.html", False),
        ("/t1.html", "/terror.html", False),
        ("/t1.html", "/content/404123.html", False),
    ],
)
def test_where_a_redirect_of_an_article_leads(asked: str, given: str, gone: bool) -> None:
    site = "http://www.qinghe.example"
    assert bool(leads_nowhere(site + asked, site + given)) == gone


@pytest.mark.parametrize("judge", [_block_page, _soft_404])
@pytest.mark.parametrize(
    "source",
    ["<title>" + " -" * 100_000, "<script>" * 50_000, "<div>" * 50_000 + "x", "<title>页面" * 20_000],
    ids=["title", "scripts", "nested", "titles"],
)
def test_hostile_pages_take_no_time(judge: Callable[[str], str | None], source: str) -> None:
    judge(source)  # a quadratic pattern would run for minutes
