"""What is new in a release since the one before it."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from covidmeet.archive.export.extras import needs_extra
from covidmeet.atomic_file import PRIVATE, replacing
from covidmeet.language import stored

NAME = "changes.csv"

_HEAD = ("change", "url_hash", "url", "content_hash_before", "content_hash_after")
_CHANGES = """
select case when old.url_hash is null then 'added' else 'changed' end, new.url_hash, new.url,
       old.content_hash, new.content_hash
from new left join old using (url_hash)
where old.url_hash is null or old.content_hash is not new.content_hash
union all
select 'removed', old.url_hash, old.url, old.content_hash, null
from old left join new using (url_hash) where new.url_hash is null
order by 1, 2
"""


@dataclass
class Changes:
    """Numbers of articles."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def told(self, previous: Path | None) -> list[str]:
        """In a sentence."""
        if previous is None:
            return [stored("the first release in its folder")]
        counted = stored(
            "{added} added, {changed} changed, {removed} removed",
            added=self.added,
            changed=self.changed,
            removed=self.removed,
        )
        return [stored("articles since {name}: {counted}", name=previous.name, counted=counted)]


def write_changes(before: Path | None, after: Path, folder: Path) -> Changes:
    """Compare the articles of two releases, by address and text, into ``changes.csv``; none without a first.

    Both are Parquet files.  Nothing is held in memory: the hashes go through a temporary database.
    """
    changes = Changes()
    if before is None:
        return changes
    with closing(sqlite3.connect("")) as db, replacing(folder / NAME, PRIVATE) as stream:
        for table, path in (("old", before), ("new", after)):
            db.execute(f"create table {table} (url_hash text primary key, content_hash text, url text)")
            db.executemany(f"insert or replace into {table} values (?, ?, ?)", _hashes(path))
        stream.write((",".join(_HEAD) + "\r\n").encode())
        for row in db.execute(_CHANGES):
            setattr(changes, row[0], getattr(changes, row[0]) + 1)
            stream.write(csv_line(row))
    return changes


def csv_line(row: tuple[object, ...]) -> bytes:
    """A line of CSV; addresses and hashes only, of which none is a formula."""
    line: list[str] = []
    csv.writer(_Lines(line), lineterminator="\r\n").writerow(row)
    return line[0].encode("utf-8", "replace")


class _Lines:
    """What ``csv.writer`` writes to."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def _hashes(path: Path) -> Iterator[tuple[str, str | None, str]]:
    with needs_extra("a release"):
        import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=["url_hash", "content_hash", "url"]):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
