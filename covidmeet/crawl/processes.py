"""Crawls of several sites, each in a process of its own, so that a failure of one affects no other."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from covidmeet.crawl import exit_codes

_LINE = 1 << 20  # bytes; a log line may hold a page's address and much more
_REFUSAL = "scrapy crawl: "
_GRACE = 600.0  # seconds after a run's own limit until it is killed

if sys.platform == "win32":  # no SIGTERM there, and console events reach groups of processes
    _STOP = signal.CTRL_BREAK_EVENT
    _NEW_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _STOP = signal.SIGTERM
    _NEW_GROUP = 0


@dataclass(slots=True)
class Ended:
    """How a crawl's process ended: its exit code, and why where it did not even start."""

    site: str
    code: int
    refusal: str = ""


@dataclass(slots=True)
class Crawls:
    """``arguments`` follow ``scrapy crawl SITE``; ``say`` gets each line that a crawl writes.

    ``at_once`` processes at a time; one that runs longer than ``seconds``, its own limit, is killed in the
    end.  SIGINT and SIGTERM stop all of them cleanly, a second one at once.
    """

    arguments: Sequence[str]
    at_once: int
    seconds: float
    say: Callable[[str, str], None]
    _running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    _stopping: bool = False

    async def run(self, sites: Iterable[str]) -> list[Ended]:
        """Crawl the sites; how each ended, in their order."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self._stop)
            except NotImplementedError:  # Windows
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(self._stop))
        slots = asyncio.Semaphore(self.at_once)
        return await asyncio.gather(*(self._crawl(site, slots) for site in sites))

    def _stop(self) -> None:
        """Start no more, and hand the signal on: the crawls are not in this terminal's process group."""
        self._stopping = True
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(_STOP)

    async def _crawl(self, site: str, slots: asyncio.Semaphore) -> Ended:
        async with slots:
            if self._stopping:
                return Ended(site, exit_codes.UNHEALTHY, "not started: stopped by a signal")
            try:
                return await self._process(site)
            except OSError as error:
                return Ended(site, exit_codes.COULD_NOT_START, f"no process: {error.strerror or error}")

    async def _process(self, site: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "scrapy", "crawl", site, *self.arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            creationflags=_NEW_GROUP,
            limit=_LINE,
        )
        self._running[site] = process
        if self._stopping:  # the signal came while the process was being made
            process.send_signal(_STOP)
        try:
            refusal = await asyncio.wait_for(self._read(site, process), self.seconds or None)
        except TimeoutError:
            process.kill()
            refusal = f"killed: it did not end within {self.seconds:,.0f} s"
        code = await process.wait()
        del self._running[site]
        if code < 0:
            refusal = refusal or f"killed by {signal.Signals(-code).name}"
            code = exit_codes.UNHEALTHY
        return Ended(site, code, refusal)

    async def _read(self, site: str, process: asyncio.subprocess.Process) -> str:
        """Forward the output of the crawl; why it refused to start, if it did."""
        assert process.stdout is not None
        refusal = ""
        while True:
            try:
                data = await process.stdout.readline()
            except ValueError:  # a line beyond the limit: it is gone, the next ones are not
                continue
            if not data:
                return refusal
            line = data.decode(errors="replace").rstrip("\r\n")
            if line.startswith(_REFUSAL):
                refusal = line.removeprefix(_REFUSAL)
            self.say(site, line)


def kill_after(own_limit: float) -> float:
    """Seconds that a crawl may take whose own limit is ``own_limit``; 0, without a limit, for 0."""
    return own_limit + _GRACE if own_limit else 0.0
