"""Live crawls whose pages are read by worker processes: the same rows, and a page that holds its worker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings
from werkzeug import Response

from covidmeet.crawl import live_pages
from covidmeet.crawl.live_pages import live_refusal
from covidmeet.crawl.settings_table import BadSetting
from covidmeet.reasons import Reason
from covidmeet.stages import item_pipelines
from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import HOST, SETTINGS, QingheSpider, Web, listed, meeting, page
from tests.pool.works import harmful_live

LOST = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"
OWN = item_pipelines() | {"tests.test_routes.Shout": 320}


@pytest.fixture
def web(httpserver: HTTPServer) -> Web:
    web = Web(httpserver)
    web.put("/list/", listed(*range(1, 16)))
    for number in range(1, 16):
        web.put(f"/a/{number}.html", meeting(number))
    return web


def put_all_kinds(web: Web) -> None:
    """Every way in which a page can leave the path."""
    gbk = meeting(2).replace("utf-8", "gbk").encode("gbk")
    web.put("/a/2.html", Response(gbk, content_type="text/html; charset=gb2312"))
    web.put("/a/3.html", Response(b"\x89PNG\r\n\x1a\n" + bytes(100), content_type="image/png"))
    web.put("/a/4.html", Response(LOST, content_type="text/html"))
    web.put("/a/5.html", Response("gone", 404))
    web.put("/a/6.html", Response("the server is busy", 500))
    web.put("/a/7.html", page("河湾镇召开疫情防控会议", "2022-11-03 08:00", "好。"))
    web.put(
        "/a/8.html",
        page("河湾镇举行音乐会", "2022-11-03 08:00", "昨晚，河湾镇文化馆举行了秋季音乐会，掌声不断。" * 3),
    )
    web.put("/a/9.html", f"<meta http-equiv='refresh' content='0;url=http://{HOST}/a/20.html'>")
    web.put("/a/20.html", meeting(20))
    web.put("/a/10.html", Response("", content_type="text/html"))
    web.put("/a/11.html", Response(meeting(11).encode(), content_type="application/octet-stream"))
    links = "<a href='/a/12_2.html'>下一页</a>"
    web.put("/a/12.html", meeting(12).replace("</p></div>", f"</p>{links}</div>"))
    web.put("/a/12_2.html", meeting(12).replace("主持会议", "强调，要落实各项措施，守护群众健康"))
    web.put("/a/13.html", Response("{" + json.dumps({"a": 1})[1:], content_type="application/json"))


def outcome(crawled: Crawled) -> tuple[Any, ...]:
    """All that does not tell of the run itself."""
    own = ("first_seen", "last_seen", "run_id", "warc", "seen_at", "captured_at")
    tables = [
        [{name: value for name, value in row.items() if name not in own} for row in crawled.rows(table)]
        for table in ("articles", "rejects", "fixes", "meetings", "visits")
    ]
    captures = crawled.db.execute("select url, outcome, url_hash from captures order by url").fetchall()
    told = ("articles/", "rejects/", "charset/", "blocks/", "layouts/")
    counts = {name: count for name, count in crawled.stats.items() if name.startswith(told)}
    pointers = [bool(row["warc"] and row["captured_at"]) for row in crawled.rows()]
    return *tables, captures, counts, pointers


@pytest.mark.slow
async def test_the_rows_are_the_same_with_workers(crawl: Crawl, web: Web, tmp_path: Path) -> None:
    put_all_kinds(web)
    found = [
        outcome(
            await crawl(
                QingheSpider,
                SETTINGS | {"PROCESS_WORKERS": workers, "DATABASE": str(tmp_path / f"{workers}.db")},
                via=web.via,
            )
        )
        for workers in (0, 1, 2)
    ]
    articles, rejects, *_, pointers = found[0]
    assert len(articles) >= 6
    assert all(pointers)
    reasons = {"binary", "soft_404", "not_found", "http_error", "no_body", "no_text", "empty"}
    assert {row["reason"] for row in rejects} == reasons
    assert found[1] == found[0]
    assert found[2] == found[0]


@pytest.mark.slow
async def test_a_page_that_holds_or_ends_its_worker_costs_its_own_row(
    crawl: Crawl, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.put("/list/", listed(1, 666, 2, 667, 3, 4))
    web.put("/a/666.html", meeting(666))
    web.put("/a/667.html", meeting(667))
    monkeypatch.setattr(live_pages, "read_page", harmful_live)
    crawled = await crawl(QingheSpider, SETTINGS | {"PROCESS_WORKERS": 1, "PAGE_SECONDS": 5.0}, via=web.via)
    assert {row["url"].rpartition("/")[2] for row in crawled.rows()} == {f"{n}.html" for n in (1, 2, 3, 4)}
    assert {row["url"].rpartition("/")[2]: row["reason"] for row in crawled.rows("rejects")} == {
        "666.html": Reason.TOO_SLOW,
        "667.html": Reason.WORKER_CRASHED,
    }
    (run,) = crawled.rows("runs")
    assert run["verdict"] == "degraded"
    assert "gave up" in run["reason"]


def settings(**given: Any) -> Settings:
    found = get_project_settings()
    found.setdict({"PROCESS_WORKERS": 1} | given, priority="cmdline")
    return found


def test_a_pipeline_between_the_stages_is_refused_in_one_sentence() -> None:
    told = live_refusal(settings(ITEM_PIPELINES=OWN), {})
    assert told is not None
    assert "Shout" in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        ({"ITEM_PIPELINES": item_pipelines() | {"tests.test_routes.Shout": 550}}, {}),
        ({"ITEM_PIPELINES": OWN, "PROCESS_WORKERS": 0}, {}),
        ({"ITEM_PIPELINES": OWN, "PROCESS_WORKERS": "cores"}, {}),
        ({"ITEM_PIPELINES": OWN}, {"warc": "a.warc.gz"}),  # read in one process, with a warning
    ],
)
def test_others_are_not(given: dict[str, Any], arguments: dict[str, str]) -> None:
    assert live_refusal(settings(**given), arguments) is None


async def test_without_a_command_too(crawl: Crawl, web: Web) -> None:
    with pytest.raises(BadSetting, match="Shout"):
        await crawl(QingheSpider, SETTINGS | {"PROCESS_WORKERS": 1, "ITEM_PIPELINES": OWN}, via=web.via)
