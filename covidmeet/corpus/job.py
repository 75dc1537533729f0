"""What a corpus is made of: the files, how they are read, and how the work is split into tasks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from covidmeet.language import _
from covidmeet.pool import PageLimits
from covidmeet.stages.reading import EVERY_TOPIC, Reading
from covidmeet.version import __version__

FORMATS = ("parquet", "jsonl")
CAPTURES, REVISITS, PARTS = "captures", "revisits", "parts"
ROUNDS = (CAPTURES, REVISITS, PARTS)
"""The rounds of a job: every page; revisits, whose originals may be anywhere; articles of several pages."""


class JobError(ValueError):
    """A job that cannot be done as asked; the message says why, in one sentence."""


class PagePosition(NamedTuple):
    """Where a page stands in the order in which one process alone would read all files.

    ``rank``: 0 a capture, 1 a revisit, 2 an article over several pages, 3 a text that somebody else took
    from a page.  Within that the file and the number of the page in it count, of a revisit those of its
    original, and then its number ``among`` those of one original.
    """

    rank: int
    file: int
    page: int
    among: int = 0

    def __str__(self) -> str:
        return f"{self.rank}.{self.file:08d}.{self.page:010d}.{self.among:08d}"


@dataclass(frozen=True)
class Job:
    """``files`` in the order in which they count; ``tasks``: in how many parts they are read.

    ``words``: pages without a word of the topic are passed over unread.  ``hosts``: only pages of these hosts
    and their subdomains, where any are named.  ``form`` is one of ``FORMATS``.  ``most_parts``: the most
    pages of an article.
    """

    files: tuple[Path, ...]
    tasks: int
    reading: Reading
    words: bool = True
    hosts: frozenset[str] = frozenset()
    form: str = "parquet"
    most_parts: int = 50
    limits: PageLimits = field(default_factory=PageLimits)

    @classmethod
    def of(cls, files: Sequence[Path], reading: Reading, *, tasks: int = 0, **more: object) -> Job:
        """A job over ``files``, each once; ``tasks`` 0: one a file.  Raises ``JobError``."""
        distinct = tuple(dict.fromkeys(Path(file).resolve() for file in files))
        if not distinct:
            raise JobError(_("no file to read"))
        if missing := [file for file in distinct if not file.is_file()]:
            raise JobError(_("{missing}: no such file", missing=missing[0]))
        job = cls(distinct, tasks or len(distinct), reading, **more)  # type: ignore[arg-type]
        if job.form not in FORMATS:
            raise JobError(
                _("{form}: the format must be one of {FORMATS}", form=job.form, FORMATS=", ".join(FORMATS))
            )
        return job

    @property
    def looks_for_words(self) -> bool:
        return self.words and self.reading.scope.topic != EVERY_TOPIC

    def files_of(self, rank: int) -> list[tuple[int, Path]]:
        """The files of a task, each with its number; every file belongs to one task."""
        return list(enumerate(self.files))[rank :: self.tasks]

    @property
    def state_hash(self) -> str:
        """Another one for other inputs, another split of them, or another way to read them.

        Of files their names, sizes and times of change: to read terabytes for it would double the work.
        """
        told = hashlib.sha256()
        for file in self.files:
            found = file.stat()
            told.update(json.dumps([str(file), found.st_size, found.st_mtime_ns]).encode())
        asked = [self.tasks, self.looks_for_words, sorted(self.hosts), self.form, self.most_parts]
        told.update(json.dumps([__version__, *asked, asdict(self.limits)]).encode())
        told.update(repr(self.reading).encode("utf-8", "backslashreplace"))
        return told.hexdigest()[:16]
