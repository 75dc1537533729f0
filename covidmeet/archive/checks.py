"""What must hold of an archive by itself; reads only, in the caller's snapshot."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from covidmeet.archive.reader import Readable
from covidmeet.archive.text_index import as_entry
from covidmeet.language import stored
from covidmeet.text.normal import content_hash
from covidmeet.text.urls import hash_of

MOST_OF_SQLITE = 100  # faults that SQLite is asked for
_LOOKED_FOR = 199  # characters of an entry, every other one a blank

# What is wrong, and the rows of which it is true.
_QUERIES = (
    (
        "index",
        stored("not in the index"),
        "select url from articles where fts_rowid not in (select id from articles_fts_docsize)",
    ),
    (
        "copies",
        stored("same_as leads to no article"),
        "select url from articles a where same_as is not null"
        " and not exists (select 1 from articles b where b.url_hash = a.same_as)",
    ),
    (
        "copies",
        stored("same_as leads to an article that is a copy itself"),
        "select a.url from articles a join articles b on b.url_hash = a.same_as where b.same_as is not null",
    ),
    *(
        (
            "orphans",
            stored("a row of {table} without its article", table=table),
            f"select {column} from {table} where {column} is not null"
            f" and {column} not in (select url_hash from articles)",
        )
        for table, column in (
            ("fixes", "url_hash"),
            ("page_texts", "url_hash"),
            ("visits", "led_to"),
            ("copies", "url_hash"),
            ("copies", "other"),
        )
    ),
)


class ArchiveFault(NamedTuple):
    """``kind`` of check that failed, the row or file that it is about, and what is wrong."""

    kind: str
    subject: str
    what: str


def check_tables(db: Readable) -> Iterator[ArchiveFault]:
    """The file, the references between the tables, the addresses' hashes; all rows."""
    for (told,) in db.execute(f"pragma integrity_check({MOST_OF_SQLITE})"):
        if told != "ok":
            yield ArchiveFault("integrity", stored("the file"), " ".join(str(told).split()))
    for table, rowid, parent, _ in db.execute("pragma foreign_key_check"):
        yield ArchiveFault(
            stored("foreign key"),
            stored("{table}, rowid {rowid}", table=table, rowid=rowid),
            stored("leads to no row of {parent}", parent=parent),
        )
    for kind, what, query in _QUERIES:
        for (subject,) in db.execute(query):
            yield ArchiveFault(kind, str(subject), what)
    for url, url_hash in db.execute("select url, url_hash from articles"):
        if hash_of(url) != url_hash:
            yield ArchiveFault("url_hash", url, stored("is not that of the address"))


def check_texts(db: Readable, rowids: Sequence[int]) -> Iterator[ArchiveFault]:
    """Of the articles in ``rowids``: the texts against their hashes, and against the index."""
    for rowid in rowids:
        url, title, body, own_hash, key = db.execute(
            "select url, title, body, content_hash, fts_rowid from articles where rowid = ?", [rowid]
        ).fetchone()
        if content_hash(body) != own_hash:
            yield ArchiveFault("content_hash", url, stored("is not that of the text"))
        if key is not None and not _is_indexed(db, key, title, body):
            yield ArchiveFault("index", url, stored("the index holds another text"))


def _is_indexed(db: Readable, key: int, title: str | None, body: str) -> bool:
    """Whether the index finds headline, beginning and end of the text there; it does not give back texts."""
    for column, entry in zip(("title", "body"), as_entry(title, body), strict=True):
        for piece in (entry[:_LOOKED_FOR], entry[-_LOOKED_FOR:]):
            if any(map(str.isalnum, piece)):
                match = f'{column} : "{piece.replace(chr(34), chr(34) * 2)}"'
                found = "select 1 from articles_fts where articles_fts match ? and rowid = ?"
                if db.execute(found, [match, key]).fetchone() is None:
                    return False
    return True


def sample(db: Readable, table: str, most: int | None) -> list[int]:
    """Rowids of a table of the archive in order: all where ``most`` is None, else as many, by chance."""
    found = (rowid for (rowid,) in db.execute(f"select rowid from [{table}] order by rowid"))
    if most is None:
        return list(found)
    # Reservoir sampling (algorithm R): one pass, as many numbers in memory as are wanted.
    chosen = list(islice(found, most))
    for seen, rowid in enumerate(found, len(chosen)):
        place = random.randint(0, seen)
        if place < most:
            chosen[place] = rowid
    return sorted(chosen)
