"""Crawls of several sites, each in a process of its own, so that a failure of one affects no other."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from covidmeet.crawl import exit_codes
from covidmeet.crawl.progress_views import MESSAGES
from covidmeet.language import _

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
    """How a crawl's process ended.

    ``refusal`` says why it did not start, or was killed; else ``verdict`` and ``line`` tell what it brought.
    """

    site: str
    code: int
    refusal: str = ""
    verdict: str = ""
    line: str = ""


@dataclass(slots=True)
class Crawls:
    """``arguments`` follow ``scrapy crawl SITE``; ``say`` gets each line that a crawl writes, ``far`` how
    far it is (as ``Snapshot`` has it; None when it begins), ``ended`` how it ended.

    ``at_once`` processes at a time; one that runs longer than ``seconds``, its own limit, is killed in the
    end.  SIGINT and SIGTERM stop all of them cleanly, a second one at once.
    """

    arguments: Sequence[str]
    at_once: int
    seconds: float
    say: Callable[[str, str], None]
    far: Callable[[str, dict[str, Any] | None], None] = lambda site, far: None
    ended: Callable[[Ended], None] = lambda ended: None
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
                ended = Ended(site, exit_codes.UNHEALTHY, _("not started: stopped by a signal"))
            else:
                self.far(site, None)
                try:
                    ended = await self._process(site)
                except OSError as error:
                    why = _("no process: {strerror}", strerror=error.strerror or error)
                    ended = Ended(site, exit_codes.COULD_NOT_START, why)
        self.ended(ended)
        return ended

    async def _process(self, site: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "scrapy", "crawl", site, *self.arguments, "-s", f"PROGRESS={MESSAGES}"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            creationflags=_NEW_GROUP,
            limit=_LINE,
        )
        self._running[site] = process
        if self._stopping:  # the signal came while the process was being made
            process.send_signal(_STOP)
        output = _Output(site, self.say, self.far)
        try:
            await asyncio.wait_for(output.read(process), self.seconds or None)
        except TimeoutError:
            process.kill()
            output.refusal = _("killed: it did not end within {seconds:,.0f} s", seconds=self.seconds)
        code = await process.wait()
        del self._running[site]
        return output.ended(code)


@dataclass(slots=True)
class _Output:
    """What a crawl's process writes: its log on standard error, messages on standard output."""

    site: str
    say: Callable[[str, str], None]
    far: Callable[[str, dict[str, Any] | None], None]
    refusal: str = ""
    _last: str = ""
    _verdict: str = ""
    _line: str = ""

    async def read(self, process: asyncio.subprocess.Process) -> None:
        """Read both to their ends."""
        assert process.stdout is not None
        assert process.stderr is not None
        await asyncio.gather(_each(process.stdout, self._message), _each(process.stderr, self._logged))

    def ended(self, code: int) -> Ended:
        """How the process ended."""
        if code < 0:
            refusal = self.refusal or _("killed by {name}", name=signal.Signals(-code).name)
            return Ended(self.site, exit_codes.UNHEALTHY, refusal)
        if not self._line:
            return Ended(self.site, code, self.refusal or self._last or _("it ended without a word"))
        return Ended(self.site, code, self.refusal, self._verdict, self._line)

    def _logged(self, line: str) -> None:
        if line.startswith(_REFUSAL):
            self.refusal = line.removeprefix(_REFUSAL)
        self._last = line.strip() or self._last
        self.say(self.site, line)

    def _message(self, line: str) -> None:
        """A spider of one's own may print as well; that is told as the log is."""
        try:
            message = json.loads(line)
            if "progress" in message:
                self.far(self.site, message["progress"])
            elif "ended" in message:
                self._verdict, self._line = message["ended"]["verdict"], message["ended"]["line"]
            else:
                raise ValueError(line)
        except (ValueError, TypeError, LookupError):
            self.say(self.site, line)


async def _each(stream: asyncio.StreamReader, take: Callable[[str], None]) -> None:
    while True:
        try:
            data = await stream.readline()
        except ValueError:  # a line beyond the limit: it is gone, the next ones are not
            continue
        if not data:
            return
        take(data.decode(errors="replace").rstrip("\r\n"))


def kill_after(own_limit: float) -> float:
    """Seconds that a crawl may take whose own limit is ``own_limit``; 0, without a limit, for 0."""
    return own_limit + _GRACE if own_limit else 0.0
