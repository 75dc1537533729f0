"""``kill -9`` at each point of keeping a page: run again, nothing is missing, doubled or led astray."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.crawls import ROOT, crawl_apart, crawl_command
from tests.hostile.pages import article, links, title
from tests.hostile.server import Asked, Route, page, serving
from tests.kept.kill_points import POINTS

pytestmark = pytest.mark.slow

PAGES = 40


def _list(asked: Asked) -> Iterator[bytes]:
    return links([f"/a/{number}" for number in range(PAGES)])


ROUTES: dict[str, Route] = {r"/list/0": _list, r"/a/\d+": lambda asked: page(article(int(asked.path[3:])))}


@pytest.mark.parametrize("point", POINTS)
def test_killed_there_and_run_again(point: str, tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    with serving(ROUTES) as server:
        command = crawl_command("plain", database, {"KEEP_FILE_MB": 1}, {"start": server.url("/list/0")})
        killed = [*command[:2], "tests.kept.kill_points", point, *command[3:]]
        code = subprocess.run(killed, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode
        assert code == -9
        again = crawl_apart("plain", database, start=server.url("/list/0"))
    assert {row["title"] for row in again.rows("articles")} == {title(number) for number in range(PAGES)}
    assert len(again.rows("articles")) == PAGES
    folder = database.with_name("warc")
    assert not list(folder.glob("*.open"))
    captures = again.rows("captures")
    assert len({(row["file"], row["offset"]) for row in captures}) == len(captures)
    check = subprocess.run(
        [sys.executable, "-m", "covidmeet", "check-archive", "--all", "-d", str(database)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert check.returncode == 0, check.stdout
