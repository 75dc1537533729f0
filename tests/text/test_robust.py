"""No text breaks the stages, however odd: they run on what the web has."""

from __future__ import annotations

from hypothesis import given

from covidmeet.crawl.site_registry import all_sites
from covidmeet.text.lines import Line, find, split
from covidmeet.text.segment import segment
from tests.arbitrary_texts import TEXTS

CHROME = [rule for site in all_sites() for rule in site.chrome]


@given(TEXTS)
def test_every_line_is_kept_or_counted(text: str) -> None:
    lines = split(Line(text))
    parts = segment(lines, CHROME)
    kept = len(parts.deck) + len(parts.body) + (parts.title is not None)
    assert kept + len(parts.stripped) == len(lines)


@given(TEXTS)
def test_a_line_is_the_text_of_its_spans(text: str) -> None:
    for line in split(Line(text, ((0, len(text)),))):
        assert "".join(text[start:stop] for start, stop in line.spans) == line.text
        assert find([line], line.spans[0][0]) == 0
