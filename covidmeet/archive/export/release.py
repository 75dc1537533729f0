"""A citable, repeatable release: the same archive gives the same bytes, and each says what became new.

A release is the folder ``DIR/NAME``.  It holds no time but those of the archive, so a release that is made
again is compared with the one that is there, which is never changed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from sqlite3 import Connection

from covidmeet.archive.export.beside import CITATION, CODEBOOK, DESCRIPTOR
from covidmeet.archive.export.codebook import citation, codebook
from covidmeet.archive.export.datapackage import DataFile, package, read_package, resource
from covidmeet.archive.export.errors import ExportError
from covidmeet.archive.export.exporting import RowWatch, Tick
from covidmeet.archive.export.formats import FORMATS, Manner, write_file
from covidmeet.archive.export.release_changes import Changes, write_changes
from covidmeet.archive.export.release_pages import StoredPages, write_pages
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import one_state
from covidmeet.atomic_file import part_folder, write_text
from covidmeet.language import _, stored

ARTICLES = "articles.parquet"
CHECKSUMS = "SHA256SUMS"


@dataclass
class Release:
    """What was made: the folder, whether it was there before with the same bytes, and what to tell of it."""

    path: Path
    rows: int = 0
    was_there: bool = False
    told: list[str] = field(default_factory=list)


def make_release(
    db: Connection, archive: Path, name: str, folder: Path, selection: Selection, tick: Tick | None = None
) -> Release:
    """Write the release ``name`` of the archive at ``archive``, open as ``db``, into ``folder``.

    Raises ``ExportError`` where there is another release of this name, or none can be made; ``OSError`` where
    the files cannot be written.
    """
    if not name or name.startswith(".") or Path(name).name != name or "\\" in name:
        raise ExportError(_("{name!r} cannot be the name of a folder", name=name))
    selection.check(db)
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / name
    before = _previous(folder, name)
    previous = folder / before if before else None
    with one_state(db), part_folder(final) as part:
        release = _write(db, archive, name, part, previous, selection, tick)
        release.path = final
        if final.exists():
            release.was_there = True
            _compare(part, final)
        else:
            part.rename(final)
    was_there = stored("the release {path} is there already, the same to the byte; articles: {rows}")
    written = stored("the release {path} was written; articles: {rows}")
    release.told.append((was_there if release.was_there else written).format(path=final, rows=release.rows))
    return release


def _write(
    db: Connection,
    archive: Path,
    name: str,
    part: Path,
    previous: Path | None,
    selection: Selection,
    tick: Tick | None,
) -> Release:
    selection = replace(selection, order="archive")
    manner = Manner(FORMATS["parquet"])
    notes: Counter[str] = Counter()
    watched = RowWatch(selection.columns, tick)
    rows, _ = write_file(
        part / ARTICLES, manner, watched.passing(selection.rows(db)), selection.columns, notes
    )
    pages = write_pages(db, archive.parent, selection, part)
    changes = write_changes(previous and previous / ARTICLES, part / ARTICLES, part)
    data = DataFile(part / ARTICLES, manner, selection, rows, watched.last_seen)
    descriptor = package([resource(data)], version=name, **({"previous": previous.name} if previous else {}))
    write_text(part / DESCRIPTOR, descriptor)
    write_text(part / CODEBOOK, codebook())
    write_text(part / CITATION, citation(watched.last_seen, name))
    write_text(part / "CHANGES.md", _told(name, previous, rows, changes, pages))
    write_text(part / CHECKSUMS, _checksums(part))
    return Release(part, rows, told=[*changes.told(previous), *pages.told()])


def _told(name: str, previous: Path | None, rows: int, changes: Changes, pages: StoredPages) -> str:
    lines = [f"# {name}", "", f"Articles: {rows}.", ""]
    lines += [f"- {sentence}" for sentence in (*changes.told(previous), *pages.told())]
    return "\n".join(lines) + "\n"


def _checksums(part: Path) -> str:
    """As ``sha256sum -c`` reads them."""
    lines = []
    for path in sorted(part.iterdir()):
        with path.open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {path.name}\n")
    return "".join(lines)


def _compare(part: Path, final: Path) -> None:
    checksums = final / CHECKSUMS
    if not checksums.is_file() or checksums.read_bytes() != (part / CHECKSUMS).read_bytes():
        raise ExportError(
            _("{final} is there, of another state of the archive: choose another name", final=final)
        )


def _previous(folder: Path, name: str) -> str | None:
    """The release before ``name``: what it says itself, or the last one that no other follows."""
    releases = {
        path.parent.name: told
        for path in folder.glob(f"*/{DESCRIPTOR}")
        if not path.parent.name.startswith(".") and (told := read_package(path)) and "version" in told
    }
    if name in releases:
        before = releases[name].get("previous")
        return str(before) if before in releases else None
    followed = {told.get("previous") for told in releases.values()}
    last = [one for one in releases if one not in followed]
    return max(last, key=lambda one: (_last_seen(releases[one]), one), default=None)


def _last_seen(told: dict[str, object]) -> str:
    resources = told.get("resources")
    return str(resources[0].get("last_seen") or "") if isinstance(resources, list) and resources else ""
