"""The five real documents, where they lie beside the project: exact rows, twice."""

from __future__ import annotations

import hashlib
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
# SHA-256 of title, deck and text joined by newlines, taken after reading each beside its source.
EXACT = {
    "000": "a68ab5c424e9e779daad83d5e0ab3680c8f59aef07ae17ff4e7c2bb62c967ba8",
    "001": "ee1ea0cdbd899f1e89ee1bdcac1be699863cdabafa9cb73ff92d5e206b8716b4",
    "002": "b710f7f2241ed03f305b9e01e3b47f3307447816ce2c5509399be134a668dd9a",
    "003": "8cbce4e3e41e09657ccf41baf711ba8a4f5f3f7fe0a9148dc5ac7819cc19b462",
    "004": "a63d157be9ddd6ef33f68bd4b5cd83447ce415c6eb7dae92dde3157b22ad1a48",
}


def source_lines(number: str) -> list[str]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


async def rows(crawl: Crawl) -> dict[str, dict[str, Any]]:
    result = await crawl("documents", path=str(SEEDS))
    return {row["url"].rsplit("/", 1)[1][:3]: row for row in result.rows()}


async def test_title_deck_and_text_are_exact(crawl: Crawl) -> None:
    found = await rows(crawl)
    texts = {number: "\n".join((row["title"], row["deck"], row["body"])) for number, row in found.items()}
    assert {number: hashlib.sha256(text.encode()).hexdigest() for number, text in texts.items()} == EXACT


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


async def test_twice_without_a_change(crawl: Crawl) -> None:
    first = await crawl("documents", path=str(SEEDS))
    second = await crawl("documents", path=str(SEEDS))
    assert tables(second) == tables(first)
    assert second.stats["articles/seen"] == 5
