"""Whole crawls in a process of their own, on the real reactor, with what they cost."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from covidmeet.archive.reader import open_read_only
from tests.hostile.server import Server

ROOT = Path(__file__).resolve().parents[2]
# No waiting between requests; everything else as delivered, unless a test says so.
FAST = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "CONTACT": "tests@covidmeet.example"}


@dataclass
class Outcome:
    """What a crawl left behind and what it took: exit code, log, seconds, peak memory in megabytes."""

    code: int
    log: str
    seconds: float
    peak: float
    database: Path

    def rows(self, table: str) -> list[dict[str, Any]]:
        db = Database(open_read_only(self.database))
        try:
            return list(db.query(f"select * from {table} order by rowid"))
        finally:
            db.close()

    @property
    def titles(self) -> set[str]:
        return {row["title"] for row in self.rows("articles")}

    @property
    def run(self) -> dict[str, Any]:
        """The row of the last run."""
        return self.rows("runs")[-1]

    def rejects(self, host: str = "") -> dict[str, tuple[str, str]]:
        """Path (or URL, of another host) → reason and detail."""
        return {row["url"].removeprefix(host): (row["reason"], row["detail"]) for row in self.rows("rejects")}


def crawl_command(
    spider: str, database: Path, settings: dict[str, Any], arguments: dict[str, Any]
) -> list[str]:
    """The command line of one crawl; spiders of the tests are found as well as the project's."""
    merged = {"DATABASE": database, "SPIDER_MODULES": "tests.hostile.spiders", **FAST, **settings}
    command = [sys.executable, "-m", "scrapy", "crawl", spider]
    command += [part for name, value in merged.items() for part in ("-s", f"{name}={value}")]
    return command + [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]


def killed_crawl(server: Server, command: list[str], requests: int) -> None:
    """Begin a crawl and kill its process when the server has been asked so often."""
    before = len(server.log)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while len(server.log) - before < requests and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    process.kill()
    assert process.wait() == -9, "the crawl was over before it could be killed"


def crawl_apart(
    spider: str,
    database: Path,
    *,
    settings: dict[str, Any] | None = None,
    timeout: float = 60,
    **arguments: Any,
) -> Outcome:
    """Run one crawl to its end; one that does not end in ``timeout`` seconds is killed and fails the test."""
    command = crawl_command(spider, database, settings or {}, arguments)
    started = time.monotonic()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            peak = _wait(process, timeout)
        except TimeoutError:
            process.kill()
            process.wait()
            log.seek(0)
            raise AssertionError(f"no end after {timeout} s:\n{log.read().decode()[-3000:]}") from None
        log.seek(0)
        text = log.read().decode()
    return Outcome(process.returncode, text, time.monotonic() - started, peak, database)


def _wait(process: subprocess.Popen[bytes], timeout: float) -> float:
    """Peak memory of the process in megabytes, once it has ended; raises ``TimeoutError``."""
    deadline = time.monotonic() + timeout
    peak = 0.0
    while time.monotonic() < deadline:
        # What wait4 reports begins with the size of this process, from before the child's own program.
        peak = max(peak, _peak(process.pid))
        if process.poll() is not None:
            return peak
        time.sleep(0.02)
    raise TimeoutError


def _peak(pid: int) -> float:
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
