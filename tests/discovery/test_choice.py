"""Which capture of a page is tried first."""

from __future__ import annotations

from covidmeet.discovery.choice import MOST, in_order, pages_of
from covidmeet.discovery.rows import REVISIT, Row

URL = "http://www.qinghe.example/xw/202203/01/content_5.html"


def row(
    timestamp: str, status: int | None = 200, digest: str = "", mime: str = "text/html", cut: str = ""
) -> Row:
    return Row(timestamp.ljust(14, "0"), URL, mime, status, digest or timestamp, truncated=cut)


def times(*rows: Row) -> list[str]:
    return [found.timestamp[:8] for found in in_order(rows)]


def test_the_first_capture_from_a_day_after_publication_on() -> None:
    rows = row("20250101"), row("2022030108"), row("20220305"), row("20220228")
    assert times(*rows) == ["20220305", "20250101", "20220301"]


def test_pages_before_revisits_before_redirects() -> None:
    rows = row("20220304", None, mime=REVISIT), row("20220306"), row("20220303", 301)
    assert times(*rows) == ["20220306", "20220304"]
    assert times(row("20220303", 301), row("20220304", 404)) == ["20220303"]
    assert times(row("20220304", 404)) == ["20220304"]


def test_whole_pages_before_truncated_ones() -> None:
    assert times(row("20220303", cut="length"), row("20240101")) == ["20240101", "20220303"]


def test_the_same_bytes_are_tried_once_and_a_few_at_most() -> None:
    assert times(row("20220303", digest="A"), row("20220304", digest="A")) == ["20220303"]
    assert len(in_order([row(f"202304{day:02}") for day in range(1, 20)])) == MOST


def test_forms_of_one_address_are_one_page() -> None:
    other = Row("20220303000000", URL.replace("http://", "https://"))
    assert len(pages_of([row("20220303"), other], lambda url: url.partition("://")[2])) == 1
