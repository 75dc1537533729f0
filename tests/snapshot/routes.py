"""The crawls whose outcome is kept: what each route makes of the samples, and of real pages where they lie.

Real pages are other people's texts; only hashes of what becomes of them stand in the project.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.crawl.site_registry import all_sites
from covidmeet.site import Articles, Site
from tools.sample_pages import PAGES

SAMPLES = Path("data/samples")
BESIDE = Path(__file__).resolve().parents[3] / "shared"
REAL = tuple(BESIDE / name for name in ("realpages", "realpages2"))


@dataclass(frozen=True)
class Route:
    """One crawl: ``spider`` (a name or a class) and its arguments; ``anonymous`` for other people's pages."""

    name: str
    spider: str | type[NewsSpider]
    arguments: dict[str, str] = field(default_factory=dict)
    anonymous: bool = False


def sample_routes(folder: Path) -> Iterator[Route]:
    """Documents and WARC files of the project; ``folder`` takes the pages as documents."""
    yield Route("documents", "documents", {"path": str(SAMPLES / "documents")})
    for site in (site.name for site in all_sites()):
        warc = str(SAMPLES / f"{site}.warc.gz")
        yield Route(f"warc {site}", site, {"warc": warc, "mirrors": "1"})
        yield Route(f"warc {site}, every topic", site, {"warc": warc, "topic": "all"})
    pages = folder / "pages"
    pages.mkdir()
    for body in sorted(PAGES.glob("*/*/page.body")):
        pages.joinpath(f"{body.parent.parent.name}-{body.parent.name}.html").write_bytes(body.read_bytes())
    yield Route("pages as documents", "documents", {"path": str(pages)})


def real_routes(folder: Path) -> Iterator[Route]:
    """Real pages of other sites, out of a WARC file and as documents; nothing where there are none."""
    seeds = BESIDE / "seeds"
    if seeds.is_dir():
        yield Route("real documents", "documents", {"path": str(seeds)}, True)
    for source in REAL:
        if not source.is_dir():
            continue
        gold = json.loads(source.joinpath("gold.json").read_text("utf-8"))
        unpacked = folder / source.name
        with tarfile.open(source / "pages.tar.xz") as bundle:
            if hasattr(tarfile, "data_filter"):  # from 3.11.4 on
                bundle.extraction_filter = tarfile.data_filter
            bundle.extractall(unpacked)
        pages = [(str(page["url"]), unpacked.joinpath(page["file"]).read_bytes()) for page in gold.values()]
        warc = folder / f"{source.name}.warc"
        warc.write_bytes(_packed(pages))
        spider = _any_site({urlsplit(url).netloc for url, _ in pages})
        yield Route(f"warc {source.name}", spider, {"warc": str(warc), "topic": "all"}, True)
        documents = sorted({str(page["file"]).split("/")[0] for page in gold.values()})
        for name in documents:
            path = str(unpacked / name)
            yield Route(f"{source.name} as documents", "documents", {"path": path}, True)


def _any_site(hosts: set[str]) -> type[NewsSpider]:
    """A spider that takes every page of ``hosts`` and knows no layout."""
    everywhere = Site("anysite", articles=(Articles(tuple(sorted(hosts)), r"/.*"),))

    class AnySite(NewsSpider):
        name = everywhere.name
        site = everywhere

    return AnySite


def _packed(pages: list[tuple[str, bytes]]) -> bytes:
    stream = BytesIO()
    writer = WARCWriter(stream, gzip=False)  # record ids are random: their compressed length varies
    for url, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        date = {"WARC-Date": "2024-01-01T00:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=BytesIO(body), http_headers=headers, warc_headers_dict=date
            )
        )
    return stream.getvalue()
