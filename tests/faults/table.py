"""The rows of faults.md, and what the tests of all of them need."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import Crawl
from tests.faults import stage
from tests.faults.pages import SHAPES, meeting
from tests.faults.stage import Outcome, Web, is_sound, kept, last_run

Site = Callable[..., Web]


@dataclass(frozen=True)
class Row:
    """What faults.md states of a fault; cells as they are written there."""

    verdict: str
    code: int
    message: str
    kept: str


def rows() -> dict[str, Row]:
    lines = Path("tests/faults.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")]
    return {row[0]: Row(row[1], int(row[2]), row[3], row[4]) for row in cells if row[0] != "fault"}


ROWS = rows()


def check(fault: str, outcome: Outcome, before: dict[str, str] | None = None) -> None:
    """Compare what came of a fault with its row; ``before``: the articles that must still be there."""
    row = ROWS[fault]
    assert outcome.code == row.code, outcome.said
    if row.verdict == "–":
        assert row.message in outcome.said
    else:
        run = last_run(outcome.database)
        assert run is not None
        assert run["verdict"] == row.verdict, run["reason"]
        assert row.message in run["reason"]
    if row.kept == "–":
        return
    articles = kept(outcome.database)
    if some := re.fullmatch(r"some of (\d+)", row.kept):
        assert 0 < len(articles) < int(some[1])
    else:
        assert len(articles) == int(row.kept)
    for url, body in (before or {}).items():
        assert articles[url] == body
    assert is_sound(outcome.database)


async def healthy(crawl: Crawl, told: Web, database: Path) -> dict[str, str]:
    """A first run that went well; what it archived."""
    await crawl(told.site, {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}, via=told.via)
    run = last_run(database)
    assert run is not None
    assert run["verdict"] == "ok", run
    told.asked.clear()
    return kept(database)


def more(told: Web, count: int = 4) -> list[str]:
    """As many new articles on the list, above the old ones; their addresses."""
    first = max(told.stories) + 1
    fresh = range(first, first + count)
    told.stories = {number: meeting(number) for number in fresh} | told.stories
    return [SHAPES[told.site].address(number) for number in fresh]


def run(told: Web, database: Path, **options: Any) -> Outcome:
    return stage.crawl(told.site, told.via, database, **options)
