"""What is told early, by a cheaper look at a text, is what the full look tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from covidmeet.extract.page import Page
from covidmeet.text import blocked, challenges
from covidmeet.text.charset import STRICT_UTF8, decode
from covidmeet.text.lines import Line, split
from covidmeet.text.positions import LONGEST, PROSE, Outside


@given(st.from_regex(challenges._REFUSAL, fullmatch=True))
def test_every_refusal_has_one_of_the_words_that_are_looked_for_first(said: str) -> None:
    assert challenges._OF_REFUSAL.search(said)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<body>一<p>二<b>三</b>四</p>五<!-- 六 -->七</body>", "一 二 三 四 五 七"),
        ("<body><div>一<script>二</script>三</div>四</body>", "一 三 四"),
        ("<body><noscript>一<p>二<style>三</style>四</p>五</noscript>六</body>", "六"),
        ("<head><title>一</title></head><body><template><p>二</p></template><?pi 三?>四</body>", "四"),
    ],
)
def test_visible_text_stands_outside_scripts_and_comments(html: str, shown: str) -> None:
    root = etree.fromstring(html, etree.HTMLParser())
    assert blocked._first(blocked._visible(root)) == shown


@pytest.mark.parametrize("tag", ["p", "a", "li", "div"])
def test_a_long_page_is_long_by_whatever_elements(tag: str) -> None:
    html = "<body>" + f"<{tag}>青禾县 召开会议</{tag}>" * 200 + "</body>"
    _, text = blocked._read(etree.fromstring(html, etree.HTMLParser()))
    assert len(text) > challenges.LONGEST


@given(st.binary(max_size=60), st.text(max_size=60))
def test_bytes_of_plain_utf8_are_those_of_the_text(raw: bytes, text: str) -> None:
    for data in (raw, text.encode("utf-8", "ignore")):
        found = decode(data)
        if found.how == STRICT_UTF8:
            assert found.text.encode() == data


@pytest.mark.parametrize("text", ["<p>会议\0召开</p>", "<p>会议召开</p>", "<pre>一\n二</pre>&#19977;"])
def test_a_page_parsed_from_its_bytes_is_the_same(text: str) -> None:
    from_text = Page("http://qinghe.example/a", text, "utf-8")
    from_bytes = Page("http://qinghe.example/a", text, "utf-8", source=text.encode())
    assert from_bytes.lines == from_text.lines != []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("会议召开", ["会议召开"]),
        ("\u3000会议\x0b", ["会议"]),
        ("会议\u2028召开", ["会议", "召开"]),
        ("\u200b会议", ["会议"]),
        ("\x85", []),
    ],
)
def test_a_line_of_one_word_is_split_as_any_other(text: str, parts: list[str]) -> None:
    assert [line.text for line in split(Line(text))] == parts


def test_prose_outside_is_told_in_any_line() -> None:
    lines = [(0, "首页"), (1, "会议已召开。"), (3, "要" * (LONGEST + 1)), (4, "版权")]
    found = Outside(lines).by_rule([2])
    assert found[PROSE] == lines[1:3]
    assert sorted(line for each in found.values() for line in each) == lines
