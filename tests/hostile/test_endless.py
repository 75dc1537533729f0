"""Sites without an end: the crawl stops by itself, says why, and keeps what it found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.crawls import Outcome, crawl_apart
from tests.hostile.pages import article, links, next_link, title
from tests.hostile.server import Asked, Route, page, serving

pytestmark = pytest.mark.slow

LISTS = 20


def _number(asked: Asked) -> int:
    return int(asked.path.rpartition("/")[2])


def _article(asked: Asked) -> Iterator[bytes]:
    return page(article(_number(asked)))


def _list_of_new(asked: Asked) -> Iterator[bytes]:
    number = _number(asked)
    return links([f"/a/{2 * number}", f"/a/{2 * number + 1}"], next_link(f"/list/{number + 1}"))


def _list_of_same(asked: Asked) -> Iterator[bytes]:
    return links(["/a/1", "/a/2"], next_link(f"/list/{_number(asked) + 1}"))


def _month(asked: Asked) -> Iterator[bytes]:
    """Every day of every month leads to another month."""
    month = _number(asked)
    days = "".join(next_link(f"/list/{month * 31 + day}") for day in range(1, 32))
    return links([f"/a/{month}"], days)


def _crawl(tmp_path: Path, lists: Route, **settings: int) -> tuple[Outcome, str]:
    with serving({r"/list/\d+": lists, r"/a/\d+": _article}) as server:
        outcome = crawl_apart(
            "plain", tmp_path / "archive.db", settings=settings, start=server.url("/list/0"), timeout=30
        )
        assert len(server.asked(r"/list/\d+")) <= LISTS + 1
        return outcome, server.url("")


@pytest.mark.parametrize(
    ("lists", "articles"),
    [(_list_of_new, 2 * (LISTS + 1)), (_list_of_same, 2), (_month, LISTS + 1)],
    ids=["endless-next", "endless-next-same-articles", "calendar"],
)
def test_lists_without_end(tmp_path: Path, lists: Route, articles: int) -> None:
    outcome, host = _crawl(tmp_path, lists, LISTS_PER_RUN=LISTS + 1)
    assert [reason for reason, _ in outcome.rejects(host).values()] == ["too_many_lists"]
    assert len(outcome.titles) == articles
    assert outcome.run["finished"]


def test_a_page_of_a_hundred_thousand_links(tmp_path: Path) -> None:
    outcome, host = _crawl(
        tmp_path, lambda _: links(f"/a/{number}" for number in range(100_000)), LINKS_PER_PAGE=50
    )
    assert outcome.rejects(host) == {"/list/0": ("too_many_links", "only the first 50 were followed")}
    assert outcome.titles == {title(number) for number in range(50)}
    assert outcome.peak < 500  # megabytes, most of them for the one page; 395 to 437 by the Python
    assert outcome.seconds < 30


def test_a_run_has_an_end_whatever_happens(tmp_path: Path) -> None:
    outcome, _ = _crawl(
        tmp_path, _list_of_new, CLOSESPIDER_TIMEOUT=1, LISTS_PER_RUN=LISTS + 1, DOWNLOAD_DELAY=1
    )
    assert "closespider_timeout" in outcome.run["reason"].lower()
    assert outcome.code == 2
