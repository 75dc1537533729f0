"""What lies in the folder of a corpus, and the accounts of its files: what ``corpus.json`` tells."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from covidmeet.atomic_file import replacing
from covidmeet.corpus.job import JobError
from covidmeet.corpus.notes import ARTICLES, REJECTS
from covidmeet.corpus.shards import Row, rows_of
from covidmeet.language import _

MANIFEST = "corpus.json"
"""What a corpus is known by; written last."""


@dataclass
class FileCounts:
    """``captures`` of a file, and what became of them; ``records`` are its others, by type."""

    captures: int = 0
    articles: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    is_read: bool = False

    @property
    def difference(self) -> int:
        """Captures of which nothing is known; below zero: outcomes without a capture."""
        return self.captures - self.articles - self.rejects.total() - self.skipped.total()


@dataclass
class Corpus:
    """A corpus in ``folder``.

    ``files`` are the counts of each input file; ``failed`` names the files of tasks that were not completed,
    whose pages are missing.  ``shards``: the files of articles and of rejects, relative to the folder.
    ``cpu_seconds`` is what the tasks took together.
    """

    folder: Path
    run_id: str
    read_at: str
    form: str
    files: dict[str, FileCounts] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    shards: dict[str, list[str]] = field(default_factory=dict)
    cpu_seconds: float = 0.0

    @property
    def differences(self) -> dict[str, int]:
        """The files whose captures are not all accounted for, and by how many."""
        return {name: counts.difference for name, counts in self.files.items() if counts.difference}

    @property
    def is_whole(self) -> bool:
        """Whether all tasks were completed and every capture is accounted for."""
        return not self.failed and not self.differences

    def articles(self) -> Iterator[Row]:
        """The rows of all articles, in the order of the tasks."""
        return self._rows(ARTICLES)

    def rejects(self) -> Iterator[Row]:
        """The rows of all pages that are no articles."""
        return self._rows(REJECTS)

    def _rows(self, what: str) -> Iterator[Row]:
        for name in self.shards[what]:
            yield from rows_of(self.folder / name)


def write_manifest(corpus: Corpus) -> None:
    """Write ``corpus.json``, by which the corpus is finished."""
    with replacing(corpus.folder / MANIFEST) as stream:
        stream.write(json.dumps(_as_json(corpus), ensure_ascii=True, indent=1).encode())


def _as_json(corpus: Corpus) -> dict[str, Any]:
    names = ("run_id", "read_at", "form", "failed", "shards", "cpu_seconds", "differences", "is_whole")
    files = {name: vars(counts) for name, counts in corpus.files.items()}
    return {name: getattr(corpus, name) for name in names} | {"files": files}


def read_manifest(folder: Path) -> Corpus:
    """The corpus that lies in ``folder``.  Raises ``JobError`` where there is none that was finished."""
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = {
            name: FileCounts(
                **counts | {key: Counter(counts[key]) for key in ("rejects", "skipped", "records")}
            )
            for name, counts in told["files"].items()
        }
        names = ("run_id", "read_at", "form", "failed", "shards", "cpu_seconds")
        return Corpus(folder, files=files, **{name: told[name] for name in names})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise JobError(_("{folder}: no corpus that was finished lies here", folder=folder)) from error
