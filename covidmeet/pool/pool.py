"""One pool of worker processes for everything that reads pages from files."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Generic

from covidmeet.language import _, stored
from covidmeet.pool.process import WorkerProcess
from covidmeet.pool.worker import PageLimits, R, Work
from covidmeet.process import Fetched
from covidmeet.reasons import Reason, Reject
from covidmeet.sources.documents import Unread
from covidmeet.stages.reading import Reading

_WINDOW_PAGES = 64  # a worker: how far the others read on while one page takes its time
_WINDOW_BYTES = 64 * 1024 * 1024
_FAILED_STARTS = 3  # in a row
Source = Iterable[Fetched | Unread]
Result = tuple[Fetched | Unread, R | Reject]

# Seconds between two looks.  To wake up for each answer would take a core from the workers; they have pages
# to read meanwhile.
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.004, 0.02


class PoolError(Exception):
    """No worker can be started; the message says why, in one sentence."""


@dataclass(slots=True, eq=False)
class _Task(Generic[R]):
    """A page on its way, and its outcome once there is one; ``crashes``: how many workers it ended.

    ``told`` is waited for by who asked for this page alone.
    """

    fetched: Fetched | Unread
    outcome: R | Reject | None = None
    crashes: int = 0
    told: asyncio.Future[R | Reject] | None = None


def workers_for(asked: int | None) -> int:
    """How many workers to start where ``asked`` are asked for: None for as many as this process has cores."""
    if asked is not None:
        return asked
    own = getattr(os, "sched_getaffinity", None)  # not on macOS, Windows
    return len(own(0)) if own else os.cpu_count() or 1


class Pool(Generic[R]):
    """Reads pages in ``workers`` processes and gives their outcomes in the order of the pages.

    A page that takes longer or needs more memory than ``limits`` allow, or that ends its worker twice, is
    rejected with that reason; the others are read on.  Workers start with the first page.  ``work`` is what
    a worker does with a page.  Use it as a context manager, or ``close`` it: no process is left behind.
    """

    def __init__(self, reading: Reading, workers: int, limits: PageLimits, work: Work[R]) -> None:
        self._reading, self._limits, self._work = reading, limits, work
        self._wanted = workers
        self._workers: list[WorkerProcess[_Task[R], R]] = []
        self._waiting: deque[_Task[R]] = deque()
        self._order: deque[_Task[R]] = deque()
        self._bytes = 0
        self._failed_starts = 0
        self._looking: asyncio.Task[None] | None = None

    def __enter__(self) -> Pool[R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, pages: Source) -> Iterator[Result[R]]:
        """Each page with its outcome, in order; reads ahead in ``pages``.

        Raises ``PoolError``, and what ``pages`` raises, once the pages before have been given.
        """
        for step in self._steps(pages):
            if isinstance(step, float):
                time.sleep(step)
            else:
                yield step

    async def run_async(self, pages: Source) -> AsyncIterator[Result[R]]:
        """As ``run``, in an event loop, which goes on while pages are read."""
        for step in self._steps(pages):
            if isinstance(step, float):
                await asyncio.sleep(step)
            else:
                yield step
                # What takes a page works when this generator waits; without it the pages would pile up.
                await asyncio.sleep(0)

    async def read(self, page: Fetched) -> R | Reject:
        """The outcome of one page, in an event loop; several may be waited for at once.

        Not while ``run`` is under way.  Raises ``PoolError``.
        """
        task: _Task[R] = _Task(page, told=asyncio.get_running_loop().create_future())
        self._order.append(task)
        self._waiting.append(task)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look_for_asked())
        else:
            self._hand_out(time.monotonic())
        assert task.told is not None
        return await task.told

    def close(self) -> None:
        """End all workers at once, whatever they do."""
        for worker in self._workers:
            worker.kill()
        self._workers.clear()
        for task in self._order:
            if task.told is not None:
                task.told.cancel()
        self._waiting.clear()
        self._order.clear()
        self._bytes = 0

    # --- one thread, no locks ---------------------------------------------------------------------------

    def _steps(self, pages: Source) -> Iterator[Result[R] | float]:
        """Finished pages in order, and where none is finished the seconds to wait before going on."""
        source = iter(pages)
        end: Exception | None = None
        pause = _SHORTEST_PAUSE
        while end is None or self._order:
            while end is None and self._has_room():
                end = self._add_next(source)
            pause = _SHORTEST_PAUSE if self._look() else min(2 * pause, _LONGEST_PAUSE)
            finished = False
            while self._order and (outcome := self._order[0].outcome) is not None:
                page = self._order.popleft().fetched
                self._bytes -= _size(page)
                finished = True
                yield page, outcome
            if self._order and not finished:
                yield pause
        if not isinstance(end, StopIteration):
            raise end

    async def _look_for_asked(self) -> None:
        """Tell the outcomes of pages that were asked for one by one, as long as there are any."""
        pause = _SHORTEST_PAUSE
        while self._order:
            try:
                pause = _SHORTEST_PAUSE if self._look() else min(2 * pause, _LONGEST_PAUSE)
            except PoolError as error:
                self._fail_asked(error)
                return
            finished = [task for task in self._order if task.outcome is not None]
            for task in finished:
                self._order.remove(task)
                if task.told is not None and not task.told.done():
                    assert task.outcome is not None
                    task.told.set_result(task.outcome)
            if self._order:
                await asyncio.sleep(pause)

    def _fail_asked(self, error: PoolError) -> None:
        for task in self._order:
            if task.told is not None and not task.told.done():
                task.told.set_exception(error)
        self._order.clear()
        self._waiting.clear()

    def _add_next(self, source: Iterator[Fetched | Unread]) -> Exception | None:
        """Take one page more; why there is none: ``StopIteration``, or what reading the source raised."""
        try:
            page = next(source)
        except Exception as end:
            return end
        task: _Task[R] = _Task(page)
        if isinstance(page, Unread):
            task.outcome = page.reject
        else:
            self._waiting.append(task)
        self._order.append(task)
        self._bytes += _size(page)
        return None

    def _has_room(self) -> bool:
        return not self._order or (
            len(self._order) < _WINDOW_PAGES * self._wanted and self._bytes < _WINDOW_BYTES
        )

    def _look(self) -> int:
        """Take in answers, end workers that are late, hand out what waits; how many answers there were."""
        now, answers = time.monotonic(), 0
        for worker in list(self._workers):
            for task, answer in worker.answers(now):
                self._failed_starts = 0
                answers += 1
                task.outcome = answer.outcome
                for record in answer.records:
                    logging.getLogger(record.name).handle(record)
            if worker.is_gone:
                self._bury(worker)
            elif worker.is_late(now, self._limits.seconds):
                self._end_late(worker)
        self._hand_out(now)
        return answers

    def _hand_out(self, now: float) -> None:
        if self._waiting and len(self._workers) < min(self._wanted, len(self._order)):
            self._start()
        for worker in sorted(self._workers, key=lambda one: len(one.tasks)):
            while self._waiting and worker.has_room(_size(self._waiting[0].fetched)):
                task = self._waiting.popleft()
                if not worker.send(task.fetched, task, _size(task.fetched), now):
                    self._waiting.appendleft(task)
                    break

    def _start(self) -> None:
        if self._failed_starts >= _FAILED_STARTS:
            raise PoolError(_("no process to read pages can be started; PROCESS_WORKERS=0 does without"))
        try:
            self._workers.append(WorkerProcess(self._reading, self._limits, self._work))
        except OSError as error:
            raise PoolError(
                _("no process to read pages: {strerror}", strerror=error.strerror or error)
            ) from error

    def _end_late(self, worker: WorkerProcess[_Task[R], R]) -> None:
        task = worker.tasks.popleft()
        task.outcome = Reject(
            Reason.TOO_SLOW, stored("not read within {seconds:g} s", seconds=self._limits.seconds)
        )
        worker.kill()
        self._bury(worker)

    def _bury(self, worker: WorkerProcess[_Task[R], R]) -> None:
        """Put back what a worker that is gone had not begun; the page that ended it has one more chance."""
        self._workers.remove(worker)
        code = worker.kill()
        if not worker.was_ready:
            self._failed_starts += 1
        if worker.tasks and not worker.is_retired and worker.was_killed_by_page:
            task = worker.tasks[0]
            task.crashes += 1
            if task.crashes > 1:
                worker.tasks.popleft()
                task.outcome = Reject(
                    Reason.WORKER_CRASHED, stored("its process ended ({told})", told=_told(code))
                )
        self._waiting.extendleft(reversed(worker.tasks))


def _size(page: Fetched | Unread) -> int:
    return 0 if isinstance(page, Unread) else len(page.body)


def _told(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return stored("signal {value}", value=-code)
    return stored("exit code {code}", code=code)
