"""The stored pages of articles as a WACZ, which ReplayWeb.page and pywb open (WACZ 1.1.1).

Each page is one ``response`` record of its own, also where the archive keeps only a reference to an earlier
record with the same payload.  Neither pages nor lists are held in memory: the lists grow in files beside the
target, and the index is sorted by SQLite, which sorts on disc what is large.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from covidmeet.archive.export.columns import columns_named
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import Readable
from covidmeet.archive.sqlite_errors import sqlite3
from covidmeet.atomic_file import PRIVATE, replacing
from covidmeet.kept.page_of_article import parts_kept
from covidmeet.kept.stored_page import stored_page
from covidmeet.process import Fetched
from covidmeet.sources import warc_records
from covidmeet.sources.wacz import PACKAGE, PACKAGE_DIGEST
from covidmeet.sources.warc import WarcError
from covidmeet.sources.warc_writer import WarcWriter
from covidmeet.version import __version__

COLUMNS = ("url", "title", "warc", "first_seen")
_DATA = "data.warc.gz"
_BLOCK = 1 << 20


@dataclass
class Packed:
    """``pages`` that were packed, articles ``without`` a web page, those ``missing`` with why.

    ``undated`` counts packed pages whose record does not tell when they were captured; players need a moment,
    so that they get the one at which their article was first seen.
    """

    pages: int = 0
    without: int = 0
    undated: int = 0
    missing: list[str] = field(default_factory=list)


def write_wacz(
    archive: Path,
    db: Readable,
    asked: dict[str, Any],
    target: Path,
    tick: Callable[[int], object] | None = None,
) -> Packed:
    """Pack the stored pages of the articles that ``asked`` selects (``Selection``) into the file ``target``.

    Raises ``OSError`` where it cannot be written, ``ExportError`` for a selection that means nothing.
    """
    selection = Selection(**{**asked, "columns": columns_named(COLUMNS)})
    selection.check(db)
    packed = Packed()
    with ExitStack() as stack:
        beside = tempfile.TemporaryDirectory(prefix=".wacz-", dir=target.resolve().parent)
        folder = Path(stack.enter_context(beside))
        data, pages, index = folder / _DATA, folder / "pages.jsonl", folder / "index.cdxj"
        entries = stack.enter_context(closing(_entries(folder)))
        with closing(WarcWriter(data)) as writer, pages.open("w", encoding="utf-8") as listed:
            listed.write(_line({"format": "json-pages-1.0", "id": "pages", "title": "Pages"}))
            for row in selection.rows(db):
                url, title, pointer, seen = ((value or b"").decode("utf-8", "replace") for value in row)
                if page := _page_of(archive, pointer, url, packed):
                    moment = _moment(page, seen, packed)
                    listed.write(_line(_page_entry(page, title, packed.pages, moment)))
                    entries.execute("insert into entries values (?)", [_added(writer, page, moment)])
                    for part in parts_kept(archive, url, db):
                        line = _added(writer, part, _moment(part, seen, packed))
                        entries.execute("insert into entries values (?)", [line])
                if tick:
                    tick(1)
        with index.open("w", encoding="utf-8", newline="") as sorted_lines:
            # SQLite's order of text is that of the bytes of UTF-8, by which players search an index.
            in_order = entries.execute("select line from entries order by line")
            sorted_lines.writelines(line for (line,) in in_order)
        parts = {f"archive/{_DATA}": data, "indexes/index.cdxj": index, "pages/pages.jsonl": pages}
        with replacing(target, PRIVATE) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as bundle:
            _bundle(bundle, parts)
    return packed


def _entries(folder: Path) -> sqlite3.Connection:
    """A table of the index's lines, in a file of its own."""
    db = sqlite3.connect(folder / "index.db", isolation_level=None)
    db.execute("pragma journal_mode = off")
    db.execute("pragma synchronous = off")
    db.execute("create table entries (line text)")
    db.execute("begin")
    return db


def _page_of(archive: Path, pointer: str, url: str, packed: Packed) -> Fetched | None:
    if not pointer:
        packed.without += 1
        return None
    try:
        page = stored_page(archive, pointer)
    except (WarcError, OSError) as error:
        packed.missing.append(f"{url}: {error}")
        return None
    if page.is_document or not page.url.lower().startswith(("http://", "https://")):
        packed.without += 1
        return None
    packed.pages += 1
    return page


def _added(writer: WarcWriter, page: Fetched, moment: datetime) -> str:
    """Write the page; its line of the index (CDXJ: key, time, JSON)."""
    offset = writer.size
    writer.write(page.url, page.status, page.headers, page.body, date=moment)
    kind = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    entry = {
        "url": page.url,
        "mime": kind.partition(";")[0].strip() or "unk",
        "status": str(page.status),
        "digest": warc_records.digest(page.body),
        "length": str(writer.size - offset),
        "offset": str(offset),
        "filename": _DATA,
    }
    return f"{_key(page.url)} {moment:%Y%m%d%H%M%S} {_line(entry)}"


def _page_entry(page: Fetched, title: str, number: int, moment: datetime) -> dict[str, str]:
    return {"id": str(number), "url": page.url, "title": title, "ts": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}


def _moment(page: Fetched, seen: str, packed: Packed) -> datetime:
    """When the page was captured, else when its article was first ``seen``, which is counted."""
    for told in (page.captured_at, seen):
        try:
            moment = datetime.fromisoformat(told)
        except ValueError:
            packed.undated += told == page.captured_at
            continue
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.fromtimestamp(0, UTC)


def _key(url: str) -> str:
    """The address by which an index is sorted (SURT, as pywb makes it): without ``www``, parameters sorted.

    ``http://www.a.example/b?2&1`` as ``example,a)/b?1&2``.
    """
    parts = urlsplit(url.lower())
    host = ",".join(reversed(re.sub(r"^www\d*\.", "", parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = "&".join(sorted(parts.query.split("&")))
    return f"{host}{port}){parts.path or '/'}" + (f"?{query}" if query else "")


def _bundle(bundle: zipfile.ZipFile, parts: dict[str, Path]) -> None:
    resources = []
    for name, content in parts.items():
        digest, entry = hashlib.sha256(), zipfile.ZipInfo(name)
        # With the size known beforehand zipfile writes ZIP64 fields only where they are needed: readers like
        # ReplayWeb.page take the length of a local header from the central directory, which has no others.
        entry.file_size = size = content.stat().st_size
        with bundle.open(entry, "w") as part:
            for block in _blocks(content):
                digest.update(block)
                part.write(block)
        resources.append(
            {"name": Path(name).name, "path": name, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
        )
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "software": f"covidmeet {__version__}",
        "created": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "resources": resources,
    }
    told = json.dumps(package, ensure_ascii=False, indent=2).encode()
    bundle.writestr(PACKAGE, told)
    digest_of_it = {"path": PACKAGE, "hash": f"sha256:{hashlib.sha256(told).hexdigest()}"}
    bundle.writestr(PACKAGE_DIGEST, json.dumps(digest_of_it))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


def _line(record: dict[str, str]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
