"""Halves of characters: joined where two belong together, dropped and counted where one stands alone."""

from __future__ import annotations

import json

import pytest

from covidmeet.process import Fetched, decode_page
from covidmeet.stages.reading import Reading
from covidmeet.text.charset import decode
from covidmeet.text.surrogates import drop_lone_escapes, join_references


@pytest.mark.parametrize(
    ("source", "text", "counts"),
    [
        ("王&#55362;&#57271;主持", "王𠮷主持", {"surrogate_pair": 1}),
        ("王&#xD842;&#xdfb7;主持", "王𠮷主持", {"surrogate_pair": 1}),
        ("王&#XD842;&#57271;主持", "王𠮷主持", {"surrogate_pair": 1}),
        ("王&#055362;&#x0DFB7;主持", "王𠮷主持", {"surrogate_pair": 1}),
        ("王&#55362&#57271 主持", "王𠮷 主持", {"surrogate_pair": 1}),
        (r"王\u0026#55362;\u0026#57271;主持", "王𠮷主持", {"surrogate_pair": 1}),
        ("&#55357;&#56832;&#55357;&#56833;", "😀😁", {"surrogate_pair": 2}),
        ("要求。&#55357;", "要求。", {"lone_surrogate": 1}),
        ("要求。&#xDE00;", "要求。", {"lone_surrogate": 1}),
        ("&#55357; &#56832;", " ", {"lone_surrogate": 2}),
        ("&#56832;&#55357;", "", {"lone_surrogate": 2}),
        ("&#55357;&#55357;&#56832;", "😀", {"lone_surrogate": 1, "surrogate_pair": 1}),
        ("王&amp;#55362;&amp;#57271;主持", "王𠮷主持", {"surrogate_pair": 1}),
        ("&#55295;&#57344;&#20250;&#x4f1a;&amp;#20250;", "&#55295;&#57344;&#20250;&#x4f1a;&amp;#20250;", {}),
        ("&#553570;&#xD83D0;", "&#553570;&#xD83D0;", {}),
        ("no reference at all", "no reference at all", {}),
    ],
)
def test_references(source: str, text: str, counts: dict[str, int]) -> None:
    assert join_references(source) == (text, counts)


@pytest.mark.parametrize(
    ("source", "value", "dropped"),
    [
        (r'"要求。\ud83d"', "要求。", 1),
        (r'"\uDE00要求。"', "要求。", 1),
        (r'"\ud83d\ude00要求。"', "😀要求。", 0),
        (r'"\ud83d\ud83d\ude00"', "😀", 1),
        (r'"\ud83d\n\ude00"', "\n", 2),
        (r'"C:\\ud83d"', r"C:\ud83d", 0),
        (r'"C:\\\ud83d"', "C:\\", 1),
        (r'"\u4f1a\u8bae"', "会议", 0),
    ],
)
def test_json_escapes(source: str, value: str, dropped: int) -> None:
    text, counts = drop_lone_escapes(source)
    assert (json.loads(text), counts.get("lone_surrogate", 0)) == (value, dropped)


PROSE = "会议强调，各乡镇要守好入口、管住路口，把每一项措施落到实处。"


def cesu8(text: str) -> bytes:
    units = text.encode("utf-16-be")
    codes = (int.from_bytes(units[i : i + 2], "big") for i in range(0, len(units), 2))
    return b"".join(chr(code).encode("utf-8", "surrogatepass") for code in codes)


@pytest.mark.parametrize("text", [PROSE + "王𠮷主持😀", "王𠮷主持", "😀" * 9 + PROSE])
def test_cesu8(text: str) -> None:
    found = decode(cesu8(text))
    pairs = sum(char > "\uffff" for char in text)
    assert (found.text, found.encoding, found.damaged) == (text, "utf-8", 0)
    assert found.repairs == {"surrogate_pair": pairs}


def test_half_a_character_in_utf8_is_dropped_and_counted() -> None:
    found = decode(PROSE.encode() + b"\xed\xa0\xbd" + PROSE.encode())
    assert (found.text, found.damaged, found.repairs) == (PROSE * 2, 0, {"lone_surrogate": 1})


def test_cp1252_references_are_what_the_html_standard_says() -> None:
    source = "<p>&#128;500&#150;600 &#147;会议&#148; &#x96;&#128 &#159;</p>"
    page = decode_page(Fetched("http://www.qinghe.example/1.html", source.encode()), Reading())
    assert page.lines == ["€500–600 “会议” –€ Ÿ"]
    assert page.repairs == {}


def test_the_page_tells_what_was_joined_and_dropped() -> None:
    page = decode_page(Fetched("http://a.example/", b"<p>&#55362;&#57271;&#55357;</p>"), Reading())
    assert page.lines == ["𠮷"]
    assert page.repairs == {"surrogate_pair": 1, "lone_surrogate": 1}
    page = decode_page(
        Fetched("http://a.example/", rb'{"a": "<p>\ud83d\u0026#55362;\u0026#57271;</p>"}'), Reading()
    )
    assert json.loads(page.text) == {"a": "<p>𠮷</p>"}
    assert page.repairs == {"surrogate_pair": 1, "lone_surrogate": 1}
