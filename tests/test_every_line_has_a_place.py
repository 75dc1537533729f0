"""Every line of a page with text ends in exactly one field, or in ``stripped`` under one rule."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract import Page
from covidmeet.items import Article
from covidmeet.process import Fetched, decode_page, read
from covidmeet.reasons import Reject
from covidmeet.site import Layout, Site
from covidmeet.sites import Sites
from covidmeet.sources.documents import Documents
from covidmeet.sources.warc import WarcReader
from covidmeet.stages import PURE
from covidmeet.stages.reading import Reading
from covidmeet.text.rules import SHARED

READING = Reading(Sites(all_sites()))
PAGES = [page for path in sorted(Path("data/samples").glob("*.warc.gz")) for page in WarcReader(path)]
DOCUMENTS = list(Documents(Path("data/samples/documents"), Path("none.db"), 10**7))


def letters(text: str) -> str:
    return re.sub(r"[\s\0\u200b\u3000]+", "", text)


def check(page: Page, article: Article, reading: Reading) -> None:
    """Extraction gives every line of the page once; the stages put each of them into one place."""
    numbered = [(place, line.text) for line in article.lines for place in line.places]
    numbered += [*article.outside.lines, *article.outside.left_out]
    places = [number for number, _ in numbered]
    once = {number for line in article.lines for number in line.places if len(line.places) == 1}
    assert not [number for number, count in Counter(places).items() if count > 1 and number in once]
    assert sorted(set(places)) == list(range(max(places, default=-1) + 1)), "a line without a place"
    if page.is_html:
        shown = Counter(letters("".join(page.lines)))
        # The headline of the page's head may stand for a line that writes it otherwise.
        missing = shown - Counter(letters("".join(text for _, text in numbered)))
        assert not missing
    before = set(places)
    for stage in PURE[:2]:
        stage.function(article, reading)
    kept = [place for lines in article.field_lines.values() for line in lines for place in line.places]
    outside = article.outside.by_rule(kept + [place for line in article.lines for place in line.places])
    gone = [place for line in article.stripped_lines for place in line.places]
    gone += [number for lines in outside.values() for number, _ in lines]
    assert before - set(kept) - set(gone) <= blank(numbered), "a line went without a rule"
    # A line that holds several (wide gaps) may be parted, and one part kept; so may be the page's own words
    # that are glued to the last sentence.
    parted = Counter(place for line in article.lines for place in line.places)
    glued = {place for place in set(kept) & set(gone) if _is_glued(numbered, place, article)}
    both = set(kept) & set(gone)
    assert all(parted[place] > 1 or place in glued for place in both), "a line in two places"
    if "spam_tag" not in article.stripped:  # tags are counted one by one
        stripped = len(article.stripped_lines) + sum(map(len, outside.values()))
        assert stripped == sum(article.stripped.values())


def _is_glued(numbered: list[tuple[int, str]], place: int, article: Article) -> bool:
    """Whether what was kept of a line of the page and, behind it, what was stripped are all of the line."""
    kept = [line.text for lines in article.field_lines.values() for line in lines if place in line.places]
    gone = [line.text for line in article.stripped_lines if place in line.places]
    lines = [letters(text) for number, text in numbered if number == place]
    return lines == [letters("".join((*kept, *gone)))]


def blank(numbered: list[tuple[int, str]]) -> set[int]:
    """Lines of nothing but blanks and control characters, which a repair counts."""
    return {number for number, text in numbered if not letters(re.sub(r"[\x00-\x1f\x7f\ufeff]", "", text))}


@pytest.mark.parametrize("fetched", PAGES, ids=lambda page: page.url)
def test_of_every_sample_page(fetched: Fetched) -> None:
    try:
        article = read(fetched, READING)
    except Reject:
        return
    check(decode_page(fetched, READING), article, READING)


@pytest.mark.parametrize("fetched", DOCUMENTS, ids=lambda page: page.url.rpartition("/")[2])
def test_of_every_sample_document(fetched: Fetched) -> None:
    check(decode_page(fetched, READING), read(fetched, READING), READING)


LAYOUT = Layout(
    "new",
    title=("h1",),
    deck=(".deck",),
    info=(".info", "#by"),
    body=(".text",),
    drop=(".share",),
)
ANY = Reading(Sites((Site("qinghe", layouts=(LAYOUT, Layout("old", head_by_order=True, body=("#zoom",)))),)))
SENTENCE = st.sampled_from(
    [
        "会议要求，各乡镇把登记、采样和送药三件事分到人，当天的事当天办完。",
        "3月2日，青禾县召开疫情防控工作会议，县委书记林知秋主持会议并讲话。",
        "青禾县召开会议",
        "2022-03-02 08:00 来源：青禾日报",
        "责任编辑：江晚舟",
        "相关阅读",
        "首页&nbsp;&nbsp;&nbsp;&nbsp;新闻",
        "分享到",
        "12",
        "下周一，",
        "",
        " ",
    ]
)
TAGS = "p div span h1 h2 b li td br table"
MARKED = ("div class='text'", "div id='zoom'", "p class='info'", "p class='deck'", "div class='share'")
TAG = st.sampled_from([*TAGS.split(), *MARKED, "span id='by'", "div style='display:none'", "a href='/'"])
NODES = st.recursive(
    SENTENCE,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>", TAG, st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


@given(st.lists(NODES, min_size=1, max_size=6), st.sampled_from(["青禾县召开会议_青禾网", "", "会议"]))
def test_of_any_page(nodes: list[str], title: str) -> None:
    html = f"<html><head><title>{title}</title></head><body>{''.join(nodes)}</body></html>"
    fetched = Fetched("http://www.qinghe.example/1.html", html.encode())
    try:
        article = read(fetched, ANY)
    except Reject:
        return
    check(decode_page(fetched, ANY), article, ANY)


@given(st.lists(SENTENCE, max_size=20).map("\n".join))
def test_of_any_document(text: str) -> None:
    fetched = Fetched("file:///a.txt", text.encode())
    try:
        article = read(fetched, READING)
    except Reject:
        return
    check(decode_page(fetched, READING), article, READING)


def test_every_rule_has_an_example_and_a_bound() -> None:
    rules = [*SHARED, *(rule for site in all_sites() for rule in site.chrome)]
    assert all(rule.example and 0 < rule.longest <= 1000 for rule in rules)
