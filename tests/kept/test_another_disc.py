"""Pages that were moved to another disc are found through the links that docs/disc.md tells to make."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from covidmeet.cli.main import main
from tests.conftest import Crawl
from tests.crawl.small_site import SETTINGS, QingheSpider, Web, listed, meeting

BLOCKS = re.findall(r"```sh\n(.*?)```", Path("docs/disc.md").read_text("utf-8"), re.DOTALL)
CHECK = re.compile(r"^covidmeet check-archive.*?(?=&&|$)", re.MULTILINE)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


@pytest.fixture(autouse=True)
def known_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("covidmeet.crawl.site_registry.all_sites", lambda: (QingheSpider.site,))


@pytest.fixture
def web(httpserver: HTTPServer) -> Web:
    web = Web(httpserver)
    web.put("/list/", listed(1, 2))
    web.put("/a/1.html", meeting(1))
    web.put("/a/2.html", meeting(2))
    return web


def faults(database: Path) -> int:
    return main(["check-archive", "-d", str(database), "-q", "-s", "PROCESS_WORKERS=0", "--all"])


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS, ids=["folder", "files"])
async def test_what_the_documentation_moves_is_found(
    block: str, crawl: Crawl, web: Web, database: Path, tmp_path: Path
) -> None:
    await crawl(QingheSpider, SETTINGS, via=web.via)
    (file,) = database.with_name("warc").iterdir()
    unfinished = file.with_name("qinghe-another-00001.warc.gz.open")
    unfinished.write_bytes(b"")
    for path in (file, unfinished):
        os.utime(path, (1, 1))
    far = tmp_path / "far"
    far.mkdir()
    script = CHECK.sub("true ", block.replace("/pages", str(far)))
    subprocess.run(["sh", "-euc", script], cwd=database.parent, check=True, timeout=30)
    assert file.resolve().parent == far / "warc-covidmeet"
    assert not database.with_name("warc-old").exists()
    assert unfinished.is_file()
    assert faults(database) == 0
    again = await crawl(QingheSpider, SETTINGS, via=web.via, refetch="1")
    assert again.stats["articles/seen"] == 2
    assert faults(database) == 0


async def test_a_link_to_a_disc_that_is_not_there_ends_the_run(
    crawl: Crawl, web: Web, database: Path
) -> None:
    database.with_name("warc").symlink_to(database.with_name("not-mounted"))
    result = await crawl(QingheSpider, SETTINGS, via=web.via)
    assert result.stats["finish_reason"] == "archive_failed"
    assert result.rows("runs")[-1]["verdict"] == "broken"
    assert result.rows() == []
    assert not database.with_name("not-mounted").exists()
