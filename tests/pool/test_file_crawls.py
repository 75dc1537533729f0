"""Crawls of files, in processes of their own: hostile documents among good ones, signals, the same rows."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Crawl
from tests.crawl.small_site import HOST, QingheSpider, meeting
from tests.crawl.test_warc_crawls import warc
from tests.hostile.crawls import ROOT, crawl_apart, crawl_command
from tests.hostile.page_shapes import PAGES
from tests.hostile.text_shapes import TEXTS

pytestmark = pytest.mark.slow

REAL = {"SPIDER_MODULES": "covidmeet.spiders"}
HOSTILE = (
    "empty-comment",
    "mojibake",
    "random-high-bytes",
    "misread-utf8-gbk",
    "random-han",
    "newline-inside",
    "json",
)
HOSTILE_PAGES = ("attributes", "same-id", "hidden", "br")


def document(number: int) -> str:
    return (
        f"青禾市第{number}次疫情防控工作会议召开\n2022-11-10 09:30 来源：青禾日报\n"
        f"青禾市第{number}次疫情防控工作会议日前召开，会议听取了近期工作情况汇报，研究部署下一步措施。\n"
        f"会议强调，要压实属地、部门、单位责任，抓紧抓实第{number}号方案，守护群众健康。\n"
    )


def hostile_folder(folder: Path, size: int) -> Path:
    folder.mkdir()
    chance = random.Random(3)
    names = [f"{chance.random():.6f}" for _ in range(21)]
    for number in range(10):
        (folder / f"{names.pop()}-good.txt").write_text(document(number), "utf-8")
    for name in HOSTILE:
        (folder / f"{names.pop()}-{name}.txt").write_bytes(TEXTS[name](size))
    for name in HOSTILE_PAGES:
        (folder / f"{names.pop()}-{name}.html").write_bytes(PAGES[name](size))
    return folder


def test_good_documents_among_hostile_ones_are_archived(tmp_path: Path) -> None:
    folder = hostile_folder(tmp_path / "documents", 1_000_000)
    outcome = crawl_apart("documents", tmp_path / "a.db", settings=REAL, path=folder, timeout=120)
    assert {title for title in outcome.titles if "次疫情防控" in title} >= {
        f"青禾市第{number}次疫情防控工作会议召开" for number in range(10)
    }
    reasons = {Path(url).name.split("-", 1)[1]: told for url, told in outcome.rejects().items()}
    assert len(reasons) + len(outcome.rows("articles")) == 21
    assert outcome.seconds < 60


@pytest.mark.parametrize("after", [0.0, 0.3, 1.0, 3.0])
def test_a_signal_ends_a_run_at_any_moment(tmp_path: Path, after: float) -> None:
    folder = hostile_folder(tmp_path / "documents", 1_000_000)
    command = crawl_command("documents", tmp_path / "a.db", REAL, {"path": folder})
    log = tmp_path / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=stream)
        # From the first line on; before it Scrapy itself is being imported.
        deadline = time.monotonic() + 30
        while not log.stat().st_size and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(after)
        process.send_signal(signal.SIGTERM)
        sent = time.monotonic()
        assert process.wait(20) == 2, log.read_text()
    assert time.monotonic() - sent < 5


def rows(result: Any) -> list[Any]:
    found: list[Any] = [
        {k: v for k, v in row.items() if k not in ("first_seen", "last_seen", "run_id", "warc")}
        for row in result.db.query("select * from articles order by rowid")
    ]
    found += [
        (r["url"], r["reason"], r["detail"]) for r in result.db.query("select * from rejects order by rowid")
    ]
    kept = ("articles/", "rejects/", "warc/", "documents/")
    return [*found, {k: v for k, v in result.stats.items() if k.startswith(kept)}]


async def test_warc_files_give_the_same_rows_with_any_number_of_workers(crawl: Crawl, tmp_path: Path) -> None:
    url = f"http://{HOST}/a/1.html"
    pages = [(f"http://{HOST}/a/{i}.html", 200, meeting(i).encode()) for i in range(1, 60)]
    file = warc(
        tmp_path / "a.warc.gz",
        (url, 200, b"<title>404 Not Found</title>"),
        *pages,
        (url, 200, meeting(1).encode()),
        (f"http://{HOST}/a/71.html", 200, b"<p>too short</p>"),
        (f"http://{HOST}/a/72.html", 200, meeting(2).encode()),
        (f"http://{HOST}/a/73.html", 403, b"no"),
    )
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(b"this is no WARC file")
    found = [
        rows(
            await crawl(
                QingheSpider,
                {"PROCESS_WORKERS": workers, "DATABASE": str(tmp_path / f"{workers}.db")},
                warc=f"{bad},{file}",
            )
        )
        for workers in (0, 1, 2, 4)
    ]
    assert len(found[0]) > 60
    assert found[0] == found[1] == found[2] == found[3]


async def test_sample_documents_give_the_same_rows_with_any_number_of_workers(
    crawl: Crawl, tmp_path: Path
) -> None:
    found = [
        rows(
            await crawl(
                "documents",
                {"PROCESS_WORKERS": workers, "DATABASE": str(tmp_path / f"{workers}.db")},
                path="data/samples/documents",
            )
        )
        for workers in (0, 1, 2, 4)
    ]
    assert found[0] == found[1] == found[2] == found[3]


async def test_a_pipeline_between_the_stages_gets_each_page(crawl: Crawl, tmp_path: Path) -> None:
    from covidmeet.stages import item_pipelines

    file = warc(tmp_path / "a.warc.gz", (f"http://{HOST}/a/1.html", 200, meeting(1).encode()))
    pipelines = item_pipelines() | {"tests.test_routes.Shout": 320}
    settings = {"PROCESS_WORKERS": 2, "ITEM_PIPELINES": pipelines}
    (row,) = (await crawl(QingheSpider, settings, warc=str(file))).rows()
    assert row["title"].startswith("【青禾】")
