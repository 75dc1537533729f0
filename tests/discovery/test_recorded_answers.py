"""Recorded answers of index servers, each with the number of rows that was counted by reading it."""

from __future__ import annotations

from pathlib import Path

import pytest

from covidmeet.discovery.answers import AnswerKind, judge
from covidmeet.discovery.dialects import BadAnswer, Cdxj, CommonCrawl, Dialect, Wayback
from covidmeet.discovery.sitemaps import read_sitemap, sitemaps_in_robots
from covidmeet.discovery.timemaps import read_timemap

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "recorded"
pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")


def recorded(name: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower-case name, and body."""
    raw = (RECORDED / name).read_bytes()
    if not name.endswith(".http"):
        return 200, {}, raw
    _, head, body = raw.split(b"\n\n", 2)
    first, *lines = head.decode("latin-1").splitlines()
    headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return int(first.split()[1]), headers, body


ROWS = [
    (Wayback, "wayback/cdx-text.http", 1, False),
    (Wayback, "wayback/cdx-page-1.http", 7, True),
    (Wayback, "wayback/cdx-page-2.http", 7, True),
    (Wayback, "wayback/cdx-page-15-empty.http", 0, False),
    (Wayback, "wayback/cdx-2026.http", 6, True),
    (Wayback, "wayback/cdx-revisits.http", 15, False),
    (Wayback, "wayback/cdx-filter-percent.http", 10, True),
    (Wayback, "wayback/cdx-malformed.txt", 2, False),
    (Wayback, "wayback/cdx-json.http", 10, False),
    (Wayback, "wayback/cdx-json-empty.json", 0, False),
    (Wayback, "wayback/timemap-columns.json", 2, False),
    (CommonCrawl, "commoncrawl/index-rows.http", 4, False),
    (CommonCrawl, "commoncrawl/index-charset-rows.cdxj", 1, False),
    (CommonCrawl, "commoncrawl/index-numpages.http", 0, False),
    (Cdxj, "pywb/cdx-json.http", 2, False),
    (Cdxj, "pywb/cdx-plain.http", 2, False),
    (Cdxj, "pywb/cdx-revisit.http", 2, False),
    (Cdxj, "pywb/cdx-empty.http", 0, False),
    (Cdxj, "pywb/cdx-unknown-collection.http", 0, False),
    (Cdxj, "pywb/cdx-ignored-paging.http", 0, False),  # fl= without the address
    (Cdxj, "pywb/nla-row.ndjson", 1, False),
    (Cdxj, "pywb/nla-fuzzy.ndjson", 0, False),
    (Cdxj, "pywb/ukwa-timemap.ndjson", 1, False),
    (Cdxj, "pywb/ukgwa-numpages.json", 0, False),
]


@pytest.mark.parametrize(("dialect", "name", "count", "goes_on"), ROWS, ids=[row[1] for row in ROWS])
def test_rows(dialect: type[Dialect], name: str, count: int, goes_on: bool) -> None:
    status, headers, body = recorded(name)
    assert judge(status, headers, body) is AnswerKind.GOOD
    page = dialect().read(body)
    assert (len(page.rows), page.resume is not None) == (count, goes_on)


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        ("wayback/cdx-page-1.http", {"repeated": 18}),
        ("wayback/cdx-malformed.txt", {"no_address": 3}),
        ("pywb/nla-fuzzy.ndjson", {"fuzzy": 1}),
        ("pywb/cdx-ignored-paging.http", {"no_address": 3}),
    ],
)
def test_what_is_left_out_is_counted(name: str, skipped: dict[str, int]) -> None:
    dialect = Wayback() if name.startswith("wayback") else Cdxj()
    assert dict(dialect.read(recorded(name)[2]).skipped) == skipped


@pytest.mark.parametrize("name", ["wayback/cdx-resume-without-urlkey.txt", "wayback/cdx-json-fl.json"])
def test_an_answer_without_the_columns_is_refused(name: str) -> None:
    with pytest.raises(BadAnswer):
        Wayback().read(recorded(name)[2])


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("wayback/cdx-429.http", AnswerKind.LIMITED),
        ("wayback/cdx-403-blocked.http", AnswerKind.EXCLUDED),
        ("commoncrawl/index-404-no-captures.http", AnswerKind.NOTHING),
        ("commoncrawl/index-400-page.http", AnswerKind.END),
        ("pywb/cdx-400-no-url.http", AnswerKind.ERROR),
    ],
)
def test_answers_without_rows(name: str, answer: AnswerKind) -> None:
    assert judge(*recorded(name)) is answer


def test_slow_down_is_an_outage() -> None:
    assert judge(503, {}, recorded("commoncrawl/data-503-slowdown.xml")[2]) is AnswerKind.OUTAGE


@pytest.mark.parametrize(
    ("name", "count", "further"),
    [
        ("memento/wayback-timemap.link", 3, 0),
        ("memento/archive-today-timemap.link", 5, 0),
        ("memento/ukwa-timemap.link", 2, 0),
        ("memento/paged-rfc7089.link", 2, 2),
        ("pywb/timemap-link.http", 3, 0),
    ],
)
def test_timemaps(name: str, count: int, further: int) -> None:
    page = read_timemap(recorded(name)[2])
    assert (len(page.rows), len(page.further)) == (count, further)


@pytest.mark.parametrize(
    ("name", "pages", "further"),
    [
        ("sites/baidusitemap-encoded.xml", 2, 0),
        ("sites/sitemap-index-old-namespace.xml", 0, 2),
        ("sites/sitemap-no-namespace.xml", 0, 2),
    ],
)
def test_sitemaps(name: str, pages: int, further: int) -> None:
    found = read_sitemap(recorded(name)[2])
    assert (len(found.entries), len(found.further), found.fault) == (pages, further, "")


@pytest.mark.parametrize(
    ("name", "count"),
    [("gmw.cn.txt", 44), ("huaban.com.txt", 4), ("huanqiu.com.txt", 0), ("www.gov.cn.txt", 4)],
)
def test_robots(name: str, count: int) -> None:
    assert len(sitemaps_in_robots(recorded(f"sites/robots/{name}")[2])) == count
