"""The last step: rows, rejects, notes and counts of a task, each file whole or not there."""

from __future__ import annotations

import json
import pickle
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from datatrove.pipeline.base import PipelineStep

from covidmeet.archive.articles import as_row
from covidmeet.archive.meetings import rows_of as meeting_rows
from covidmeet.archive.page_texts import checksums
from covidmeet.atomic_file import replacing
from covidmeet.corpus.job import Job
from covidmeet.corpus.notes import (
    ARTICLES,
    COUNTS,
    CPU,
    HELD,
    NOTES,
    REDIRECT,
    REJECTS,
    REVISIT,
    SKIPPED,
    TOLD,
    as_line,
    shard,
)
from covidmeet.corpus.pages import CorpusPage, FileEnd, content_of
from covidmeet.corpus.readers import Passed, WaitingRevisits
from covidmeet.corpus.shards import ARTICLES as ARTICLE_COLUMNS
from covidmeet.corpus.shards import REJECTS as REJECT_COLUMNS
from covidmeet.corpus.shards import Row, ShardWriter
from covidmeet.items import Article
from covidmeet.process import Fetched, captured_at
from covidmeet.reasons import Reject
from covidmeet.sources import warc_records
from covidmeet.text.urls import url_hash

_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class TaskWriter(PipelineStep):  # type: ignore[misc]
    """Writes what became of every page of a task; gives no documents on."""

    type = "WRITER"
    name = "covidmeet rows"

    def __init__(self, job: Job, state: Path, of_round: str) -> None:
        super().__init__()
        self.job, self.state, self.of_round = job, state, of_round

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        def path(what: str) -> Path:
            return shard(self.state, self.of_round, rank, what)

        path(COUNTS).parent.mkdir(parents=True, exist_ok=True)
        self._skipped: dict[int, Counter[str]] = defaultdict(Counter)
        self._files: dict[int, FileEnd] = {}
        with ExitStack() as stack:
            form = self.job.form
            self._articles = stack.enter_context(ShardWriter(path(f"{ARTICLES}.{form}"), ARTICLE_COLUMNS))
            self._rejects = stack.enter_context(ShardWriter(path(f"{REJECTS}.{form}"), REJECT_COLUMNS))
            self._notes: BinaryIO = stack.enter_context(replacing(path(NOTES)))
            started = time.process_time()
            for document in data:
                self._take(content_of(document))
            self._note(CPU, seconds=time.process_time() - started)
        # Last: who finds it finds the others.
        with replacing(path(COUNTS)) as stream:
            stream.write(json.dumps(self._counts()).encode())
        yield from ()

    def _take(self, content: Any) -> None:
        if isinstance(content, CorpusPage):
            self._page(content)
        elif isinstance(content, FileEnd):
            self._end(content)
        elif isinstance(content, WaitingRevisits):
            if len(content.revisits):
                self._note(REVISIT, places=self._places(content), revisits=_packed(content.revisits))
        elif isinstance(content, Passed):
            self._note(SKIPPED, place=content.place, reason=content.reason)

    @staticmethod
    def _places(waiting: WaitingRevisits) -> list[list[str]]:
        return [[str(page.place), page.url] for page in waiting.revisits.without]

    def _page(self, page: CorpusPage) -> None:
        outcome = page.outcome
        if page.skipped or outcome is None:
            self._skip(page)
        elif isinstance(outcome, Article) and self._is_held(page, outcome):
            return
        elif isinstance(outcome, Reject):
            self._rejects.add(_reject_row(page, page.fetched.url, outcome, None))
        elif outcome.reject:
            self._rejects.add(_reject_row(page, outcome.url, outcome.reject, outcome))
        else:
            self._articles.add(_article_row(page, outcome))

    def _skip(self, page: CorpusPage) -> None:
        if page.location:
            told = {"url": page.fetched.url, "status": page.fetched.status, "location": page.location}
            self._note(REDIRECT, position=str(page.position), **told)
        if page.position.rank in (1, 2):
            self._note(SKIPPED, place=str(page.fetched.place), reason=page.skipped)
        else:
            self._skipped[page.position.file][page.skipped or "not read"] += 1

    def _is_held(self, page: CorpusPage, article: Article) -> bool:
        told, fetched = article.pager, page.fetched
        if page.position.rank > 1 or told is None or not told.is_part or fetched.place is None:
            return False
        held = _packed((replace(fetched, body=b""), told))
        host = urlsplit(fetched.url).netloc.lower()
        self._note(HELD, position=str(page.position), place=str(fetched.place), host=host, held=held)
        return True

    def _end(self, end: FileEnd) -> None:
        self._files[end.file] = end
        for url, what in end.not_held.items():
            self._note(TOLD, position=f"0.{end.file:08d}.~", url=url, what=what)
        for url, reject in end.faults:
            self._rejects.add(_fault_row(end.file, url, reject))

    def _note(self, kind: str, **told: Any) -> None:
        self._notes.write(as_line(kind, **told))

    def _counts(self) -> dict[int, dict[str, Any]]:
        return {
            number: {
                "captures": end.captures,
                "records": end.records,
                "skipped": dict(self._skipped[number] + Counter(end.skipped)),
            }
            for number, end in self._files.items()
        }


def _packed(content: Any) -> str:
    return pickle.dumps(content, 4).hex()


def _digest(fetched: Fetched) -> str:
    return warc_records.digest(fetched.body)


def _article_row(page: CorpusPage, article: Article) -> Row:
    meetings = meeting_rows(article)
    parts = [[part.url, str(part.place), part.status, _digest(part)] for part in page.fetched.parts]
    return as_row(article) | {
        "position": str(page.position),
        "own_hash": url_hash(page.fetched.url),
        "unfinished": int(bool(article.unfinished)),
        "length": len(article.body),
        "status": page.fetched.status,
        "digest": _digest(page.fetched),
        "fixes": _as_json(article.stored_fixes) if article.stored_fixes else None,
        "meetings": None if meetings is None else _as_json(meetings),
        "given": _as_json(checksums(article.given)) if article.given else None,
        "parts": _as_json(parts) if parts else None,
    }


def _reject_row(page: CorpusPage, url: str, reject: Reject, article: Article | None) -> Row:
    fetched = page.fetched
    return {
        "url": url,
        "reason": reject.reason.value,
        "detail": reject.detail,
        "warc": str(fetched.place) if fetched.place else None,
        "captured_at": captured_at(fetched),
        "position": str(page.position),
        "own_hash": url_hash(fetched.url),
        "url_hash": article.url_hash if article else None,
        "status": fetched.status,
        "digest": _digest(fetched),
        # An article that a stage refused is the one of its address, unless only its beginning was there.
        "taken": 0 if article is None else 2 if article.unfinished else 1,
    }


def _fault_row(file: int, url: str, reject: Reject) -> Row:
    """What is wrong with a file, or a place in it, which is no capture."""
    return dict.fromkeys(REJECT_COLUMNS) | {
        "url": url,
        "reason": reject.reason.value,
        "detail": reject.detail,
        "position": f"0.{file:08d}.~",
        "taken": 0,
    }
