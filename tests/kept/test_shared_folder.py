"""Two archives in one folder share ``warc/``, and each looks only at the files that its own rows name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pytest_httpserver import HTTPServer

from covidmeet.archive.captures import files_of
from covidmeet.archive.db import connect
from covidmeet.cli.main import main
from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Listing, Site
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, SETTINGS, SITE, QingheSpider, Web, listed, meeting

TORN = b"\x1f\x8b\x08\x00the beginning of a record"


class RiverSpider(NewsSpider):
    name = "river"
    site: ClassVar[Site] = replace(
        SITE,
        name="river",
        articles=(Articles((HOST,), r"/r/\d+\.html"),),
        lists=(Listing(start=(f"http://{HOST}/river/",), item="ul.news li", time=".time"),),
    )


@pytest.fixture
def web(httpserver: HTTPServer) -> Web:
    web = Web(httpserver)
    web.put("/list/", listed(1, 2))
    web.put("/river/", listed(3, 4).replace("/a/", "/r/"))
    for number, path in enumerate(("/a/1.html", "/a/2.html", "/r/3.html", "/r/4.html"), 1):
        web.put(path, meeting(number))
    return web


@pytest.fixture(autouse=True)
def known_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    sites = (QingheSpider.site, RiverSpider.site)
    monkeypatch.setattr("covidmeet.crawl.site_registry.all_sites", lambda: sites)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(command: str, archive: Path, *more: str) -> tuple[int, str]:
        code = main([command, "-d", str(archive), "-q", "-s", "PROCESS_WORKERS=0", *more])
        return code, capsys.readouterr().out

    return run


def files(archive: Path) -> set[Path]:
    with closing(connect(archive)) as db:
        return {archive.parent / file for file in files_of(db)}


async def test_each_archive_looks_at_its_own_files_only(
    crawl: Crawl, web: Web, tmp_path: Path, told: Callable[..., tuple[int, str]]
) -> None:
    first, second = tmp_path / "a.db", tmp_path / "b.db"
    await crawl(QingheSpider, {**SETTINGS, "DATABASE": str(first)}, via=web.via)
    await crawl(RiverSpider, {**SETTINGS, "DATABASE": str(second)}, via=web.via)
    of_first, of_second = files(first), files(second)
    assert of_first.isdisjoint(of_second)
    assert of_first | of_second == set(tmp_path.joinpath("warc").iterdir())
    for archive in (first, second):
        code, out = told("check-archive", archive, "--all")
        assert (code, out.split(",")[0]) == (0, "no fault: 2 articles")
        assert told("reprocess", archive)[0] == 0
    # What becomes of the files of the one is no fault of the other.
    for path in of_second:
        path.unlink()
    assert told("check-archive", first, "--all")[0] == told("reprocess", first)[0] == 0
    assert told("check-archive", second, "--all")[0] == 2


async def test_an_unfinished_file_is_finished_by_its_own_archive(
    crawl: Crawl, web: Web, tmp_path: Path, told: Callable[..., tuple[int, str]]
) -> None:
    """One spider crawls into both, so that the names of the files do not tell whose they are."""
    first, second = tmp_path / "a.db", tmp_path / "b.db"

    async def crawled(archive: Path) -> Any:
        return await crawl(QingheSpider, {**SETTINGS, "DATABASE": str(archive)}, via=web.via)

    await crawled(first)
    await crawled(second)
    (closed,) = files(second)
    whole = closed.read_bytes()
    unfinished = closed.rename(closed.with_name(f"{closed.name}.open"))
    with unfinished.open("ab") as stream:
        stream.write(TORN)

    stats = (await crawled(first)).stats
    assert "captures/recovered" not in stats
    assert unfinished.read_bytes() == whole + TORN
    for archive in (first, second):
        assert told("reprocess", archive)[0] == told("check-archive", archive, "--all")[0] == 0
    assert unfinished.read_bytes() == whole + TORN

    before = {path: path.read_bytes() for path in files(first)}
    await crawled(second)
    assert not unfinished.exists()
    assert closed.read_bytes() == whole
    assert {path: path.read_bytes() for path in files(first)} == before
    for archive in (first, second):
        assert told("check-archive", archive, "--all")[0] == 0
