"""``covidmeet show``: one article, in a pipe and on a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from covidmeet.archive.reader import open_read_only
from covidmeet.cli import console
from covidmeet.items import COLUMNS, Article
from covidmeet.show.finding import NoSuchArticle, find_article
from covidmeet.show.line_breaks import columns
from covidmeet.site import Site
from covidmeet.text.urls import UrlRules, hash_of
from tests.show.conftest import COPY, DAMAGED, HOSTILE, PLAIN, SAMPLES, Shelf, Shown

Run = Callable[..., Shown]
Terminal = Callable[..., None]


def test_an_article_is_shown_whole_in_a_pipe(run: Run, shelf: Shelf) -> None:
    shown = run("show", shelf.stored)
    assert shown.code == 0
    lines = shown.out.splitlines()
    assert lines[0] == "云汀区部署春节前后疫情防控工作"
    assert "published  2023-01-09" in lines
    assert "reporters  顾小舟、温如言" in lines
    assert f"url        {shelf.stored_url}" in lines
    assert f"page        {SAMPLES}" in shown.out
    assert max(map(columns, lines)) > 130  # nothing is folded
    assert "\x1b" not in shown.out


@pytest.mark.parametrize("option", [[], ["--original"], ["--repairs"], ["--lines"]])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_nothing_is_wider_than_the_terminal(
    option: list[str], width: int, run: Run, shelf: Shelf, terminal: Terminal
) -> None:
    terminal(width)
    lines = run("show", shelf.mirror, *option).out.splitlines()
    assert max(map(columns, lines)) <= width
    assert not [line for line in lines if re.match(r"[，。、；：！？）》”〗,.;]", line)]


def test_the_terminal_is_coloured_and_no_pipe_is(run: Run, shelf: Shelf, terminal: Terminal) -> None:
    terminal(60, True)
    coloured = run("show", shelf.mirror, "--repairs").out
    terminal(60, False)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == run("show", shelf.mirror, "--repairs").out != coloured


def test_both_scripts_stand_beside_each_other_where_there_is_room(
    run: Run, shelf: Shelf, terminal: Terminal
) -> None:
    terminal(120)
    wide = run("show", shelf.mirror, "--original").out
    assert re.search(r"梁棲梧指出.* │ 梁栖梧指出", wide)
    terminal(60)
    narrow = run("show", shelf.mirror, "--original").out
    assert " │ " not in narrow
    assert narrow.index("梁棲梧指出") < narrow.index("梁栖梧指出")


def test_repairs_are_marked_where_they_were_made(run: Run, shelf: Shelf) -> None:
    shown = run("show", shelf.mirror, "--repairs").out
    assert "惠州日〖?qǐng)?bào) → 報〗訊" in shown
    assert "望潮市召开〖(kāi) →〗疫情" in shown  # in the headline as well
    assert "Repaired on the whole page: reading" in shown
    assert "No damage is known to be left" in shown
    assert "Nothing was repaired" in run("show", PLAIN, "--repairs").out


def test_lines_are_listed_with_their_rule(run: Run, shelf: Shelf) -> None:
    rows = [
        line.split("\t") for line in run("show", shelf.stored, "--lines").out.splitlines() if "\t" in line
    ]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert ["2", "title", "云汀区部署春节前后疫情防控工作"] in rows
    assert ["11", "below_article", "粤ICP备00000003号"] in rows


@pytest.mark.parametrize("command", [["show", "--lines"], ["why"]])
def test_meetings_are_looked_for_only_where_the_setting_says_so(
    command: list[str], run: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []

    def noted(article: Article, site: Site) -> None:
        texts.append(article.body)

    monkeypatch.setattr("covidmeet.stages.facts.meetings_of", noted)
    name, *options = command
    run(name, shelf.stored_url, *options, "-s", "FACTS=0")
    assert texts == []
    run(name, shelf.stored_url, *options)
    assert len(texts) == 1


@pytest.mark.parametrize("url", [PLAIN, DAMAGED])
def test_without_its_page_only_counts_are_told(url: str, run: Run) -> None:
    shown = run("show", url, "--lines")
    assert shown.code == 2
    assert "Only counts are stored" in shown.out
    gone = run("show", url, "--page")
    assert (gone.code, gone.out) == (2, "")
    assert "cannot be read" in gone.err if url == DAMAGED else "is not kept" in gone.err


def test_the_page_is_written_into_a_pipe(run: Run, shelf: Shelf) -> None:
    page = run("show", shelf.stored, "--page").out
    assert "<html" in page
    assert "发热门诊二十四小时开诊" in page


def test_json_has_every_column_and_objects(run: Run, shelf: Shelf) -> None:
    record = json.loads(run("show", shelf.mirror, "--json").out)
    assert tuple(record) == COLUMNS
    assert record["reporters"] == ["唐小棠"]
    assert record["repairs"]["lost_byte"] == 2


def test_revisions_and_copies_are_named(run: Run) -> None:
    shown = run("show", COPY).out
    assert f"{PLAIN}  (same_as)" in shown
    shown = run("show", PLAIN).out
    assert re.search(r"revisions +2026-01-01 00:00 UTC  青禾县召开会议", shown)
    assert re.search(rf"copies +[0-9a-f]{{12}}  same  {COPY}", shown)


@pytest.mark.parametrize("option", [[], ["--json"], ["--cite"], ["--repairs"], ["--original"], ["--lines"]])
def test_controls_never_reach_the_terminal_and_markup_is_text(
    option: list[str], run: Run, terminal: Terminal
) -> None:
    terminal(80)
    out = run("show", HOSTILE, *option).out
    assert "[b]会议" in out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)


def test_a_citation_is_text_and_bibtex(run: Run) -> None:
    cited = run("show", PLAIN, "--cite").out
    assert cited.startswith(f"江晚舟. 青禾县召开会议[N/OL]. [2026-01-01]. {PLAIN}. Archived: covidmeet, ")
    assert "  author = {{江晚舟}},\n  title = {{青禾县召开会议}},\n" in cited
    assert "  urldate = {2026-01-01},\n" in cited
    hostile = run("show", HOSTILE, "--cite").out
    assert r"\& 100\%\_\textbraceleft{}}}" in hostile
    entry = hostile[hostile.index("@online") :]
    assert entry.count("{") == entry.count("}")


def test_what_is_shown_is_found_by_hash_number_and_address(run: Run, shelf: Shelf) -> None:
    whole = run("show", shelf.stored).out
    assert run("show", shelf.stored[:8]).out == whole
    assert run("show", shelf.stored_url).out == whole
    assert run("show", "https://web.archive.example/web/2022id_/" + shelf.stored_url).out == whole
    assert run("search", "发热门诊二十四小时").code == 0
    assert run("show", "1").out in (whole, run("show", shelf.mirror).out)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("https://news.qinghe.example/a/1.html", f"is not in the archive; did you mean {PLAIN}?"),
        ("http://www.news.qinghe.example/a/1.html/", f"did you mean {PLAIN}?"),
        ("http://m.copy.qinghe.example/b", f"did you mean {COPY}?"),
        ("http://other.example/", "http://other.example/ is not in the archive"),
        ("abc", "abc is too short"),
        ("ffffffff", "no article's url_hash begins with ffffffff"),
        ("3", "there is no hit 3: nothing was searched in this archive yet"),
        ("青禾", "is no address, no beginning of a url_hash and no number of a hit"),
    ],
)
def test_what_is_not_found_is_told_in_one_sentence(word: str, sentence: str, run: Run) -> None:
    shown = run("show", word, "-q")
    assert (shown.code, shown.out) == (1, "")
    assert sentence in shown.err
    assert shown.err.count("\n") == 1


def test_a_number_beyond_the_last_search_is_told(run: Run) -> None:
    run("search", "江晚舟出席")
    assert "there is no hit 9: the last search in this archive found 2" in run("show", "9").err
    run("search", "从未说过的话")
    assert "found 0" in run("show", "1").err


def test_showing_changes_nothing(run: Run, shelf: Shelf) -> None:
    before = sha256(shelf.path.read_bytes()).hexdigest()
    for option in ("--lines", "--repairs", "--original", "--json", "--cite"):
        run("show", shelf.mirror, option)
    assert sha256(shelf.path.read_bytes()).hexdigest() == before


def test_words_around_it_are_chinese_where_that_is_asked_for(run: Run) -> None:
    assert re.search(r"记者 +江晚舟", run("show", PLAIN, "--lang", "zh").out)


def test_hits_are_numbered_and_safe(run: Run) -> None:
    out = run("search", "2J").out
    assert out.startswith("  1  [b]会议�2J[/b] & 100%_{\n")


def test_on_a_terminal_the_page_is_opened(
    run: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []

    def open_in_browser(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("webbrowser.open", open_in_browser)
    shown = run("show", shelf.stored, "--page")
    assert (shown.code, len(opened)) == (0, 1)
    assert "the page, without scripts and what it loads, is in" in shown.err
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    shown = run("show", shelf.stored, "--page")
    assert (shown.code, "there is no browser" in shown.err) == (2, True)


def test_the_address_of_a_mobile_page_is_that_of_its_article(shelf: Shelf) -> None:
    rules = UrlRules(hosts={"m.qinghe.example": "news.qinghe.example"})
    with closing(open_read_only(shelf.path)) as db:
        mobile = PLAIN.replace("news.", "m.")
        assert find_article(db, mobile, None, lambda host: [rules]) == hash_of(PLAIN)
        with pytest.raises(NoSuchArticle, match="is not in the archive"):
            find_article(db, mobile, None)


def test_no_colour_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert console.is_coloured()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not console.is_coloured()


@pytest.mark.slow
@pytest.mark.parametrize("charset", ["gbk", "ascii", "utf-8"])
@pytest.mark.parametrize("program", ["covidmeet", "scrapy"])
def test_every_console_gets_something_it_can_print(program: str, charset: str, shelf: Shelf) -> None:
    done = subprocess.run(
        [sys.executable, "-m", program, "show", HOSTILE, "-d", str(shelf.path)],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": charset},
        timeout=60,
    )
    assert done.returncode == 0
    assert "会议" in done.stdout.decode("utf-8" if charset == "ascii" else charset)


@pytest.mark.slow
def test_neither_scrapy_nor_sqlite_utils_nor_rich_is_imported(shelf: Shelf) -> None:
    program = (
        "import sys; from covidmeet.cli.main import main; code = main(sys.argv[1:]);"
        "slow = {'scrapy', 'sqlite_utils', 'rich', 'lxml', 'opencc'} & set(sys.modules);"
        "sys.exit(f'{slow}' if slow else code)"
    )
    words = ["show", shelf.stored, "-d", str(shelf.path)]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
