"""The five real documents, where they lie beside the project: exact rows, twice."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from covidmeet.text.script import simplify
from tests.conftest import Crawl
from tests.test_documents import tables

SEEDS = Path("../shared/seeds")
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the five real documents are not beside the project"
)

READING = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]+\)")


def source_lines(number: str) -> list[str]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


def body_of(number: str, first: str, last: str) -> list[str]:
    """The source's own paragraphs from the one that begins with ``first`` to the one that ends with ``last``."""
    lines = source_lines(number)
    start = next(
        i for i, line in enumerate(lines) if READING.sub("", line).startswith(first) and len(line) > 60
    )
    stop = next(i for i in range(start, len(lines)) if READING.sub("", lines[i]).endswith(last))
    return lines[start : stop + 1]


async def rows(crawl: Crawl) -> dict[str, dict[str, Any]]:
    result = await crawl("documents", path=str(SEEDS))
    return {row["url"].rsplit("/", 1)[1][:3]: row for row in result.rows()}


async def test_sites_and_bylines(crawl: Crawl) -> None:
    found = await rows(crawl)
    assert [found[number]["site"] for number in sorted(found)] == [
        "dutenews",
        "gz_gov",
        "huizhou",
        "cbg",
        "netease",
    ]
    assert [found[number]["script"] for number in sorted(found)] == ["hans", "hant", "hant", "hant", "hans"]
    assert [len(found[number]["body"].split("\n")) for number in sorted(found)] == [5, 5, 5, 6, 3]
    assert [len(found[number]["deck"].split("\n")) for number in sorted(found)] == [3, 3, 2, 4, 1]
    assert found["004"]["deck"] == ""
    assert found["001"]["published_at"] == "2022-03-18"
    assert [len(json.loads(found[number]["reporters"])) for number in sorted(found)] == [0, 0, 1, 2, 0]
    assert [len(json.loads(found[number]["editors"])) for number in sorted(found)] == [1, 0, 0, 1, 0]
    assert found["000"]["original_title"].startswith(found["000"]["title"])
    assert json.loads(found["001"]["stripped"])["spam"] == 1


@pytest.mark.parametrize("number", ["000", "004"])
async def test_simplified_text_is_the_source_letter_for_letter(number: str, crawl: Crawl) -> None:
    row = (await rows(crawl))[number]
    lines = source_lines(number)
    start = lines.index(row["body"].split("\n")[0])
    count = len(row["body"].split("\n"))
    assert row["body"].split("\n") == lines[start : start + count]
    assert row["body_original"] == row["body"]
    assert row["title"] in lines
    assert json.loads(row["repairs"]) == {}


async def test_traditional_text_keeps_its_letters_and_turns_simplified(crawl: Crawl) -> None:
    row = (await rows(crawl))["001"]
    paragraphs = row["body_original"].split("\n")
    lines = source_lines("001")
    start = lines.index(paragraphs[0])
    assert paragraphs == lines[start : start + 5]
    assert row["body"] == simplify(row["body_original"])


async def test_damaged_text_comes_back_whole(crawl: Crawl) -> None:
    found = await rows(crawl)
    assert json.loads(found["002"]["repairs"]) == {"lost_byte": 3, "reading": 225}
    assert json.loads(found["003"]["repairs"])["reading"] == 69
    for number in ("002", "003"):
        paragraphs = found[number]["body_original"].split("\n")
        lines = [READING.sub("", line) for line in source_lines(number)]
        undamaged = [line for line in lines if "?" not in line and line in paragraphs]
        assert len(undamaged) >= len(paragraphs) - 2
        assert "?" not in found[number]["body"]
    assert "顶得住、打得赢" in found["003"]["body"]
    assert "内零感染”“" in found["003"]["body"]


async def test_twice_without_a_change(crawl: Crawl) -> None:
    first = await crawl("documents", path=str(SEEDS))
    second = await crawl("documents", path=str(SEEDS))
    assert tables(second) == tables(first)
    assert second.stats["articles/seen"] == 5
