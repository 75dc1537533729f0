"""What a WACZ says of its parts, compared with the parts (WACZ 1.1.1, 5.2.1 to 5.2.4).

``datapackage.json`` lists each part with its size and digest, ``datapackage-digest.json`` has the digest of
that list, and the index in ``indexes/`` says at which offset of which file each record is.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from covidmeet.language import stored
from covidmeet.sources.warc_files import WarcError, bundle_of, check_member

PACKAGE, PACKAGE_DIGEST = "datapackage.json", "datapackage-digest.json"
_LARGEST_JSON = 64 << 20  # bytes
_LONGEST_LINE = 1 << 20  # bytes of an index
_BLOCK = 1 << 20
_ALGORITHMS = {"sha256": hashlib.sha256, "md5": hashlib.md5, "sha1": hashlib.sha1, "sha512": hashlib.sha512}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def faults_of(path: Path) -> Iterator[str]:
    """What is wrong or missing in the WACZ at ``path``, a sentence each; reads every part once.

    Raises ``WarcError`` for a file that must not be read at all; see ``warc_files.bundle_of``.
    """
    with bundle_of(path) as bundle:
        members = {info.filename: info for info in bundle.infolist()}
        package = yield from _package(bundle, members)
        if package is not None:
            yield from _faults_of_parts(bundle, members, package)
        for name, info in members.items():
            if re.fullmatch(r"indexes/[^/]+\.cdxj?(\.gz)?", name, re.I):
                yield from _faults_of_index(bundle, members, info)


def _package(bundle: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> Any:
    if PACKAGE not in members:
        yield stored("{PACKAGE} is missing: no part was checked", PACKAGE=PACKAGE)
        return None
    try:
        data = _whole(bundle, members[PACKAGE])
        package = json.loads(data)
        parts = package["resources"]
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise ValueError(stored("its resources are no list of parts"))
        if PACKAGE_DIGEST in members:
            stated = json.loads(_whole(bundle, members[PACKAGE_DIGEST])).get("hash")
            if stated != f"sha256:{hashlib.sha256(data).hexdigest()}":
                yield stored(
                    "{PACKAGE} is not what {PACKAGE_DIGEST} says",
                    PACKAGE=PACKAGE,
                    PACKAGE_DIGEST=PACKAGE_DIGEST,
                )
    except (*_BROKEN, LookupError, TypeError, AttributeError, RecursionError) as error:
        yield stored(
            "{PACKAGE} cannot be read ({told}): no part was checked", PACKAGE=PACKAGE, told=_told(error)
        )
        return None
    return parts


def _faults_of_parts(
    bundle: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], parts: list[dict[str, Any]]
) -> Iterator[str]:
    listed = set()
    for part in parts:
        name = str(part.get("path"))
        listed.add(name)
        if name not in members:
            yield stored("{name} is missing, which {PACKAGE} lists", name=name, PACKAGE=PACKAGE)
        elif fault := _fault_of_part(bundle, members[name], part):
            yield f"{name}: {fault}"
    for name in members:
        if name.startswith("archive/") and not name.endswith("/") and name not in listed:
            yield stored("{name} is not listed in {PACKAGE}", name=name, PACKAGE=PACKAGE)


def _fault_of_part(bundle: zipfile.ZipFile, info: zipfile.ZipInfo, part: dict[str, Any]) -> str | None:
    size = part.get("bytes")
    if size is not None and size != info.file_size:
        return stored(
            "has {file_size:,} bytes, {PACKAGE} says {size}",
            file_size=info.file_size,
            PACKAGE=PACKAGE,
            size=size,
        )
    algorithm, _, value = str(part.get("hash")).partition(":")
    if algorithm not in _ALGORITHMS:
        return stored("no digest in {PACKAGE} that can be compared", PACKAGE=PACKAGE)
    try:
        check_member(bundle, info)
        digest = _ALGORITHMS[algorithm](usedforsecurity=False)
        with bundle.open(info) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except _BROKEN as error:
        return stored("cannot be read ({told})", told=_told(error))
    return (
        None
        if digest.hexdigest() == value.lower()
        else stored("is not what its digest in {PACKAGE} says", PACKAGE=PACKAGE)
    )


def _faults_of_index(
    bundle: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], info: zipfile.ZipInfo
) -> Iterator[str]:
    """The first entry of an index that leads nowhere, and how many do."""
    wrong, first = 0, ""
    try:
        check_member(bundle, info)
        with bundle.open(info) as packed:
            stream = gzip.GzipFile(fileobj=packed) if info.filename.endswith(".gz") else packed
            while line := stream.readline(_LONGEST_LINE):
                if len(line) >= _LONGEST_LINE:
                    raise ValueError(stored("a line without end"))
                if (fault := _fault_of_entry(members, line)) is not None:
                    wrong += 1
                    first = first or fault
    except _BROKEN as error:
        yield stored("{filename} cannot be read ({told})", filename=info.filename, told=_told(error))
    if wrong:
        yield stored(
            "{filename}: {wrong:,} entries lead to no record, the first to {first}",
            filename=info.filename,
            wrong=wrong,
            first=first,
        )


def _fault_of_entry(members: dict[str, zipfile.ZipInfo], line: bytes) -> str | None:
    text = line.decode("utf-8", "replace").strip()
    if not text or text.startswith("!meta"):
        return None
    try:
        entry = json.loads(text[text.index("{") :])
        name, offset = str(entry["filename"]), int(entry["offset"])
        length = int(entry.get("length", 0))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return stored("none at all ({text})", text=text[:80])
    part = members.get(name if "/" in name else f"archive/{name}")
    is_inside = part is not None and offset >= 0 and offset + length <= part.file_size
    return None if is_inside else f"{name}:{offset}"


def _whole(bundle: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    check_member(bundle, info)
    if info.file_size > _LARGEST_JSON:
        raise WarcError(
            stored(
                "{filename} has more than {LARGEST_JSON} MB",
                filename=info.filename,
                LARGEST_JSON=_LARGEST_JSON >> 20,
            )
        )
    return bundle.read(info)


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
