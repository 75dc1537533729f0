"""How far a crawl is: live on a terminal, plain lines elsewhere, nothing when turned off."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from covidmeet.extensions import progress
from tests.conftest import Crawl
from tests.faults.pages import meeting
from tests.faults.stage import web

SAMPLES = Path("data/samples/documents").resolve()
LINE = r"gz_gov: lists 1, found 40, new \d+, known 0, rejected 0, \d+/min"


def on_a_terminal(database: Path, *words: str) -> str:
    """What a crawl writes to a terminal."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    terminal, other = pty.openpty()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "scrapy", "crawl", "documents", "-a", f"path={SAMPLES}"),
            *("-s", f"DATABASE={database}", "-L", "WARNING", *words),
        ],
        stderr=other,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"},
    )
    os.close(other)
    seen = b""
    while True:
        try:
            data = os.read(terminal, 65_536)
        except OSError as error:  # Linux says so at the end of a terminal
            assert error.errno == errno.EIO
            break
        if not data:
            break
        seen += data
    os.close(terminal)
    assert process.wait() == 0
    return seen.decode()


@pytest.mark.slow
def test_a_terminal_shows_one_line_that_changes_and_is_gone_at_the_end(database: Path) -> None:
    seen = on_a_terminal(database)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen)
    assert re.search(r"documents\s+lists 0, found 0, new 0, known 0, rejected 0, 0/min", plain)
    assert "\x1b[2K" in seen  # the line was wiped
    assert seen.rstrip("\r\n").endswith(("\x1b[?25h", "\x1b[2K"))  # the cursor is back, no line is left


@pytest.mark.slow
def test_progress_can_be_turned_off(database: Path) -> None:
    assert on_a_terminal(database, "-s", "PROGRESS=0") == ""


@pytest.mark.slow
async def test_elsewhere_there_are_plain_lines(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert progress.LINE_SECONDS == 60.0
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.05)
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
    assert progress._clock(seconds) == shown
