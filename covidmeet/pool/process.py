"""A worker process as its parent sees it: its connection, the pages it was handed, and since when."""

from __future__ import annotations

import multiprocessing
import select
import socket
import sys
import types
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from covidmeet.pool.worker import Answer, PageLimits, R, Work, serve
from covidmeet.stages.reading import Reading

T = TypeVar("T")

# Forks of a process that has everything imported start in milliseconds, and unlike forks of this one they
# hold none of its threads, locks and files.
_METHOD = "spawn" if sys.platform == "win32" else "forkserver"
_PRELOADED = ["covidmeet.pool.preload"]
_FEW = 32  # pages handed to one worker beforehand
_OVERHEAD = 4_096  # bytes of a page beside its body
_BUFFER = 1 << 20  # bytes; the system gives what it allows
_KILLED = 2.0  # seconds until a killed process is gone


class WorkerProcess(Generic[T, R]):
    """A started worker; ``tasks`` are what it was handed and has not answered, the first being read.

    Its connection is its own: nothing that a worker holds when it ends can block another.  Raises
    ``OSError`` where no process can be made.
    """

    def __init__(self, reading: Reading, limits: PageLimits, work: Work[R]) -> None:
        context = multiprocessing.get_context(_METHOD)
        if _METHOD == "forkserver":
            context.set_forkserver_preload(_PRELOADED)
        self._pages, theirs = context.Pipe()
        self._process: Any = context.Process(  # type: ignore[attr-defined]
            target=serve, args=(theirs, reading, limits, work), daemon=True, name="covidmeet-worker"
        )
        with _without_main():
            self._process.start()
        theirs.close()
        self._beforehand = _room_of(self._pages)
        self._has_answer = _look_at(self._pages)
        self.tasks: deque[T] = deque()
        self._handed = 0  # bytes
        self._sizes: deque[int] = deque()
        self._since = 0.0
        self.was_ready = False
        self.is_gone = False
        self.is_retired = False
        self._was_killed = False

    @property
    def was_killed_by_page(self) -> bool:
        """Whether it ended while it read, and nobody here had ended it."""
        return self.was_ready and not self._was_killed

    def answers(self, now: float) -> Iterator[tuple[T, Answer[R]]]:
        """The pages that it answered since the last look; sets ``is_gone`` where it has ended."""
        try:
            while self._has_answer():
                answer = self._pages.recv()
                self._since = now
                if answer is None:
                    self.was_ready = True
                    continue
                self.is_retired = answer.last
                self._handed -= self._sizes.popleft()
                yield self.tasks.popleft(), answer
        except (EOFError, OSError):
            self.is_gone = True

    def is_late(self, now: float, seconds: float) -> bool:
        """Whether the page that it reads is not done after ``seconds`` (0: never)."""
        return bool(seconds and self.tasks and now - self._since > seconds)

    def has_room(self, size: int) -> bool:
        """Whether a page of ``size`` bytes can be sent without waiting: it reads it at once, or later."""
        if not self.was_ready or self.is_gone or self.is_retired:
            return False
        if not self.tasks:
            return True
        return len(self.tasks) < _FEW and self._handed + size + _OVERHEAD <= self._beforehand

    def send(self, page: object, task: T, size: int, now: float) -> bool:
        """Hand it a page; False where it has ended."""
        try:
            self._pages.send(page)
        except OSError:
            self.is_gone = True
            return False
        if not self.tasks:
            self._since = now
        self.tasks.append(task)
        self._sizes.append(size + _OVERHEAD)
        self._handed += size + _OVERHEAD
        return True

    def kill(self) -> int | None:
        """End it at once; its exit code."""
        self._was_killed = self._was_killed or not self.is_gone
        with suppress(OSError):
            self._pages.close()
        if self.is_gone:
            self._process.join(_KILLED)  # by itself, so that its exit code tells why
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join(_KILLED)
        code: int | None = self._process.exitcode
        return code


if sys.platform == "win32":

    def _look_at(pages: Any) -> Callable[[], bool]:
        """Whether something can be read."""
        return lambda: bool(pages.poll())

    def _room_of(pages: Any) -> int:
        """How many bytes can be sent while nobody reads: not known of a Windows pipe."""
        return 0

else:

    def _look_at(pages: Connection) -> Callable[[], bool]:
        """Whether something can be read; ``poll`` of a connection makes a selector anew for each look."""
        poll = select.poll()
        poll.register(pages, select.POLLIN | select.POLLHUP | select.POLLERR)
        return lambda: bool(poll.poll(0))

    def _room_of(pages: Connection) -> int:
        """How many bytes can be sent while nobody reads; both ends would wait for each other beyond it."""
        with socket.socket(fileno=pages.fileno()) as connected:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
            room = connected.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) // 2
            connected.detach()
        return room


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the program from ``multiprocessing``: a worker would import it, and Scrapy with it."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program
