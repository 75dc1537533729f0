"""An archive with an article of every kind that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.cli import console
from covidmeet.cli.main import main
from covidmeet.crawl.site_registry import all_sites
from covidmeet.items import Article
from covidmeet.process import Fetched, process
from covidmeet.show import last_search
from covidmeet.sites import Sites
from covidmeet.sources.warc import WarcReader
from covidmeet.stages.reading import Reading
from covidmeet.text.urls import hash_of

MIRROR = Path("data/samples/documents/huizhou-mirror-wangchao.txt").resolve()
SAMPLES = Path("data/samples/dutenews.warc.gz").resolve()
PLAIN = "http://news.qinghe.example/a/1.html"
COPY = "http://copy.qinghe.example/b"
DAMAGED = "http://news.qinghe.example/a/3.html"
HOSTILE = "http://news.qinghe.example/a/4.html"


def plain(url: str, **fields: Any) -> Article:
    """An article of which no page is kept."""
    text = fields.pop("body", "青禾县召开疫情防控工作会议，江晚舟出席。\n会议强调，要科学防控。")
    values = {"site": "generic", "title": "青禾县召开会议", "script": "hans", "charset": "utf-8"}
    return Article(
        url=url,
        url_hash=hash_of(url),
        body=text,
        body_original=text,
        content_hash=fields.pop("content_hash", "c" * 64),
        layout="generic",
        **(values | fields),
    )


@dataclass
class Shown:
    """What a call printed, and how it ended."""

    code: int
    out: str
    err: str


@dataclass
class Shelf:
    """The archive, and the ``url_hash`` of two of its articles: with repairs, and with a stored page."""

    path: Path
    mirror: str
    stored: str
    stored_url: str


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the last search: the test's own."""
    file = tmp_path / "state" / "last-search.json"
    monkeypatch.setattr(last_search, "state_file", lambda: file)
    return file


@pytest.fixture
def shelf(database: Path, state: Path) -> Shelf:
    return filled(database)


def filled(database: Path) -> Shelf:
    """The archive at that path."""
    db = connect(database)
    reading = Reading(Sites(all_sites()))
    mirror = process(Fetched(MIRROR.as_uri(), MIRROR.read_bytes()), reading)
    fetched = next(page for page in WarcReader(SAMPLES) if "1300002" in page.url)
    stored = process(fetched, reading)
    for article in (mirror, stored, plain(PLAIN), plain(COPY, same_as=hash_of(PLAIN))):
        store(db, article, "run", "2026-01-01T00:00:00+00:00")
    changed = plain(PLAIN, body="青禾县召开疫情防控工作会议，林知秋出席。", reporters=["江晚舟"])
    store(db, changed, "run-2", "2026-01-02T00:00:00+00:00")
    store(db, plain(DAMAGED, content_hash="d" * 64, warc=f"{SAMPLES}:12"), "run")
    hostile = plain(
        HOSTILE, content_hash="e" * 64, title="[b]会议\x9b2J[/b] & 100%_{", body="一\x1b[31m二\u202e"
    )
    store(db, hostile, "run")
    db.conn.close()
    assert mirror.url_hash and stored.url_hash
    return Shelf(database, mirror.url_hash, stored.url_hash, stored.url)


@pytest.fixture
def run(shelf: Shelf, capfd: pytest.CaptureFixture[str]) -> Callable[..., Shown]:
    """``run("show", …)``: a command of ``covidmeet`` on that archive, into a pipe."""

    def call(*words: str) -> Shown:
        capfd.readouterr()
        code = main([*words, "-d", str(shelf.path)])
        return Shown(code, *capfd.readouterr())

    return call


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, bool], None]:
    """``terminal(width, coloured)`` makes of standard output a terminal for what is shown."""

    def use(width: int, coloured: bool = False) -> None:
        monkeypatch.setattr(console, "width", lambda: width)
        monkeypatch.setattr(console, "is_coloured", lambda: coloured)

    return use
