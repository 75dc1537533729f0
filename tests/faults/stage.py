"""A site on loopback, crawled by the real command: what a fault is staged with."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from covidmeet.archive.db import connect
from covidmeet.site import Listing
from tests.faults.pages import SHAPES, Story, list_page, page
from tests.hostile.server import Asked, serving
from tests.hostile.server import page as response

Answer = Callable[[str], Iterable[bytes] | None]
"""Original address → raw response, or None for the usual one."""


@dataclass
class Web:
    """One site behind a gateway; ``stories``: number → article; ``change``: what is answered instead."""

    site: str
    port: int = 0
    stories: dict[int, Story] = field(default_factory=dict)
    change: Answer = lambda _: None
    render: Callable[[str, Story], str] = page
    robots: str = "404 Not Found"  # the status of robots.txt
    wait: float = 0.0  # seconds before each answer, one after the other
    turn: threading.Lock = field(default_factory=threading.Lock)
    asked: list[str] = field(default_factory=list)

    @property
    def via(self) -> str:
        return f"http://127.0.0.1:{self.port}/{{url}}"

    @property
    def addresses(self) -> dict[str, int]:
        return {SHAPES[self.site].address(number): number for number in self.stories}

    def answer(self, asked: Asked) -> Iterable[bytes]:
        """Articles at their addresses, all of them on the site's first list; no list has a second page."""
        url = asked.path.removeprefix("/")
        if not url.startswith("http"):
            return response(b"", status=self.robots)
        self.asked.append(url)
        with self.turn:
            time.sleep(self.wait)
        changed = self.change(url)
        if changed is not None:
            return changed
        number = self.addresses.get(url)
        if number is not None:
            return response(self.render(self.site, self.stories[number]))
        starts, further = _lists(self.site)
        if url not in starts and any(re.fullmatch(pattern, url) for pattern in further):
            return response(b"", status="404 Not Found")
        return response(list_page(list(self.addresses) if url == starts[0] else []))

    def asked_articles(self) -> int:
        return sum(url in self.addresses for url in self.asked)


def _lists(site: str) -> tuple[list[str], list[str]]:
    """The pages that the site's lists begin with, and the patterns of all their pages."""
    spider: Any = get_spider_loader(get_project_settings()).load(site)
    listings = [pages for pages in spider.site.lists if isinstance(pages, Listing)]
    starts = [url for pages in listings for url in pages.start]
    return starts, [pages.paging.address for pages in listings if pages.paging]


@contextmanager
def web(site: str, stories: dict[int, Story]) -> Iterator[Web]:
    """The site, served on a free port."""
    told = Web(site, stories=dict(stories))
    with serving({".*": told.answer}) as server:
        told.port = server.port
        yield told


@dataclass(frozen=True)
class Outcome:
    """How the command ended, what it said, and the archive it left."""

    code: int
    said: str
    database: Path


# The gateway is how these tests serve a site's pages; a scheduled crawl, which these stand for, has none.
PROGRAM = """
import sys
from covidmeet.health import one_off
from scrapy.cmdline import execute
one_off.ARGUMENTS -= {"via"}
sys.argv[0] = "scrapy"
execute()
"""


def command(site: str, via: str, database: Path, settings: dict[str, Any], verb: str = "crawl") -> list[str]:
    """The command line of a crawl without waiting between requests."""
    fast = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": 0, "LOG_LEVEL": "WARNING", "PROGRESS": 0}
    merged = {"DATABASE": database, **fast, **settings}
    words = [sys.executable, "-c", PROGRAM, verb, site, "-a", f"via={via}"]
    return words + [word for name, value in merged.items() for word in ("-s", f"{name}={value}")]


def crawl(
    site: str,
    via: str,
    database: Path,
    *,
    env: dict[str, str] | None = None,
    prepare: Callable[[], None] | None = None,
    **settings: Any,
) -> Outcome:
    """Crawl to the end in a process of its own; ``prepare`` is called in it first."""
    done = subprocess.run(
        command(site, via, database, settings),
        capture_output=True,
        timeout=60,
        env=os.environ | (env or {}),
        preexec_fn=prepare,
    )
    return Outcome(done.returncode, done.stderr.decode(errors="replace"), database)


@contextmanager
def crawling(site: str, via: str, database: Path, **settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A crawl that goes on meanwhile; what is left of it is killed at the end."""
    process = subprocess.Popen(command(site, via, database, settings), stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process: subprocess.Popen[bytes], database: Path) -> Outcome:
    """The outcome of a crawl that ends by itself now."""
    _, said = process.communicate(timeout=60)
    return Outcome(process.returncode, said.decode(errors="replace"), database)


def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for something that the crawl does; fails where it does not do it in time."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.02)


def kept(database: Path) -> dict[str, str]:
    """URL → text of every article, as another process reads them."""
    db = connect(database)
    try:
        return {str(url): str(body) for url, body in db.execute("select url, body from articles")}
    finally:
        db.close()


def last_run(database: Path) -> dict[str, Any] | None:
    """The row of the last run."""
    db = connect(database)
    try:
        rows = list(db.query("select * from runs order by rowid desc limit 1"))
        return rows[0] if rows else None
    finally:
        db.close()


def is_sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong with the archive."""
    db = connect(database)
    try:
        return [str(row[0]) for row in db.execute("pragma integrity_check")] == ["ok"]
    finally:
        db.close()
