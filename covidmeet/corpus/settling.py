"""Of several captures of a page the one that counts, whatever tasks had read them: a function of the rows.

One process that reads all files in order takes the first whole capture of an address, one after the other;
the tasks know nothing of each other, so it is decided here by the positions of their rows.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from covidmeet.corpus.job import CAPTURES, REVISITS, ROUNDS, Job
from covidmeet.corpus.manifest import FileCounts
from covidmeet.corpus.notes import (
    ARTICLES,
    HELD,
    REDIRECT,
    REJECTS,
    REVISIT,
    SKIPPED,
    TOLD,
    completed,
    counts_of,
    notes_of,
    shard,
)
from covidmeet.corpus.shards import Row, rows_of
from covidmeet.process import Fetched
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import unwrapped
from covidmeet.sources.not_held import NotHeld

AGAIN, KNOWN, NO_ORIGINAL = "captured again", "text of a known page", "revisit without its original"
_TABLES = """
create table rows (
    url_hash text, position text, file integer, round text, task integer, number integer, place text,
    is_article integer, is_whole integer, length integer, own_hash text, reason text
);
create table lost (round text, task integer, number integer, is_article integer);
create table read (hash text primary key) without rowid;
"""
_KEY = ("url_hash", "position", "warc", "unfinished", "length", "own_hash")
_KEY_OF_REJECT = ("url_hash", "position", "warc", "own_hash", "taken", "reason")


_OUTSIDE = frozenset(reason.value for reason in Reason if not reason.is_kept)


def is_kept(reason: str) -> bool:
    """Whether pages that were rejected for it are told one by one; the others are only counted."""
    return reason not in _OUTSIDE


class _Row(NamedTuple):
    rowid: int
    url_hash: str
    position: str
    file: int
    is_article: int
    is_whole: int
    length: int
    reason: str


class SettledRows:
    """The choice among the rows of the completed tasks; ``counts`` are those of the files, by number."""

    def __init__(self, job: Job, state: Path) -> None:
        self._job, self._state = job, state
        self._numbers = {str(file): number for number, file in enumerate(job.files)}
        self.counts = [FileCounts() for _ in job.files]
        path = state / "settling.db"
        path.unlink(missing_ok=True)
        self._joined: set[str] = set()
        self._without_original: dict[str, str] = {}
        self._db = sqlite3.connect(path)
        self._db.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLES)

    def close(self) -> None:
        self._db.close()

    def settle(self) -> None:
        """Read the tasks' rows and decide."""
        self._read_counts()
        for of_round in ROUNDS:
            for task in completed(self._state, of_round):
                self._read_rows(of_round, task)
        self._db.execute("create index by_place on rows (place)")
        found = self._db.execute("select place from rows where round = ?", [REVISITS])
        self._joined = {place for (place,) in found}
        self._drop_repeated()
        self._drop_known_texts()
        self._db.execute("create index by_hash on rows (url_hash, position)")
        self._choose()
        self._count_rows()
        self._count_put_aside()
        self._db.execute("create index lost_rows on lost (round, task, is_article)")
        self._db.commit()

    def lost(self, of_round: str, task: int, *, articles: bool) -> set[int]:
        """The numbers of the rows of a shard that gave way to others."""
        found = self._db.execute(
            "select number from lost where round = ? and task = ? and is_article = ?",
            [of_round, task, int(articles)],
        )
        return {number for (number,) in found}

    def not_held(self) -> Iterator[tuple[str, Reject]]:
        """The pages of which files tell without holding them, as far as none of the files has them."""
        told = NotHeld()
        notes = [*notes_of(self._state, CAPTURES, TOLD)]
        notes += [
            note for of_round in (CAPTURES, REVISITS) for note in notes_of(self._state, of_round, REDIRECT)
        ]
        for note in sorted(notes, key=lambda note: note["position"]):
            if "what" in note:
                told.told(note["url"], note["what"])
            else:
                headers = (("Location", note["location"]),)
                told.redirect(Fetched(note["url"], b"", note["status"], headers), unwrapped)
        for url in self._without_original.values():
            told.told(url, "a record of type revisit, whose original is in none of the files")
        yield from told.rejects(_Read(self._db), lambda own_hash: False)

    # --- what the tasks wrote ---

    def _file(self, place: str) -> int:
        name = place.rpartition(":")[0]
        while name not in self._numbers and "!" in name:
            name = name.rpartition("!")[0]
        return self._numbers[name]

    def _read_counts(self) -> None:
        for of_task in counts_of(self._state, CAPTURES):
            for number, told in of_task.items():
                counts = self.counts[int(number)]
                counts.is_read = True
                counts.captures += told["captures"]
                counts.records.update(told["records"])
                counts.skipped.update(told["skipped"])

    def _read_rows(self, of_round: str, task: int) -> None:
        form = self._job.form
        articles = rows_of(shard(self._state, of_round, task, f"{ARTICLES}.{form}"), _KEY)
        rejects = rows_of(shard(self._state, of_round, task, f"{REJECTS}.{form}"), _KEY_OF_REJECT)
        for is_article, rows in ((1, articles), (0, rejects)):
            self._db.executemany(
                f"insert into rows values ({', '.join('?' * 12)})",
                (
                    (
                        *(row["url_hash"], row["position"], self._file(row["warc"]), of_round, task, number),
                        *(row["warc"], is_article, *_judged(row, is_article)),
                    )
                    for number, row in enumerate(rows)
                    if row["warc"]
                ),
            )

    # --- which of them count ---

    def _drop_repeated(self) -> None:
        """Of a revisit whose original several tasks have, the one that comes first."""
        places = self._db.execute(
            "select place from rows where round = ? group by place having count(*) > 1", [REVISITS]
        ).fetchall()
        for (place,) in places:
            found = self._db.execute(
                "select rowid from rows where place = ? and round = ? order by position", [place, REVISITS]
            ).fetchall()
            self._lose([rowid for (rowid,) in found[1:]])

    def _drop_known_texts(self) -> None:
        """Texts that somebody else took from a page, where a better capture led to anything."""
        known = (
            "select rowid, file from rows where position like '3.%' and (own_hash in"
            " (select url_hash from rows where position < '3' and url_hash is not null)"
            " or own_hash in (select own_hash from rows where position < '3' and reason != ''))"
        )
        found = self._db.execute(known).fetchall()
        for _, file in found:
            self.counts[file].skipped[KNOWN] += 1
        self._lose([rowid for rowid, _ in found])

    def _choose(self) -> None:
        names = ", ".join(_Row._fields)
        rows = map(
            _Row._make,
            self._db.execute(
                f"select {names} from rows where url_hash is not null order by url_hash, position"
            ),
        )
        lost: list[int] = []
        for _, group in groupby(rows, key=lambda row: row.url_hash):
            for row in _giving_way(list(group)):
                self.counts[row.file].skipped[AGAIN] += 1
                lost.append(row.rowid)
        self._lose(lost)

    def _lose(self, rowids: Sequence[int]) -> None:
        for rowid in rowids:
            self._db.execute(
                "insert into lost select round, task, number, is_article from rows where rowid = ?", [rowid]
            )
            self._db.execute("delete from rows where rowid = ?", [rowid])

    # --- what is told of it ---

    def _count_rows(self) -> None:
        for file, reason, count in self._db.execute("select file, reason, count(*) from rows group by 1, 2"):
            counts = self.counts[file]
            if not reason:
                counts.articles += count
            elif is_kept(reason):
                counts.rejects[reason] += count
            else:
                counts.skipped[reason] += count
        for column in ("url_hash", "own_hash"):
            where = f"{column} is not null and (url_hash is not null or reason != '')"
            self._db.execute(f"insert or ignore into read select {column} from rows where {where}")

    def _count_put_aside(self) -> None:
        """Pages that a later round was to read, and that none of its rows is of."""
        passed: dict[str, str] = {}
        for of_round in ROUNDS[1:]:
            for note in notes_of(self._state, of_round, SKIPPED):
                passed.setdefault(note["place"], note["reason"])
        for note in notes_of(self._state, REVISITS, HELD):
            passed.setdefault(note["place"], "")  # told by the round of the parts
        joined = self._joined
        for note in notes_of(self._state, CAPTURES, REVISIT):
            for place, url in note["places"]:
                if place not in passed and place not in joined:
                    self._without_original[place] = unwrapped(url)
                    passed[place] = NO_ORIGINAL
        by_file: dict[int, Counter[str]] = defaultdict(Counter)
        for place, reason in passed.items():
            if reason:
                by_file[self._file(place)][reason] += 1
        for file, counts in by_file.items():
            self.counts[file].skipped.update(counts)


def _judged(row: Row, is_article: int) -> tuple[int, int, str, str]:
    """Whether it is the whole page, its length, the hash of its own address, and why it was rejected."""
    if is_article:
        return int(not row["unfinished"]), row["length"], row["own_hash"], ""
    return int(row["taken"] == 1), 0, row["own_hash"], row["reason"]


class _Read:
    """The addresses, by their hashes as bytes, of which a page was read."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __contains__(self, key: object) -> bool:
        assert isinstance(key, bytes)
        found = self._db.execute("select 1 from read where hash = ?", [key.hex()])
        return found.fetchone() is not None


def _giving_way(rows: list[_Row]) -> list[_Row]:
    """Which of the rows of one address, in their order, do not count.

    The first whole capture counts; without one, or where a stage refused that, the longest beginning does.
    """
    whole = next((number for number, row in enumerate(rows) if row.is_whole), len(rows))
    before, behind = rows[:whole], rows[whole + 1 :]
    beginnings = [row for row in before if row.is_article]
    if whole < len(rows) and rows[whole].is_article:
        return beginnings + behind
    longest = max(beginnings, key=lambda row: row.length, default=None)
    return [row for row in beginnings if row is not longest] + behind
