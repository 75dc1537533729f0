"""Whether every row leads to its bytes, and is made again equal from them; reads only."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from covidmeet.archive.checks import ArchiveFault
from covidmeet.archive.reader import Readable
from covidmeet.kept.reprocess import Reprocessing
from covidmeet.kept.selection import Group, PageSelection, select_pages
from covidmeet.kept.stored_page import located
from covidmeet.language import stored
from covidmeet.sources import warc_records
from covidmeet.sources.warc import WarcError, read_at

_LIMIT = 1 << 30  # bytes of a page; more than any crawl takes
_POINTERS = (
    "select warc from articles where warc is not null"
    " union select file || ':' || offset from captures where file is not null"
)


def check_files(archive: Path, db: Readable) -> Iterator[ArchiveFault]:
    """The files that rows lead to are there; one fault a file."""
    rows: Counter[str] = Counter()
    for (pointer,) in db.execute(_POINTERS):
        rows[pointer.rpartition(":")[0]] += 1
    for file, count in sorted(rows.items()):
        if not _is_there(archive, file):
            yield ArchiveFault("pages", file, stored("is not there; {count:,} rows lead to it", count=count))


def check_captures(archive: Path, db: Readable, rowids: Sequence[int]) -> Iterator[ArchiveFault]:
    """Of the captures in ``rowids``: their records can be read, and hold the payload that was noted."""
    for rowid in rowids:
        url, file, offset, digest = db.execute(
            "select url, file, offset, digest from captures where rowid = ?", [rowid]
        ).fetchone()
        if file is None or not _is_there(archive, file):
            continue
        try:
            page = read_at(located(archive, file), offset, limit=_LIMIT)
        except (WarcError, OSError) as error:
            yield ArchiveFault("pages", url, stored("its record cannot be read: {error}", error=error))
            continue
        if digest and warc_records.digest(page.body) != digest:
            yield ArchiveFault(
                "digest",
                url,
                stored("the record at {file}:{offset} holds another payload", file=file, offset=offset),
            )


def check_made_again(db: Readable, work: Reprocessing, most: int | None) -> Iterator[ArchiveFault]:
    """Articles with a stored page, all or as many, made again: each difference from its row is a fault.

    ``work`` is a dry run on ``db``.  Files that are not there are ``check_files``' to tell.
    """
    selection = select_pages(db)
    for done in work.run(_fewer(selection, most)):
        assert done >= 0
    changes = work.changes
    for what, count in sorted(changes.counts.items()):
        example = changes.examples[what][0]
        told = stored(
            "{count:,} rows are made again with another {field} {rule}",
            count=count,
            field=what.field,
            rule=what.rule,
        ).rstrip()
        yield ArchiveFault(
            stored("made again"), example.url, stored("{told}; covidmeet reprocess renews them", told=told)
        )
    for row in changes.kept:
        yield ArchiveFault(stored("made again"), row.url, stored("is rejected today: {why}", why=row.why))
    for row in changes.missing:
        yield ArchiveFault(
            stored("made again"), row.url, stored("its page cannot be read: {why}", why=row.why)
        )


def _fewer(selection: PageSelection, most: int | None) -> PageSelection:
    """The articles of ``selection``, evenly over all of them at most ``most``."""
    total = sum(len(group.articles) for group in selection.groups.values())
    step = 1 if most is None else max(-(-total // most), 1)
    groups = {how: Group(array("q", group.articles[::step])) for how, group in selection.groups.items()}
    return PageSelection(groups, selection.without_page)


def _is_there(archive: Path, file: str) -> bool:
    return Path(located(archive, file).partition("!")[0]).is_file()
