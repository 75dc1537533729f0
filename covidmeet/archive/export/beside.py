"""The files beside a data file: ``datapackage.json``, ``codebook.md`` and ``CITATION.cff``.

Several exports may lie in one folder: the descriptor lists them all, the other two are the same for all of
them.  A file of one of these names that somebody else wrote is left as it is.
"""

from __future__ import annotations

from pathlib import Path

from covidmeet.archive.export.codebook import MADE, citation, codebook
from covidmeet.archive.export.datapackage import DataFile, package, read_package, resource, with_resource
from covidmeet.atomic_file import folder_lock, write_text
from covidmeet.language import _

DESCRIPTOR = "datapackage.json"
CODEBOOK = "codebook.md"
CITATION = "CITATION.cff"

FileId = tuple[int, int]
"""Device and inode: which file it is, whatever its name."""


def describe(data: DataFile, written: FileId) -> list[str]:
    """Write the files beside ``data``; returns what to tell of those that were left alone.

    Does nothing where another export has replaced the file in the meantime, which then describes its own.
    """
    folder = data.path.parent
    with folder_lock(folder):
        try:
            now = data.path.stat()
        except FileNotFoundError:
            return []
        if written != (now.st_dev, now.st_ino):
            return []
        told = []
        descriptor = folder / DESCRIPTOR
        known = read_package(descriptor)
        if known is None and descriptor.exists():
            told.append(_left(descriptor))
            descriptor = folder / f"{data.path.name}.{DESCRIPTOR}"
            known = None
        resources = with_resource(known, folder, resource(data))
        write_text(descriptor, package(resources))
        newest = max((str(one["last_seen"]) for one in resources if one.get("last_seen")), default=None)
        for name, text in ((CODEBOOK, codebook()), (CITATION, citation(newest))):
            if _is_of_others(folder / name):
                told.append(_left(folder / name))
            else:
                write_text(folder / name, text)
    return told


def _is_of_others(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as stream:
        return MADE.encode() not in stream.readline(200)


def _left(path: Path) -> str:
    return _("{path} is not of an export and was left as it is", path=path)
