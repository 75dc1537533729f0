"""What a task has in hand, in a file that outlives its process: so a page that ends it is found.

A pool of ``multiprocessing`` waits for ever for the task of a worker that was killed.  Each worker therefore
holds a lock as long as its task is not completed; who can take that lock knows that the worker is gone.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

FOLDER = "in-hand"
CRASHES = "crashes.json"
_SIZE = 4_096  # bytes: written at once, and never shorter than before
_PASSED_TOGETHER = 500
_MOST_CRASHES = 1  # of one page; a worker that ends for another reason costs no page

# One task after another in a process; the lock of the last one is given back when the next begins, when its
# completion was noted.
_held: list[FileLock] = []


@dataclass(frozen=True, slots=True)
class InHand:
    """What a task was doing: the place of the page (empty between pages), since when (Unix time), how many
    captures it had read, and the number of its process on its machine."""

    task: int
    place: str
    since: float
    captures: int
    process: int = 0


class TaskMark:
    """The mark of the task that this process works on."""

    def __init__(self, state: Path, task: int) -> None:
        folder = state / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        while _held:
            _held.pop().release()
        lock = FileLock(_lock_of(state, task), thread_local=False, preserve_lock_file=True)
        lock.acquire()
        _held.append(lock)
        self._file = os.open(_mark_of(state, task), os.O_RDWR | os.O_CREAT, 0o666)
        self._captures = 0
        self.between()

    def begin(self, place: str) -> None:
        """Note that the page at ``place`` is read now."""
        self._captures += 1
        self._write(place)

    def passed(self) -> None:
        """Count a page that is not read."""
        self._captures += 1
        if self._captures % _PASSED_TOGETHER == 0:
            self._write("")

    def between(self) -> None:
        """Note that no page is being read."""
        self._write("")

    def close(self) -> None:
        """The task is done; that a process has it ends with its next one."""
        self.between()
        os.close(self._file)

    def _write(self, place: str) -> None:
        line = json.dumps([place[:1_000], time.time(), self._captures, os.getpid()]).encode()
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, line.ljust(_SIZE)[:_SIZE])


def _mark_of(state: Path, task: int) -> Path:
    return state / FOLDER / f"{task:05d}"


def _lock_of(state: Path, task: int) -> Path:
    return state / FOLDER / f"{task:05d}.lock"


def in_hand(state: Path) -> Iterator[InHand]:
    """What the tasks that were begun in ``state`` do, or did last."""
    for file in sorted((state / FOLDER).glob("*[0-9]")):
        try:
            told = json.loads(file.read_bytes())
        except (OSError, ValueError):
            continue
        yield InHand(int(file.name), *told)


def forget(state: Path, tasks: Iterable[int]) -> None:
    """Drop the marks of tasks that are about to be begun again."""
    for task in tasks:
        _mark_of(state, task).unlink(missing_ok=True)


def is_at_work(state: Path, task: int) -> bool:
    """Whether a process works on the task, or has just done it."""
    lock = FileLock(_lock_of(state, task), thread_local=False, preserve_lock_file=True)
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True


@dataclass
class Crashes:
    """How often a worker ended while it read the page at a place; ``slow`` are those that took too long."""

    counts: dict[str, int] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, state: Path) -> Crashes:
        try:
            counts, slow = json.loads((state / CRASHES).read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        return cls(counts, set(slow))

    def note(self, state: Path, lost: InHand, seconds: float) -> None:
        """A worker is gone; ``seconds`` is how long it was given for a page, 0: any time."""
        if not lost.place:
            return
        if seconds and time.time() - lost.since >= seconds:
            self.slow.add(lost.place)
        else:
            self.counts[lost.place] = self.counts.get(lost.place, 0) + 1
        (state / CRASHES).write_text(json.dumps([self.counts, sorted(self.slow)]), "utf-8")

    def is_given_up(self, place: str) -> bool:
        """Whether the page at ``place`` is not tried again."""
        return place in self.slow or self.counts.get(place, 0) > _MOST_CRASHES
