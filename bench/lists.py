"""How well list pages that no site has laid out are read: the articles to follow, the next page.

    python -m bench.lists FOLDER...

A folder holds ``lists.json``: name -> ``url``, ``file``, ``articles`` (addresses in order), ``next``; the
pages are beside it, or in ``pages.tar.xz``.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from covidmeet.crawl.any_list import any_list
from covidmeet.process import Fetched, decode_page
from covidmeet.stages.reading import Reading


@dataclass(frozen=True, slots=True)
class Result:
    """Shares of the found entries that are right, and of the right ones that were found; the next page."""

    name: str
    precision: float
    recall: float
    further: bool


def main(folders: list[str]) -> int:
    """Print a row a page and the sums; 2 where there is no list."""
    results = [measured(name, gold, body) for folder in folders for name, gold, body in pages(Path(folder))]
    if not results:
        print("no lists.json in any of the folders", file=sys.stderr)
        return 2
    for one in results:
        print(f"{one.name:24} precision {one.precision:.3f}  recall {one.recall:.3f}  next {one.further}")
    count = len(results)
    print(
        f"{count} lists: precision {sum(one.precision for one in results) / count:.3f}, recall"
        f" {sum(one.recall for one in results) / count:.3f}, next page right on"
        f" {sum(one.further for one in results)}"
    )
    return 0


def measured(name: str, gold: dict[str, Any], body: bytes) -> Result:
    """One page against what a reader expects of it."""
    fetched = Fetched(gold["url"], body, 200, (("Content-Type", "text/html"),))
    entries, further = any_list(decode_page(fetched, Reading()))
    found = {urldefrag(entry.url)[0] for entry in entries}
    right, expected = found & set(gold["articles"]), set(gold["articles"])
    return Result(
        name,
        len(right) / max(len(found), 1),
        len(right) / max(len(expected), 1),
        further == gold["next"],
    )


def pages(folder: Path) -> Iterator[tuple[str, dict[str, Any], bytes]]:
    """Name, expectation and bytes of each list page of ``folder``."""
    index, archive = folder / "lists.json", folder / "pages.tar.xz"
    if not index.is_file():
        return
    packed = {}
    if archive.is_file():
        with tarfile.open(archive) as tar:
            for member in tar:
                stream = tar.extractfile(member)
                if stream is not None:
                    packed[member.name] = stream.read()
    for name, gold in json.loads(index.read_text("utf-8")).items():
        file = folder / gold["file"]
        yield name, gold, file.read_bytes() if file.is_file() else packed[gold["file"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
