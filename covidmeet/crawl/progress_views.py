"""How far a crawl is, shown: live on a terminal, as plain lines elsewhere, as JSON for ``crawlall``."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from covidmeet.crawl.log_formatter import printable
from covidmeet.crawl.scrapy_private import log_handler
from covidmeet.crawl.standard_streams import print_if_possible
from covidmeet.language import _

LINE_SECONDS = 60.0
LIVE_SECONDS = 0.25
_MESSAGE_SECONDS = 0.5

MESSAGES = "json"
"""The value of ``PROGRESS`` for messages to another process: one JSON object a line, on standard output."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How far a crawl is.

    ``stage`` is ``starting``, ``lists``, ``articles`` or ``files``; ``found`` counts distinct articles; of
    ``total`` articles to be fetched, None while that is not known, ``done`` are dealt with.  ``seconds`` have
    passed, in which ``pages`` were read.
    """

    stage: str = "starting"
    lists: int = 0
    found: int = 0
    new: int = 0
    known: int = 0
    rejected: int = 0
    done: int = 0
    total: int | None = None
    pages: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Pages a minute."""
        return self.pages / max(self.seconds, 1.0) * 60

    @property
    def left(self) -> float | None:
        """Seconds that are left, where that can be told."""
        if not self.total or not self.done:
            return None
        return self.seconds * max(self.total - self.done, 0) / self.done

    def words(self) -> str:
        """``lists 3, found 40, new 12, known 20, rejected 1, 58/min``."""
        return _(
            "lists {lists}, found {found}, new {new}, known {known}, rejected {rejected}, {rate:.0f}/min",
            lists=self.lists,
            found=self.found,
            new=self.new,
            known=self.known,
            rejected=self.rejected,
            rate=self.rate,
        )


class View(Protocol):
    """Where progress is shown."""

    seconds: float  # between two updates

    def show(self, site: str, far: Snapshot) -> None: ...

    def close(self) -> None: ...


class Lines:
    """One plain line at a time, on standard error."""

    def __init__(self) -> None:
        self.seconds = LINE_SECONDS

    def show(self, site: str, far: Snapshot) -> None:
        """Print a line."""
        left = "" if far.left is None else _(", {clock} left", clock=clock(far.left))
        print(printable(f"{site}: {far.words()}{left}"), file=sys.stderr, flush=True)

    def close(self) -> None:
        """Nothing is left to do."""


class Messages:
    """Each state as ``{"progress": {…}}``."""

    def __init__(self) -> None:
        self.seconds = _MESSAGE_SECONDS

    def show(self, site: str, far: Snapshot) -> None:
        """Send it."""
        send({"progress": asdict(far)})

    def close(self) -> None:
        """Nothing is left to do."""


def send(message: dict[str, Any]) -> None:
    """A message to the process that reads standard output."""
    print_if_possible(json.dumps(message))


class Live:
    """One line on a terminal that changes in place, below the log."""

    def __init__(self) -> None:
        self.seconds = LIVE_SECONDS
        self._bar = Bar(
            TextColumn("{task.fields[site]}", style="bold", markup=False),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            auto_refresh=False,
            transient=True,
        )
        self._row = self._bar.add_task("", total=None, site="")
        self._bar.start()
        # The log goes through the bar from now on, which makes room for it.
        self._handler = log_handler()
        self._stream: Any = None
        if type(self._handler) is logging.StreamHandler:
            self._stream = self._handler.setStream(sys.stderr)

    def show(self, site: str, far: Snapshot) -> None:
        """Change the line."""
        total = None if far.total is None else max(far.total, far.done)
        self._bar.update(
            self._row, site=printable(site), description=far.words(), completed=far.done, total=total
        )
        self._bar.refresh()

    def close(self) -> None:
        """Take the line away and give the log its stream back."""
        self._bar.stop()
        if self._stream is not None and type(self._handler) is logging.StreamHandler:
            self._handler.setStream(self._stream)
            self._stream = None


def view_for(setting: bool | str) -> View:
    """The view that ``PROGRESS`` asks for, where it asks for any."""
    if setting == MESSAGES:
        return Messages()
    return Live() if sys.stderr.isatty() else Lines()


def clock(seconds: float) -> str:
    """``75`` → ``0:01:15``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
