"""What the pages of ``covidmeet browse`` hold, read as a browser reads them."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
from html import unescape
from pathlib import Path

import pytest
from parsel import Selector

from covidmeet.archive.db import connect
from covidmeet.browse.figures import bars, heat_map, stacked_weeks
from covidmeet.browse.kept_figures import KeptFigures
from covidmeet.browse.views import BrowserAnswer, Views
from covidmeet.browse.words import WORDS, browse_words
from covidmeet.text.urls import hash_of
from tests.show.conftest import COPY, DAMAGED, HOSTILE, PLAIN, Shelf


def read(answer: BrowserAnswer) -> Selector:
    return Selector(answer.body.decode())


def seen(page: Selector, xpath: str = "//main") -> str:
    return unescape("".join(page.xpath(f"{xpath}//text()").getall()))


def test_repairs_stand_in_place_with_what_stood_there(views: Views, shelf: Shelf) -> None:
    page = read(views.article(shelf.mirror, "en"))
    assert page.xpath("string(//h1/del[1])").get() == "(kāi)"
    places = page.css("section.text p[lang=zh-Hant]").xpath(".//del[text()='?qǐng)?bào)']")
    assert places.xpath("string(following-sibling::ins[1])").get() == "報"
    assert "lost_byte" in (places.xpath("@title").get() or "")


def test_scripts_stand_beside_each_other_paragraph_by_paragraph(views: Views, shelf: Shelf) -> None:
    page = read(views.article(shelf.mirror, "en"))
    original = page.css("section.pair p[lang=zh-Hant]")
    simplified = page.css("section.pair p[lang=zh-Hans]")
    assert len(original) == len(simplified) > 3
    assert any("梁棲梧" in seen(one, ".") for one in original)
    assert any("梁栖梧" in seen(one, ".") for one in simplified)


def test_a_doubtful_reading_has_its_certainty_and_the_next_best(views: Views, shelf: Shelf) -> None:
    page = read(views.article(shelf.mirror, "en"))
    assert len(page.css("ins.doubtful")) == 1
    assert "98% sure, else " in (page.css("ins.doubtful::attr(title)").get() or "")
    assert "98% sure, else " in seen(page, "//li/span[@class='doubt']")


def test_a_meeting_has_its_sentence_out_of_the_text(views: Views, shelf: Shelf) -> None:
    page = read(views.article(shelf.mirror, "en"))
    sentence = page.css("blockquote::text").get() or ""
    assert sentence.strip()
    assert sentence in "".join(page.css("section.pair p[lang=zh-Hans]::text").getall())


def test_changes_are_differences_and_copies_are_links(views: Views) -> None:
    page = read(views.article(hash_of(PLAIN), "en"))
    changed = page.xpath("//details[summary[contains(., 'by the site')]]")
    assert "江晚舟" in "".join(changed.css("del::text").getall())
    assert "林知秋" in "".join(changed.css("ins::text").getall())
    copy = read(views.article(hash_of(COPY), "en"))
    assert f"/article/{hash_of(DAMAGED)}" not in copy.css("ul.copies a::attr(href)").getall()
    assert f"/article/{hash_of(PLAIN)}" in copy.css("ul.copies a::attr(href)").getall()


def test_hostile_text_is_no_markup(views: Views) -> None:
    answer = views.article(hash_of(HOSTILE), "en")
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]", answer.body)
    assert "\u202e" not in answer.body.decode()
    found = read(views.search('<script>alert(1)</script> OR "会议', 1, "en"))
    assert not found.css("script")


def test_the_stored_page_is_sent_into_a_sandbox(views: Views, shelf: Shelf) -> None:
    frame = read(views.article(shelf.mirror, "en")).css("iframe")
    assert (frame.attrib["sandbox"], frame.attrib["src"]) == ("", f"/stored/{shelf.mirror}")
    answer = views.stored(shelf.mirror, "en")
    assert answer.status == 200
    assert "qǐng".encode() in answer.body
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-scripts" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_there_is_404(views: Views) -> None:
    missing = views.article("0" * 64, "zh")
    assert (missing.status, "没有这篇文章。" in missing.body.decode()) == (404, True)
    assert views.stored(hash_of(PLAIN), "en").status == 404
    assert views.stored(hash_of(DAMAGED), "en").status == 404
    assert not read(views.article(hash_of(PLAIN), "en")).css("iframe")


def test_a_search_marks_the_words_and_narrows_by_facets(views: Views) -> None:
    page = read(views.search("江晚舟 OR 林知秋", 1, "en"))
    assert set(page.css("mark::text").getall()) == {"江晚舟", "林知秋"}
    hrefs = page.css(".facets a::attr(href)").getall()
    assert any("site%3Ageneric" in href for href in hrefs)
    assert views.search("(江晚舟 OR 林知秋) site:generic", 1, "en").status == 200
    assert views.search("没有这样的词语", 1, "en").status == 404
    assert "no such page" in seen(read(views.search("江晚舟", 9, "en")))


def test_hits_are_ordered_by_rank_where_one_asks(views: Views) -> None:
    page = read(views.search("会议", 1, "en", ranked=True))
    other = page.css("main > p a::attr(href)").get()
    assert other == "/search?q=%E4%BC%9A%E8%AE%AE"
    assert page.css("nav a::attr(href)").getall()[-1].endswith("&order=ranked&lang=zh")
    newest = read(views.search("会议", 1, "en"))
    assert newest.css("main > p a::attr(href)").get() == f"{other}&order=ranked"
    links = "ol.hits a::attr(href)"
    assert set(page.css(links).getall()) == set(newest.css(links).getall())


def test_a_faulty_query_has_its_place_marked(views: Views) -> None:
    answer = views.search("会议 (防控", 1, "en")
    assert answer.status == 400
    assert read(answer).css("pre mark::text").getall() == ["("]
    assert views.hits("会议 (防控", "json").status == 400


def test_hits_are_given_as_csv_and_json(views: Views) -> None:
    told = json.loads(views.hits("青禾县", "json").body)
    rows = list(csv.DictReader(io.StringIO(views.hits("青禾县", "csv").body.decode("utf-8-sig"))))
    assert [one["url"] for one in told] == [row["url"] for row in rows]
    assert {one["url"] for one in told} >= {PLAIN, COPY}


def test_the_front_page_counts_and_follows_the_archive(views: Views, shelf: Shelf) -> None:
    counts = {row["name"]: row["count"] for row in json.loads(views.figures("json").body)}
    assert (counts["articles"], counts["revisions"], counts["doubtful articles"]) == (6, 1, 1)
    page = read(views.front("en"))
    assert len(page.css("section")) == 5
    assert page.css("ul.counts b::text").get() == "6"
    db = connect(shelf.path)
    db.execute("delete from articles where url_hash = ?", [hash_of(DAMAGED)])
    db.conn.commit()
    db.conn.close()
    assert read(views.front("en")).css("ul.counts b::text").get() == "5"


def test_figures_that_take_long_are_counted_beside_the_answer(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("covidmeet.browse.kept_figures._QUICK_SECONDS", 0.0)
    kept = KeptFigures(shelf.path)
    assert kept.get().counts["articles"] == 6
    db = connect(shelf.path)
    db.execute("delete from articles where url_hash = ?", [hash_of(DAMAGED)])
    db.conn.commit()
    db.conn.close()
    assert kept.get().counts["articles"] == 6
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(10)
    assert kept.get().counts["articles"] == 5


def test_an_empty_archive_has_a_front_page(database: Path) -> None:
    connect(database).conn.close()
    answer = Views(database).front("en")
    assert (answer.status, answer.body.count(b"No data.")) == (200, 4)


def test_pages_load_nothing_and_name_their_language(views: Views, shelf: Shelf) -> None:
    for language, tag in (("en", "en"), ("zh", "zh-CN")):
        for answer in (views.front(language), views.search("会议", 1, language)):
            page = read(answer)
            assert page.xpath("/html/@lang").get() == tag
            assert not page.css("script, link, img")
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_every_word_is_translated() -> None:
    chinese = browse_words("zh")
    assert not [word for word in WORDS if chinese[word] == word]


def test_figures_are_to_scale() -> None:
    weeks = stacked_weeks({("a", "2022-01-03"): 1, ("b", "2022-01-03"): 2}, ["2022-01-03"], "x")
    assert re.findall(r'height="(\d+\.\d+)"', weeks) == ["30.00", "60.00"]
    months = heat_map({("a", "2022-01"): 10, ("a", "2022-03"): 1}, frozenset({("a", "2022-02")}),
                      ["2022-01", "2022-02", "2022-03"], "x")  # fmt: skip
    assert re.findall(r'class="(h\d)"', months) == ["h5", "h0", "h1"]
    assert months.count('class="gap"') == 1
    assert re.findall(r'width="([\d.]+)%"', bars([("reading", 4), ("control", 1)], "x")) == ["100.0", "25.0"]


@pytest.mark.parametrize("own", ["", "x", "' or 1=1 --"])
def test_a_hash_that_is_none_finds_nothing(own: str, views: Views) -> None:
    assert views.article(own, "en").status == 404
