"""No text breaks the stages, however odd: they run on what the web has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from covidmeet.crawl.site_registry import all_sites
from covidmeet.text.lines import Line, find, split
from covidmeet.text.segment import segment

CHROME = [rule for site in all_sites() for rule in site.chrome]
PIECES = st.sampled_from(
    [
        "会议强调，要落实。",
        "原标题：",
        "首页 > ",
        "编辑 苏木",
        "（记者 苏木）",
        "來源:",
        "2022-03-04",
        "會(huì)",
        "?bào)",
        "<b id=",
        "|",
        "\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


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
