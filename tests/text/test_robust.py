"""No text breaks the stages, however odd: they run on what the web has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.crawl.site_registry import all_sites
from covidmeet.text.fixes import Fix, apply, placed, through
from covidmeet.text.lines import find, split
from covidmeet.text.repair import repair
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
    lines = split(text)
    parts = segment(lines, CHROME)
    kept = len(parts.deck) + len(parts.body) + (parts.title is not None)
    stripped = sum(count for rule, count in parts.stripped.items() if rule != "spam_tag")
    if not parts.stripped["spam_tag"]:
        assert kept + stripped == len(lines)


@given(TEXTS)
def test_a_line_is_the_text_of_its_spans(text: str) -> None:
    for line in split(text):
        assert "".join(text[start:stop] for start, stop in line.spans) == line.text
        assert find([line], line.spans[0][0]) == 0


@given(TEXTS)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair(text)
    assert repair(once.text).text == once.text


@given(TEXTS)
def test_every_fix_stands_where_it_says(text: str) -> None:
    repaired = repair(text)
    for fix in repaired.fixes:
        assert repaired.text.startswith(fix.after, fix.offset)


def test_fixes_are_replayed_and_placed() -> None:
    repaired = repair("會(huì)議強調,發(fā)展經(jīng)濟,落實責(zé)任。\x01")
    assert repaired.text == "會議強調,發展經濟,落實責任。"
    assert repaired.counts == {"control": 1, "reading": 4}


def test_applying_a_fix_that_does_not_fit_fails() -> None:
    fixes = [Fix("x", 1, "b", "BB"), Fix("x", 3, "d", "")]
    assert apply("abcd", fixes) == "aBBc"
    assert [fix.offset for fix in placed(fixes)] == [1, 4]
    assert [through(offset, fixes) for offset in (0, 2)] == [0, 3]
    with pytest.raises(ValueError, match="does not fit at offset 1"):
        apply("axcd", fixes)
