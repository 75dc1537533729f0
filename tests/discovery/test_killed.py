"""kill -9 of a crawl of captures, at any moment, and run again: every page, none twice."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.crawl.small_site import HOST, meeting
from tests.discovery.archive_server import Archive, Capture
from tests.hostile.crawls import crawl_apart, crawl_command, killed_crawl
from tests.hostile.server import serving

pytestmark = pytest.mark.slow

PAGES = 60
SETTINGS = {"SPIDER_MODULES": "tests.crawl.small_site", "ARCHIVE_PAUSES": "loopback=0/0.01"}


# While the index is read (21 requests), at its end, and among the pages.
@pytest.mark.parametrize("moments", [(8, 45, 15)], ids=str)
def test_killed_and_run_again(moments: tuple[int, ...], tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    archive = Archive(
        [
            Capture("20221105081500", f"http://{HOST}/a/{number}.html", meeting(number))
            for number in range(PAGES)
        ],
        faults=0.1,
    )
    with serving({}) as server:
        archive.serve(server)
        for requests in moments:
            command = crawl_command("qinghe", database, SETTINGS, {"cdx": server.url("/cdx/search/cdx")})
            killed_crawl(server, command, requests)
        outcome = crawl_apart("qinghe", database, settings=SETTINGS, cdx=server.url("/cdx/search/cdx"))
        assert outcome.code == 0, outcome.log
        assert {row["url"] for row in outcome.rows("articles")} == {one.url for one in archive.captures}
        assert outcome.rows("revisions") == []
        # What was on its way when the process ended is asked for once more, or after a refusal.
        pages = Counter(one.path for one in server.asked(r"/web/\d+id_/.*"))
        assert max(pages.values()) <= 5
        asked = len(server.log)
        crawl_apart("qinghe", database, settings=SETTINGS, cdx=server.url("/cdx/search/cdx"))
        assert {one.path for one in server.log[asked:]} <= {"/robots.txt"}
        assert not [one for one in server.log if re.match(r"/(?!robots|cdx|web)", one.path)]
