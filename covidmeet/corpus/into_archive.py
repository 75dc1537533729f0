"""A corpus as an archive, which ``covidmeet merge`` then brings together with others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from covidmeet.archive.articles import keep_reject
from covidmeet.archive.captures import ARTICLE, PART, Capture, keep_captures
from covidmeet.archive.db import connect, placeholders
from covidmeet.archive.meetings import insert_rows
from covidmeet.archive.page_texts import keep_checksums
from covidmeet.archive.runs import begin, finish
from covidmeet.archive.text_index import index_new
from covidmeet.archive.transactions import transaction
from covidmeet.corpus.manifest import Corpus, read_manifest
from covidmeet.corpus.shards import Row
from covidmeet.health.verdict import OK, STOPPED
from covidmeet.items import COLUMNS
from covidmeet.reasons import Reason, Reject
from covidmeet.text.urls import url_hash

if TYPE_CHECKING:
    from sqlite_utils import Database

SPIDER = "pages"
"""Whose rows these are: as those of ``crawl pages -a warc=``, so that they can be made again alike."""

_TOGETHER = 200
_REASONS = {reason.value: reason for reason in Reason}


def write_archive(folder: Path, target: Path) -> Corpus:
    """Write what the corpus in ``folder`` holds into the new archive ``target``.

    Raises ``JobError`` where there is none, ``ArchiveError`` and SQLite's errors.
    """
    corpus = read_manifest(folder)
    verdict = (OK, "") if corpus.is_whole else (STOPPED, "pages are missing: see corpus.json")
    with closing(connect(target)) as db:
        begin(db, corpus.run_id, SPIDER)
        for articles in _batches(corpus.articles()):
            with transaction(db):
                for row in articles:
                    _put(db, row, corpus)
            keep_captures(db, (one for row in articles for one in _captures(row, corpus)))
        for rejects in _batches(corpus.rejects()):
            for row in rejects:
                keep_reject(
                    db,
                    row["url"],
                    Reject(_REASONS[row["reason"]], row["detail"]),
                    corpus.run_id,
                    corpus.read_at,
                )
            keep_captures(db, (_capture(row, corpus, row["reason"]) for row in rejects if row["warc"]))
        counts = {f"articles/{name}": count for name, count in _totals(corpus).items()}
        finish(db, corpus.run_id, *verdict, counts, SPIDER)
        with transaction(db):
            db.execute("update runs set started = ?, finished = ?", [corpus.read_at, corpus.read_at])
        index_new(db)
    return corpus


def _totals(corpus: Corpus) -> dict[str, int]:
    found = sum(counts.articles for counts in corpus.files.values())
    return {"found": sum(counts.captures for counts in corpus.files.values()), "new": found}


def _put(db: Database, row: Row, corpus: Corpus) -> None:
    of_archive = {name: row[name] for name in COLUMNS} | {
        "first_seen": corpus.read_at,
        "last_seen": corpus.read_at,
        "run_id": corpus.run_id,
    }
    db.execute(f"insert into articles ({', '.join(COLUMNS)}) values ({placeholders(COLUMNS)})", of_archive)
    if row["fixes"]:
        db.execute("insert into fixes (url_hash, fixes) values (?, ?)", [row["url_hash"], _fixes(row)])
    if row["meetings"]:
        insert_rows(db, json.loads(row["meetings"]))
    if row["given"]:
        keep_checksums(db, row["url_hash"], json.loads(row["given"]))


def _fixes(row: Row) -> str:
    return json.dumps(json.loads(row["fixes"]), ensure_ascii=False)


def _captures(row: Row, corpus: Corpus) -> Iterator[Capture]:
    yield _capture(row, corpus, ARTICLE)
    for url, place, status, digest in json.loads(row["parts"] or "[]"):
        part = {"url": url, "url_hash": row["url_hash"], "warc": place, "status": status, "digest": digest}
        yield _capture(part | {"captured_at": row["captured_at"], "gateway": None}, corpus, PART)


def _capture(row: Row, corpus: Corpus, outcome: str) -> Capture:
    file, _, offset = row["warc"].rpartition(":")
    return Capture(
        url_hash=row["url_hash"] or url_hash(row["url"]),
        url=row["url"],
        fetched_at=corpus.read_at,
        captured_at=row["captured_at"],
        gateway=row.get("gateway"),
        status=row["status"],
        digest=row["digest"],
        file=file,
        offset=int(offset),
        outcome=outcome,
        run_id=corpus.run_id,
    )


def _batches(rows: Iterable[Row]) -> Iterator[Sequence[Any]]:
    rows = iter(rows)
    while batch := list(islice(rows, _TOGETHER)):
        yield batch
