"""From WARC files to a corpus: the rounds, the choice among captures, the files, and the accounts."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from covidmeet.archive.timestamps import now
from covidmeet.atomic_file import replacing
from covidmeet.corpus.executors import Engine, keep_job
from covidmeet.corpus.job import CAPTURES, PARTS, REVISITS, ROUNDS, Job, JobError
from covidmeet.corpus.manifest import MANIFEST, Corpus, write_manifest
from covidmeet.corpus.notes import ARTICLES, CPU, HELD, REJECTS, REVISIT, completed, notes_of, shard
from covidmeet.corpus.settling import SettledRows, is_kept
from covidmeet.corpus.shards import ARTICLES as ARTICLE_COLUMNS
from covidmeet.corpus.shards import REJECTS as REJECT_COLUMNS
from covidmeet.corpus.shards import ShardWriter, rows_of
from covidmeet.corpus.supervising import Progress, Supervisor
from covidmeet.language import _

_NEW = ".new"


def build(job: Job, out: Path, engine: Engine | None = None, progress: Progress | None = None) -> Corpus:
    """Make the corpus of ``job`` in the folder ``out``; what an earlier call has done there stays.

    Raises ``JobError`` where another process is making it, ``OSError`` for a disc that cannot be written.
    """
    state = out / "state" / job.state_hash
    state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(state / "run.lock", thread_local=False, preserve_lock_file=True)
    try:
        held = lock.acquire(timeout=0)
    except Timeout as error:
        raise JobError(_("{out}: another process is making this corpus", out=out)) from error
    with held:
        keep_job(state, job)
        supervisor = Supervisor(job, state, engine or Engine(), progress or (lambda *_: None))
        failed = set(supervisor.run(CAPTURES))
        if any(True for _ in notes_of(state, CAPTURES, REVISIT)):
            failed |= set(supervisor.run(REVISITS))
        if any(True for one in (CAPTURES, REVISITS) for _ in notes_of(state, one, HELD)):
            failed |= set(supervisor.run(PARTS))
        return _finish(job, state, out, sorted(failed))


def _finish(job: Job, state: Path, out: Path, failed: list[int]) -> Corpus:
    """Write the files of the corpus anew beside those of an earlier one, and let them take their places."""
    corpus = Corpus(out, *_identity(state), job.form)
    corpus.cpu_seconds = sum(note["seconds"] for one in ROUNDS for note in notes_of(state, one, CPU))
    corpus.failed = sorted({str(file) for task in failed for _, file in job.files_of(task)})
    new = out / _NEW
    shutil.rmtree(new, ignore_errors=True)
    for what in (ARTICLES, REJECTS):
        (new / what).mkdir(parents=True)
    with closing(SettledRows(job, state)) as settled:
        settled.settle()
        corpus.shards = {ARTICLES: [], REJECTS: []}
        for number, (of_round, task) in enumerate(_completed(state)):
            name = f"{number:05d}.{job.form}"
            _articles(settled, state, of_round, task, new / ARTICLES / name)
            _rejects(settled, state, of_round, task, new / REJECTS / name)
            corpus.shards[ARTICLES].append(f"{ARTICLES}/{name}")
            corpus.shards[REJECTS].append(f"{REJECTS}/{name}")
        name = f"not-held.{job.form}"
        with ShardWriter(new / REJECTS / name, REJECT_COLUMNS) as writer:
            for url, reject in settled.not_held():
                told = {"url": url, "reason": reject.reason.value, "detail": reject.detail, "taken": 0}
                writer.add(dict.fromkeys(REJECT_COLUMNS) | told)
        corpus.shards[REJECTS].append(f"{REJECTS}/{name}")
        corpus.files = {str(file): settled.counts[number] for number, file in enumerate(job.files)}
    (out / MANIFEST).unlink(missing_ok=True)
    for what in (ARTICLES, REJECTS):
        shutil.rmtree(out / what, ignore_errors=True)
        (new / what).rename(out / what)
    new.rmdir()
    write_manifest(corpus)
    return corpus


def _completed(state: Path) -> Iterator[tuple[str, int]]:
    for of_round in ROUNDS:
        for task in completed(state, of_round):
            yield of_round, task


def _articles(settled: SettledRows, state: Path, of_round: str, task: int, target: Path) -> None:
    """The articles of a task without those that gave way; the task's own file where none did."""
    source = shard(state, of_round, task, f"{ARTICLES}{target.suffix}")
    lost = settled.lost(of_round, task, articles=True)
    if not lost:
        try:
            os.link(source, target)
        except OSError:  # a disc without hard links
            shutil.copyfile(source, target)
        return
    with ShardWriter(target, ARTICLE_COLUMNS) as writer:
        for number, row in enumerate(rows_of(source)):
            if number not in lost:
                writer.add(row)


def _rejects(settled: SettledRows, state: Path, of_round: str, task: int, target: Path) -> None:
    """The rejects of a task, without what is of another matter or time than asked for."""
    lost = settled.lost(of_round, task, articles=False)
    with ShardWriter(target, REJECT_COLUMNS) as writer:
        for number, row in enumerate(rows_of(shard(state, of_round, task, f"{REJECTS}{target.suffix}"))):
            if number not in lost and is_kept(row["reason"]):
                writer.add(row)


def _identity(state: Path) -> tuple[str, str]:
    """The id of the run and its time, the same however often the corpus is finished."""
    path = state / "run.json"
    try:
        run_id, read_at = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        read_at = now()
        with replacing(path) as stream:
            stream.write(json.dumps([run_id, read_at]).encode())
    return run_id, read_at
