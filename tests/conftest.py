"""What many tests need: an archive of their own, and a crawl inside the test's event loop."""

from __future__ import annotations

import gettext
import os
import platform
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.project import get_project_settings
from sqlite_utils import Database

from covidmeet.archive.db import connect
from covidmeet.archive.index_key import KEY
from covidmeet.language import use, use_here
from tests.browser import chromium

__all__ = ["chromium"]

# The first text that needs the language model loads it, which no deadline should count; and what runs
# unattended must not fail by chance.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("unattended", deadline=None, derandomize=True)
if sys.platform != "win32":
    import resource

    _ADDRESS_SPACE = resource.getrlimit(resource.RLIMIT_AS)[0]
platform.platform()  # which Scrapy logs; the first call starts a process
hypothesis.settings.load_profile("unattended" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-snapshot", action="store_true", help="write the hashes of all outcomes anew")
    parser.addoption("--snapshot-dump", metavar="FOLDER", help="write what the hashes stand for")


@pytest.fixture(autouse=True)
def no_process_in_a_fast_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that starts a process takes half a second at least, and is to be marked ``slow``."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a test that starts a process has the mark `slow`")

    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.fixture(autouse=True)
def no_limit_on_memory() -> Iterator[None]:
    """A limit that a test sets on its own process lets later ones hang: threads cannot be started."""
    yield
    if sys.platform != "win32":
        assert resource.getrlimit(resource.RLIMIT_AS)[0] == _ADDRESS_SPACE


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins in English, whatever the locale says and an earlier test asked for."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.setenv(name, "C" if name == "LC_ALL" else "")
    use("en")
    yield
    monkeypatch.undo()
    use_here("en")
    gettext.textdomain("messages")


@dataclass
class Crawled:
    """What a crawl left behind: its counts and its archive."""

    stats: dict[str, Any]
    db: Database

    def rows(self, table: str = "articles") -> list[dict[str, Any]]:
        """All rows of a table, articles and rejects by URL; without what leads to the archive's own index."""
        order = "url" if table in ("articles", "rejects") else "rowid"
        rows = self.db.query(f"select * from {table} order by {order}")
        return [{name: value for name, value in row.items() if name != KEY} for row in rows]


Crawl = Callable[..., Awaitable[Crawled]]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def crawl(database: Path) -> Crawl:
    """``await crawl(spider, settings={…}, **arguments)``: one crawl, without a reactor or a process."""

    async def run(spider: Any, settings: dict[str, Any] | None = None, **arguments: Any) -> Crawled:
        merged = get_project_settings()
        own: dict[str, Any] = {
            "DATABASE": str(database),
            "TWISTED_REACTOR_ENABLED": False,
            "LOG_ENABLED": False,
            # Workers take half a second to start; what they give is compared in tests/pool.
            "PROCESS_WORKERS": 0,
        }
        own |= settings or {}
        merged.setdict(own, priority="cmdline")
        runner = AsyncCrawlerRunner(merged)
        crawler = runner.create_crawler(spider)
        await runner.crawl(crawler, **arguments)
        assert crawler.stats is not None
        return Crawled(crawler.stats.get_stats(), connect(own["DATABASE"]))

    return run
