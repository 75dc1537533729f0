"""Text files from disk, one document a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from covidmeet.language import stored
from covidmeet.process import Fetched, Place
from covidmeet.reasons import Reason, Reject
from covidmeet.sources.mhtml import page_of
from covidmeet.sources.page_store import folder_of

_PARTS = ("_files", ".files", "_Files")


@dataclass(frozen=True, slots=True)
class Unread:
    """A page of a source that could not be read, under its address, and why."""

    url: str
    reject: Reject


@dataclass
class Documents:
    """Iterate over the files of ``path``: a file, or a folder with its subfolders by name.

    ``archive`` is the archive's own file: it and SQLite's files beside it are no documents.  They, and files
    whose name begins with a dot, are counted in ``hidden``.  A file with more than ``max_bytes`` is not read,
    nor one outside the folder to which a link in it leads, nor what lies in the archive's folder of pages.
    ``keep`` is given the address and the bytes of each file, and says where they are kept.  Files whose name
    is not ``wanted`` are counted in ``hidden``, too, and so is the folder of what belongs to a saved page
    (``a_files`` beside ``a.html``).
    """

    path: Path
    archive: Path
    max_bytes: int
    keep: Callable[[str, bytes], Place | None] | None = None
    wanted: Callable[[str], bool] | None = None
    hidden: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Fetched | Unread]:
        for path, is_outside in self._files():
            url = (path.parent.resolve() / path.name).as_uri()  # a link keeps its own name
            try:
                if is_outside:
                    raise Reject(Reason.UNREADABLE, stored("a link that leads out of the folder"))
                data = self._bytes(path)
            except Reject as reject:
                yield Unread(url, reject)
                continue
            place = self.keep(url, data) if self.keep else None
            yield replace(document_of(url, data), place=place)

    def _files(self) -> Iterator[tuple[Path, bool]]:
        """Each file, and whether it is a link to what lies outside the folder.

        Folders that are links are not gone into: those inside are read in their own place.
        """
        if not self.path.is_dir():
            yield self.path, False
            return
        archive, pages = str(self.archive.resolve()), folder_of(self.archive)
        inside = self.path.resolve()
        for folder, folders, names in os.walk(self.path):
            parts = _of_saved_pages(folders, names)
            self.hidden += len(parts)
            folders[:] = [name for name in folders if name not in parts]
            links = [name for name in folders if Path(folder, name).is_symlink()]
            own = {name for name in folders if Path(folder, name).resolve() == pages}
            folders[:] = sorted(set(folders) - set(links) - own)
            for name in sorted([*names, *links]):
                path = Path(folder, name)
                target = _target(path)
                is_outside = not target.is_relative_to(inside)
                is_link_inside = name in links and not is_outside
                is_unwanted = self.wanted is not None and not self.wanted(name)
                if name.startswith(".") or is_link_inside or is_unwanted or str(target).startswith(archive):
                    self.hidden += 1
                else:
                    yield path, is_outside

    def _bytes(self, path: Path) -> bytes:
        try:
            if not path.is_file():
                raise Reject(Reason.UNREADABLE, stored("not a regular file"))
            size = path.stat().st_size
            if size > self.max_bytes:
                raise Reject(
                    Reason.TOO_LARGE,
                    stored(
                        "{size:,} bytes; DOCUMENT_MAX_BYTES is {max_bytes:,}",
                        size=size,
                        max_bytes=self.max_bytes,
                    ),
                )
            return path.read_bytes()
        except OSError as error:
            raise Reject(Reason.UNREADABLE, error.strerror or str(error)) from error


def _of_saved_pages(folders: list[str], names: list[str]) -> set[str]:
    """The folders that browsers make beside a page that they save, for its pictures, scripts and frames."""
    pages = {name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm"))}
    return {name for name in folders if name.endswith(_PARTS) and name[:-6] in pages}


def _target(path: Path) -> Path:
    """Where ``path`` leads; itself where it leads in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def document_of(url: str, data: bytes) -> Fetched:
    """The document in the bytes of a file: they themselves, or the page that a browser saved in them."""
    if page := page_of(data):
        return Fetched(url, page[0], headers=page[1])
    return Fetched(url, data)
