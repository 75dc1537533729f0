"""A corpus made in the test's own process: the same steps, without the engine's pool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove")

from covidmeet.corpus import steps, supervising
from covidmeet.corpus.building import build
from covidmeet.corpus.executors import local_executor
from covidmeet.corpus.job import Job
from covidmeet.corpus.manifest import Corpus
from covidmeet.crawl.site_registry import all_sites
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading, Scope

Prepare = Callable[[Any], None]
"""Told each executor before its tasks are run."""


def job(files: list[Path], *, topic: str = "meetings", **more: Any) -> Job:
    return Job.of(files, Reading(Sites(all_sites()), Scope(topic)), **more)


def use_this_process(monkeypatch: pytest.MonkeyPatch, prepare: Sequence[Prepare] = ()) -> None:
    """Run the tasks here; one that raises ``ArithmeticError`` is not completed, as in a pool.

    The limits of a worker's process would hold for all tests that follow in this one.
    """
    monkeypatch.setattr(steps, "limit_memory", lambda megabytes: None)
    monkeypatch.setattr(steps, "end_after", lambda seconds: None)
    monkeypatch.setattr(steps, "_limited", False)

    def local(self: supervising.Supervisor, of_round: str, folder: Path) -> None:
        executor = local_executor(self._job, self._state, of_round, 1)
        for one in prepare:
            one(executor)
        for rank in executor.get_incomplete_ranks():
            with suppress(ArithmeticError):
                executor._run_for_rank(rank)

    monkeypatch.setattr(supervising.Supervisor, "_local", local)


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Corpus]:
    """``make(job, folder, *prepare)``."""

    def made(of: Job, out: Path, *prepare: Prepare) -> Corpus:
        use_this_process(monkeypatch, prepare)
        return build(of, out)

    return made
