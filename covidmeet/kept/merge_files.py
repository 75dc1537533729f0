"""Files of stored pages brought into the folder of another archive, each once, under a name of its own."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from covidmeet.atomic_file import PRIVATE, replacing
from covidmeet.sources.page_store import FOLDER, OPEN, folder_of
from covidmeet.sources.warc_writer import end_of_whole_records

_ENDING = ".warc.gz"
_COMPARED = 1 << 16  # bytes at the beginning and at the end of what two files have in common
_BLOCK = 1 << 20
_OF_HASH = 12  # hex digits in a name


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of pages: its ``name`` in rows, where it is, and its bytes in whole records."""

    name: str
    path: Path
    size: int

    @property
    def is_open(self) -> bool:
        """Whether it is being written, or was when its run was killed."""
        return self.path.name.endswith(OPEN)


@dataclass
class FilePlan:
    """What is to be done: ``names`` by (number of the archive, name in its rows), ``wanted`` by new name."""

    names: dict[tuple[int, str], str] = field(default_factory=dict)
    wanted: dict[str, PageFile] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def size(self, target: Path) -> int:
        """Bytes that copying takes; what can be a hard link takes none."""
        return sum(file.size for file in self.wanted.values() if file.is_open or not _same_disc(file, target))


def plan_files(named: Iterable[tuple[int, Path, set[str]]], target: Path) -> FilePlan:
    """Give every file a name in ``target``'s folder; ``named`` has the number, the path and the files' names
    of each archive.

    A run's file has the run's id in its name, so files of one name are mostly one file, perhaps a shorter
    copy of it.  Where they are not, what is there already keeps the name, else that with the smallest hash;
    the others get a part of their hash in theirs.  So names depend on the files, and not on their order.
    """
    plan = FilePlan()
    by_name: dict[str, list[tuple[int, PageFile]]] = defaultdict(list)
    absent: set[tuple[int, str]] = set()
    for number, archive, names in named:
        for name in names:
            file = _found(archive, name)
            if file:
                by_name[name].append((number, file))
            else:
                absent.add((number, name))
    for name, files in sorted(by_name.items()):
        _name(plan, name, files, target)
    for number, name in sorted(absent):
        plan.names[number, name] = name
        if name not in by_name and _found(target, name) is None:
            plan.missing.append(f"{FOLDER}/{name}")
    plan.missing = sorted(set(plan.missing))
    return plan


def bring_files(plan: FilePlan, target: Path, tick: Callable[[int], object] | None = None) -> tuple[int, int]:
    """Copy or link what is not there yet; how many files, and the bytes copied.  Raises ``OSError``.

    To be done before any row that leads to them is written; done again it does nothing.
    """
    folder = folder_of(target)
    count = copied = 0
    for name, file in sorted(plan.wanted.items()):
        folder.mkdir(parents=True, exist_ok=True)
        if file.is_open or not _linked(file.path, folder / name):
            _copy(file, folder / name)
            copied += file.size
        count += 1
        if tick:
            tick(file.size)
    return count, copied


def _name(plan: FilePlan, name: str, files: list[tuple[int, PageFile]], target: Path) -> None:
    different: list[list[tuple[int, PageFile]]] = []
    for number, file in sorted(files, key=lambda one: -one[1].size):
        for alike in different:
            if _begins_like(alike[0][1], file):
                alike.append((number, file))
                break
        else:
            different.append([(number, file)])
    there = _found(target, name)
    if len(different) > 1:
        different.sort(key=lambda alike: _hash(alike[0][1]))
    free = there is None
    for alike in different:
        longest = alike[0][1]
        keeps = free or (there is not None and _is_one(there, longest))
        new = name if keeps else _with_hash(name, _hash(longest))
        free = False
        known = _found(target, new)
        if known is None or known.size < longest.size:
            plan.wanted[new] = longest
        for number, _ in alike:
            plan.names[number, name] = new


def _found(archive: Path, name: str) -> PageFile | None:
    if Path(name).name != name:
        return None
    for path in (folder_of(archive) / name, folder_of(archive) / (name + OPEN)):
        if path.is_file():
            if not path.name.endswith(OPEN):
                return PageFile(name, path, path.stat().st_size)
            with path.open("rb") as stream:
                return PageFile(name, path, end_of_whole_records(stream))
    return None


def _is_one(one: PageFile, other: PageFile) -> bool:
    longer, shorter = (one, other) if one.size >= other.size else (other, one)
    return _begins_like(longer, shorter)


def _begins_like(longer: PageFile, shorter: PageFile) -> bool:
    """Whether ``shorter`` is a part of ``longer``: the bytes at both of its ends are there."""
    with suppress(OSError):
        if longer.path.samefile(shorter.path):
            return True
    with longer.path.open("rb") as left, shorter.path.open("rb") as right:
        for start in (0, max(shorter.size - _COMPARED, 0)):
            left.seek(start)
            right.seek(start)
            size = min(_COMPARED, shorter.size - start)
            if left.read(size) != right.read(size):
                return False
    return True


def _hash(file: PageFile) -> str:
    """Of the beginning, which has the id of the file's first record: it stays while the file grows."""
    with file.path.open("rb") as stream:
        return hashlib.sha256(stream.read(min(256, file.size))).hexdigest()[:_OF_HASH]


def _with_hash(name: str, digits: str) -> str:
    stem = name.removesuffix(_ENDING)
    return f"{stem}-{digits}{_ENDING if stem != name else ''}"


def _same_disc(file: PageFile, target: Path) -> bool:
    folder = folder_of(target)
    near = next(path for path in (folder, *folder.parents) if path.is_dir())
    return near.stat().st_dev == file.path.stat().st_dev


def _linked(source: Path, link: Path) -> bool:
    """A closed file does not change any more, so that a second name is as good as a copy."""
    part = link.with_name(f".{link.name}.link")
    try:
        part.unlink(missing_ok=True)
        os.link(source, part)
        part.replace(link)
    except OSError:  # another disc, or a file system without hard links
        part.unlink(missing_ok=True)
        return False
    return True


def _copy(file: PageFile, copy: Path) -> None:
    left = file.size
    with file.path.open("rb") as source, replacing(copy, PRIVATE) as stream:
        while left > 0 and (block := source.read(min(_BLOCK, left))):
            stream.write(block)
            left -= len(block)
