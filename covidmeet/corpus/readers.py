"""The readers of the three rounds, as steps of datatrove: WARC, ARC, WACZ and WET files of any size."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from datatrove.pipeline.base import PipelineStep

from covidmeet.corpus.job import CAPTURES, REVISITS, Job, PagePosition
from covidmeet.corpus.notes import HELD, REVISIT, notes_of
from covidmeet.corpus.pages import CorpusPage, FileEnd, wrapped
from covidmeet.crawl.held_parts import HeldParts
from covidmeet.extract.pager import Pager, first_pages
from covidmeet.process import Fetched
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import unwrapped
from covidmeet.sources.not_held import MOVED
from covidmeet.sources.revisits import Revisits
from covidmeet.sources.warc import WarcError, WarcReader
from covidmeet.text.subresources import is_subresource

_KINDS = frozenset({"response", "resource", "conversion"})
_CAPTURES = ("not wanted", "revisit")
"""Under which reasons the reader passes captures over; the others are records that are none."""


@dataclass
class Wanted:
    """Whether a page may be an article, by its address alone; ``hosts``: empty for those of any host."""

    hosts: frozenset[str]

    def __call__(self, url: str) -> bool:
        return self._has_host(url) and any(not is_subresource(one) for one in (url, *first_pages(url)))

    def _has_host(self, url: str) -> bool:
        if not self.hosts:
            return True
        try:
            host = (urlsplit(unwrapped(url)).hostname or "").lower()
        except ValueError:
            return False
        while host:
            if host in self.hosts:
                return True
            host = host.partition(".")[2]
        return False


class CaptureReader(PipelineStep):  # type: ignore[misc]
    """Every page of the task's files, then what each file tells of others.

    ``waiting`` is told the revisits, whose originals may be in any file.
    """

    type = "READER"
    name = "covidmeet captures"

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        for number, path in self.job.files_of(rank):
            yield from self._file(number, path)

    def _file(self, number: int, path: Path) -> Iterator[Any]:
        revisits = Revisits()
        reader = WarcReader(
            path, Wanted(self.job.hosts), _KINDS, self.job.reading.max_bytes, revisits=revisits, alone=False
        )
        end = FileEnd(number, 0)
        try:
            for page, fetched in enumerate(reader):
                end.captures += 1
                rank = 3 if fetched.is_text else 0
                yield wrapped(page_of(fetched, PagePosition(rank, number, page)))
            reader.check_parts()
        except WarcError as error:
            end.faults.append((path.as_uri(), Reject(Reason.UNREADABLE_WARC, str(error))))
        end.faults += [(one.url, Reject(Reason.DAMAGED_WARC, str(one))) for one in reader.problems]
        end.not_held = {unwrapped(url): what for url, what in reader.not_held.items()}
        end.records = dict(reader.skipped)
        end.skipped = {name: end.records.pop(name) for name in _CAPTURES if name in end.records}
        end.captures += sum(end.skipped.values()) + len(revisits)
        yield wrapped(WaitingRevisits(number, revisits))
        yield wrapped(end)


@dataclass(slots=True)
class WaitingRevisits:
    """The revisits of a file."""

    file: int
    revisits: Revisits


def page_of(fetched: Fetched, position: PagePosition) -> CorpusPage:
    """A page under its own address; a redirect is passed over."""
    fetched = replace(fetched, url=unwrapped(fetched.url))
    page = CorpusPage(fetched, position)
    location = next((value for name, value in fetched.headers if name.lower() == "location"), "")
    if fetched.status in MOVED and location and not fetched.is_text:
        page.skipped, page.location = "redirect", location
    return page


class RevisitReader(PipelineStep):  # type: ignore[misc]
    """The revisits of all files whose originals are in the task's files, which are read once more."""

    type = "READER"
    name = "covidmeet revisits"

    def __init__(self, job: Job, state: Path) -> None:
        super().__init__()
        self.job, self.state = job, state

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        revisits = Revisits()
        for note in notes_of(self.state, CAPTURES, REVISIT):
            revisits.add(pickle.loads(bytes.fromhex(note["revisits"])))
        originals = _Originals(self.job, rank)
        for page in revisits.joined(iter(originals), self.job.reading.max_bytes):
            yield wrapped(page_of(page, originals.position()))


@dataclass
class _Originals:
    """The pages of a task's files, and the position of a revisit of the one that was given last."""

    job: Job
    rank: int
    _at: tuple[int, int] = (0, 0)
    _among: int = 0

    def __iter__(self) -> Iterator[Fetched]:
        for number, path in self.job.files_of(self.rank):
            reader = WarcReader(path, limit=self.job.reading.max_bytes, revisits=None, alone=False)
            try:
                for page, fetched in enumerate(reader):
                    self._at, self._among = (number, page), 0
                    yield fetched
            except WarcError:  # told in the first round
                continue

    def position(self) -> PagePosition:
        self._among += 1
        return PagePosition(1, *self._at, self._among)


@dataclass(slots=True)
class Passed:
    """A page that was put aside and is not read for itself, and why."""

    place: str
    reason: str


class PartReader(PipelineStep):  # type: ignore[misc]
    """The articles over several pages of the task's hosts, each page with its parts."""

    type = "READER"
    name = "covidmeet articles over several pages"

    def __init__(self, job: Job, state: Path) -> None:
        super().__init__()
        self.job, self.state = job, state

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        held = HeldParts(self.state, self.job.reading.max_bytes, self.job.most_parts)
        positions: dict[str, str] = {}
        for position, page, told in sorted(self._held(rank, world_size), key=lambda one: one[0]):
            if held.hold(page, told) is False:
                yield wrapped(Passed(str(page.place), "captured again"))
            else:
                positions[str(page.place)] = position
        for page in held.articles():
            parts = [str(part.place) for part in page.parts]
            for place in parts:
                positions.pop(place, None)
                yield wrapped(Passed(place, "page of an article"))
            _, file, number, _ = positions.pop(str(page.place)).split(".")
            yield wrapped(CorpusPage(page, PagePosition(2, int(file), int(number))))
        for place in positions:
            yield wrapped(Passed(place, "its file is gone"))

    def _held(self, rank: int, world_size: int) -> Iterator[tuple[str, Fetched, Pager]]:
        """The pages that were put aside, of the hosts that are the task's; of one place the first."""
        seen: set[str] = set()
        for earlier in (CAPTURES, REVISITS):
            for note in notes_of(self.state, earlier, HELD):
                if crc32(note["host"].encode()) % world_size == rank and note["place"] not in seen:
                    seen.add(note["place"])
                    page, told = pickle.loads(bytes.fromhex(note["held"]))
                    yield note["position"], page, told
