"""How far a crawl is: live on a terminal, plain lines elsewhere, nothing when turned off."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from covidmeet.crawl import progress_views
from covidmeet.crawl.progress_views import Snapshot, clock
from covidmeet.extensions import progress
from tests.conftest import Crawl
from tests.faults.pages import meeting
from tests.faults.stage import web
from tests.hostile.server import page as response
from tests.terminal import raw_on_a_terminal

SAMPLES = Path("data/samples/documents").resolve()
BROUGHT = r"scrapy crawl: documents: ok: \d+ new.*; \d+ s"
LINE = r"gz_gov: lists 1, found 40, new \d+, known 0, rejected 0, \d+/min"


def documents(database: Path, *words: str) -> str:
    """What a crawl writes to a terminal."""
    line = [sys.executable, "-m", "scrapy", "crawl", "documents", "-a", f"path={SAMPLES}"]
    code, seen = raw_on_a_terminal([*line, "-s", f"DATABASE={database}", "-L", "WARNING", *words])
    assert code == 0
    return seen


@pytest.mark.slow
def test_a_terminal_shows_one_line_that_changes_and_is_gone_at_the_end(database: Path) -> None:
    seen = documents(database)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen)
    assert re.search(r"documents\s+lists 0, found 0, new 0, known 0, rejected 0, 0/min", plain)
    assert "\x1b[2K" in seen  # the line was wiped
    bar, cursor, after = seen.rpartition("\x1b[?25h")  # the cursor is back
    assert bar
    assert cursor
    assert re.fullmatch(r"[^a-z]*" + BROUGHT + r"\r\n", after)


@pytest.mark.slow
@pytest.mark.parametrize("words", [("-s", "PROGRESS=0"), ("-s", "PROGRESS=0", "--nolog")])
def test_progress_can_be_turned_off_and_what_was_brought_is_said_at_any_level(
    words: tuple[str, ...], database: Path
) -> None:
    assert re.fullmatch(BROUGHT + r"\r\n", documents(database, *words))


@pytest.mark.slow
async def test_the_total_is_known_once_the_lists_are_read(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where one address stands on a list twice, a list is asked for again, and an article fails once."""
    failed: set[str] = set()

    def once(url: str) -> Any:
        if url in failed or len(failed) > 3:
            return None
        failed.add(url)
        return response(b"", status="503 Service Unavailable")

    seen: list[Snapshot] = []
    monkeypatch.setattr(
        progress, "view_for", lambda _: SimpleNamespace(seconds=0.02, show=keep, close=lambda: None)
    )

    def keep(_: str, far: Snapshot) -> None:
        seen.append(far)

    with web("gz_gov", {number: meeting(number) for number in range(20)}) as told:
        told.change = once
        settings = {"DOWNLOAD_DELAY": 0.02, "DOWNLOAD_DELAY_JITTER": 0, "AUTOTHROTTLE_ENABLED": False}
        result = await crawl("gz_gov", settings, via=told.via)
    assert result.stats["articles/found"] == result.stats["articles/new"] == 20
    stages = [far.stage for far in seen]
    first = stages.index("articles")
    assert "lists" in stages[:first]
    assert seen[first].done < 20
    assert {far.total for far in seen if far.stage == "articles"} == {20}
    done = [far.done for far in seen if far.total]
    assert done == sorted(done)
    assert done[-1] >= 18


@pytest.mark.slow
async def test_elsewhere_there_are_plain_lines(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert progress_views.LINE_SECONDS == 60.0
    monkeypatch.setattr(progress_views, "LINE_SECONDS", 0.05)
    with web("gz_gov", {number: meeting(number) for number in range(40)}) as told:
        settings = {"DOWNLOAD_DELAY": 0.03, "DOWNLOAD_DELAY_JITTER": 0, "AUTOTHROTTLE_ENABLED": False}
        await crawl("gz_gov", settings, via=told.via)
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) > 2
        assert re.fullmatch(rf"{LINE}(, \d+:\d\d:\d\d left)?", lines[-1])
        assert any(line.endswith(" left") for line in lines)
        await crawl("gz_gov", settings | {"PROGRESS": False}, via=told.via)
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00:00"), (75.4, "0:01:15"), (7_325, "2:02:05")])
def test_time_left(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
