"""Pack the sample web into WARC files: ``python -m tools.pack_samples [SITE…]``.

``tests/pages/<site>/*`` becomes ``data/samples/<site>.warc.gz``.  The date and the record ids are made from
the page, so the same pages always give the same bytes.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "pages"
SAMPLES = ROOT / "data" / "samples"
_DATE = "2024-01-01T00:00:00Z"  # of the capture, which never was: the pages are written by hand


def pack(folders: Iterable[Path], target: Path) -> int:
    """Write the pages in ``folders`` to ``target``, one gzip member a page; the number of pages."""
    count = 0
    with target.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for folder in folders:
            facts = json.loads(folder.joinpath("page.json").read_text(encoding="utf-8"))
            status = int(facts["status"])
            record = writer.create_warc_record(
                facts["url"],
                "response",
                payload=BytesIO(folder.joinpath("page.body").read_bytes()),
                http_headers=StatusAndHeaders(
                    f"{status} {HTTPStatus(status).phrase}",
                    [(name, value) for name, value in facts["headers"]],
                    protocol="HTTP/1.1",
                ),
                warc_headers_dict={
                    "WARC-Date": _DATE,
                    "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, facts['url'])}>",
                },
            )
            writer.write_record(record)
            count += 1
    return count


def folders_of(site: str) -> list[Path]:
    """The page folders of a site, in the order in which they are packed."""
    return sorted(path.parent for path in PAGES.joinpath(site).glob("*/page.json"))


def main(sites: list[str]) -> None:
    """Pack the named sites, or all."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for site in sites or sorted(path.name for path in PAGES.iterdir() if path.is_dir()):
        target = SAMPLES / f"{site}.warc.gz"
        count = pack(folders_of(site), target)
        print(f"{target.relative_to(ROOT)}: {count} pages, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
