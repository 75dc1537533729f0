"""Which captures of a page are asked for: by what became of them before."""

from __future__ import annotations

import pytest

from covidmeet.crawl.found_captures import Playback, unsettled
from covidmeet.discovery.rows import Row

URL = "http://www.qinghe.example/a/1.html"
GATEWAY = Playback(via="http://archive.example/web/2022id_/{url}")
FILES = Playback(data="http://data.example/")
ROWS = [Row("20221105081500", URL), Row("20230105081500", URL)]
RECORDS = [
    Row(row.timestamp, URL, filename="all.warc.gz", offset=900 * number, length=900)
    for number, row in enumerate(ROWS)
]


@pytest.mark.parametrize(
    ("outcome", "left"),
    [
        (None, 2),
        ("interrupted", 2),
        ("timeout", 2),
        ("gateway", 2),
        ("error", 2),
        ("soft_404", 1),
        ("not_found", 1),
        ("broken_off", 1),
        ("still_damaged", 1),
        ("article", 0),
        ("out_of_scope", 0),
    ],
)
def test_what_became_of_the_first_capture_decides(outcome: str | None, left: int) -> None:
    known = {} if outcome is None else {GATEWAY.known_as(ROWS[0]): outcome}
    assert unsettled(ROWS, known, GATEWAY) == ROWS[2 - left :]


def test_records_of_one_file_are_apart() -> None:
    known = {f"http://data.example/all.warc.gz {RECORDS[0].timestamp}": "soft_404"}
    known["http://data.example/all.warc.gz"] = "soft_404"  # the latest of that address
    assert unsettled(RECORDS, known, FILES) == RECORDS[1:]


def test_a_redirect_is_what_it_led_to() -> None:
    first = GATEWAY.known_as(ROWS[0])
    assert unsettled(ROWS, {first: "redirect"}, GATEWAY) == ROWS
    assert unsettled(ROWS, {first: "redirect", "elsewhere": "soft_404"}, GATEWAY) == ROWS[1:]


def test_outcomes_that_say_nothing_now_are_left_out() -> None:
    known = {GATEWAY.known_as(ROWS[0]): "out_of_range"}
    assert unsettled(ROWS, known, GATEWAY) == []
    assert unsettled(ROWS, known, GATEWAY, {"out_of_range"}) == ROWS
