"""A round until all its tasks are completed: what the engines leave undone, or hang on, is begun again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from covidmeet.corpus.executors import LOCAL, RAY, Engine, ray_executor, slurm_executor
from covidmeet.corpus.job import Job
from covidmeet.corpus.marks import Crashes, InHand, forget, in_hand, is_at_work
from covidmeet.corpus.notes import completed

Progress = Callable[[str, int, int, int], object]
"""Told the round, how many of its tasks are completed, of how many, and the captures read so far."""

LOG = "workers.log"
_LOOK = 0.1  # seconds
_TELL = 0.5
_FUTILE = 3  # beginnings in a row that complete nothing and find no page to give up
_GRACE = 1.0
_ENDING = 10.0


class Supervisor:
    """Runs the rounds of ``job`` in ``state`` on ``engine``."""

    def __init__(self, job: Job, state: Path, engine: Engine, progress: Progress) -> None:
        self._job, self._state, self._engine, self._progress = job, state, engine, progress
        self._told = 0.0

    def run(self, of_round: str) -> list[int]:
        """Do a round; the tasks that could not be completed."""
        folder = self._state / of_round
        folder.mkdir(parents=True, exist_ok=True)
        futile = 0
        while (missing := self._missing(of_round)) and futile < _FUTILE:
            forget(folder, missing)
            before = (len(missing), Crashes.read(folder))
            if self._engine.name == LOCAL:
                self._local(of_round, folder)
            else:
                self._elsewhere(of_round, folder)
            after = (len(self._missing(of_round)), Crashes.read(folder))
            futile = 0 if after != before else futile + 1
        self._tell(of_round, always=True)
        return missing

    def _missing(self, of_round: str) -> list[int]:
        return sorted(set(range(self._job.tasks)) - set(completed(self._state, of_round)))

    def _local(self, of_round: str, folder: Path) -> None:
        words = [sys.executable, "-m", "covidmeet.corpus.child", str(self._state), of_round]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with (folder / LOG).open("ab") as log:
            child = subprocess.Popen(
                [*words, str(self._engine.workers)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
            try:
                while child.poll() is None:
                    if self._has_lost(child, of_round, folder):
                        return
                    self._tell(of_round)
                    time.sleep(_LOOK)
                if (child.returncode or 0) < 0:  # itself the only worker, or killed beside them
                    self._note(self._lost(of_round, folder), folder)
            finally:
                _end(child)

    def _has_lost(self, child: subprocess.Popen[bytes], of_round: str, folder: Path) -> bool:
        """Whether a worker was lost whom the engine would wait for; notes the page that it had in hand."""
        lost = self._lost(of_round, folder)
        if not lost:
            return False
        with suppress(subprocess.TimeoutExpired):
            if child.wait(_GRACE) >= 0:
                return True  # a task failed, and the engine itself ended the others
        self._note(lost, folder)
        return True

    def _elsewhere(self, of_round: str, folder: Path) -> None:
        """On another engine, whose failed tasks tell nothing but that they are not completed."""
        make = ray_executor if self._engine.name == RAY else slurm_executor
        with suppress(subprocess.CalledProcessError):  # jobs that failed: seen by what is missing
            make(self._job, self._state, of_round, self._engine).run()
        self._note(self._lost(of_round, folder), folder)

    def _lost(self, of_round: str, folder: Path) -> list[InHand]:
        """What the workers had in hand that are gone with their tasks undone."""
        found = [one for one in in_hand(folder) if not is_at_work(folder, one.task)]
        # Looked up later: a worker gives back its lock when the completion is noted.
        done = set(completed(self._state, of_round))
        return [one for one in found if one.task not in done]

    def _note(self, lost: list[InHand], folder: Path) -> None:
        crashes = Crashes.read(folder)
        for one in lost:
            crashes.note(folder, one, self._job.limits.seconds)

    def _tell(self, of_round: str, *, always: bool = False) -> None:
        now = time.monotonic()
        if always or now - self._told >= _TELL:
            self._told = now
            captures = sum(one.captures for one in in_hand(self._state / of_round))
            self._progress(of_round, len(completed(self._state, of_round)), self._job.tasks, captures)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a round's process with all its workers, where it has not ended by itself."""
    if child.stdin is not None:
        with suppress(OSError):
            child.stdin.close()
    if sys.platform == "win32":
        child.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # the last one, of macOS, where all have ended
            os.killpg(child.pid, signal.SIGKILL)
    child.wait(_ENDING)
