"""One round of a job on an engine of datatrove: the same steps on one machine, on Slurm and on Ray."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from covidmeet.corpus.job import CAPTURES, PARTS, Job

LOCAL, SLURM, RAY = "local", "slurm", "ray"
EXECUTORS = (LOCAL, SLURM, RAY)
JOB = "job.pickle"
_MEMORY_GB = 1


@dataclass(frozen=True)
class Engine:
    """``name`` is one of ``EXECUTORS``, ``workers`` how many processes work at once.

    ``options``: further arguments of the engine's executor, as ``partition`` and ``time`` of Slurm's.
    """

    name: str = LOCAL
    workers: int = 1
    options: Mapping[str, Any] = field(default_factory=dict)


def quiet() -> None:
    """Let the engine say nothing on standard error; what its tasks log goes to their own files."""
    from datatrove.utils.logging import logger

    logger.disable("datatrove")


def keep_job(state: Path, job: Job) -> None:
    """Let other processes find the job in its folder."""
    state.mkdir(parents=True, exist_ok=True)
    (state / JOB).write_bytes(pickle.dumps(job))


def kept_job(state: Path) -> Job:
    job: Job = pickle.loads((state / JOB).read_bytes())
    return job


def pipeline(job: Job, state: Path, of_round: str) -> list[Any]:
    """The steps of a round."""
    from covidmeet.corpus.readers import CaptureReader, PartReader, RevisitReader
    from covidmeet.corpus.steps import PageProcessor, WordFilter
    from covidmeet.corpus.writing import TaskWriter

    reader: Any = PartReader(job, state)
    if of_round != PARTS:
        reader = CaptureReader(job) if of_round == CAPTURES else RevisitReader(job, state)
    # Each page of an article over several pages has passed the filter already.
    words = [WordFilter()] if job.looks_for_words and of_round != PARTS else []
    return [reader, *words, PageProcessor(job, state / of_round), TaskWriter(job, state, of_round)]


def local_executor(job: Job, state: Path, of_round: str, workers: int) -> Any:
    from datatrove.executor.local import LocalPipelineExecutor

    return LocalPipelineExecutor(
        pipeline(job, state, of_round),
        tasks=job.tasks,
        workers=max(1, min(workers, job.tasks)),
        logging_dir=str(state / of_round),
    )


def ray_executor(job: Job, state: Path, of_round: str, engine: Engine) -> Any:
    """Of Ray; without a ``ray.init`` before, on this machine with ``workers`` processors."""
    import ray
    from datatrove.executor.ray import RayPipelineExecutor

    if not ray.is_initialized():
        paths = {"env_vars": {"PYTHONPATH": ":".join(filter(None, sys.path))}}
        ray.init(num_cpus=max(engine.workers, 1), include_dashboard=False, runtime_env=paths)
    options = {"cpus_per_task": 1, "mem_per_cpu_gb": _MEMORY_GB} | dict(engine.options)
    return RayPipelineExecutor(
        pipeline(job, state, of_round),
        tasks=job.tasks,
        workers=max(1, min(engine.workers, job.tasks)),
        logging_dir=str(state / of_round),
        **options,
    )


def slurm_executor(job: Job, state: Path, of_round: str, engine: Engine) -> Any:
    """Of Slurm; ``run`` returns when all of its jobs have ended (``sbatch --wait``)."""
    from datatrove.executor.slurm import SlurmPipelineExecutor

    paths = f"PATH={Path(sys.executable).parent}:$PATH PYTHONPATH={':'.join(filter(None, sys.path))}"
    options: dict[str, Any] = {
        "time": "24:00:00",
        "mem_per_cpu_gb": _MEMORY_GB,
        "job_name": f"covidmeet-{of_round}",
        "qos": None,
        "sbatch_args": {"wait": ""},
        "env_command": f"export {paths}",
    } | dict(engine.options)
    return SlurmPipelineExecutor(
        pipeline(job, state, of_round),
        tasks=job.tasks,
        workers=engine.workers,
        logging_dir=str(state / of_round),
        **options,
    )
