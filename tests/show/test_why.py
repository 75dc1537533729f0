"""``covidmeet why``: the decision about any address, with its evidence, from the path that crawls take."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.articles import keep_reject
from covidmeet.archive.captures import Capture, keep_captures
from covidmeet.archive.db import connect
from covidmeet.archive.runs import begin
from covidmeet.archive.visits import Visit, note_visits
from covidmeet.reasons import Reason, Reject
from covidmeet.show import why_words
from covidmeet.show.line_breaks import columns
from covidmeet.sources.warc import WarcReader
from covidmeet.text.charset import STRICT_UTF8
from covidmeet.text.topic import topic_decision
from covidmeet.text.urls import hash_of
from tests.show.conftest import DAMAGED, HOSTILE, MIRROR, SAMPLES, Shelf, Shown

Run = Callable[..., Shown]
Terminal = Callable[..., None]
AT = "2026-01-03T04:05:00+00:00"
OTHER_MATTER = "http://www.sznews.com/news/content/2022-03/16/content_25003310.htm"
TIMED_OUT = "https://www.gz.gov.cn/xw/gzyw/content/post_4001.html"
UNKNOWN = "https://www.gz.gov.cn/xw/gzyw/content/post_4002.html"
PAGE = (
    '<html><head><meta charset="gb2312"></head><body><h1 class="content_title">岚汀区召开疫情防控调度会</h1>'
    '<div id="laiyuan">2022-03-03 来源：岚汀日报</div><div id="zoomcon">'
    "<p>3月2日，岚汀区召开疫情防控工作调度会，区长温知行主持会议并讲话。</p><p>会议要求，把卡口守牢。</p></div></body></html>"
)


@pytest.fixture
def run(run: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Run:
    """On an archive with a page on another matter, one that timed out, and one that was seen there twice."""
    db = connect(shelf.path)
    begin(db, "run-d", "dutenews")
    places = {page.url: page.place for page in WarcReader(SAMPLES)}
    for url, outcome in ((OTHER_MATTER, "out_of_scope"), (shelf.stored_url, "article")):
        place = places[url]
        assert place is not None
        captured = Capture(
            hash_of(url), url, AT, "2022-03-17T00:00:00+00:00", None, 200, "", str(SAMPLES), place.offset,
            outcome, "run-d",
        )  # fmt: skip
        keep_captures(db, [captured])
    keep_reject(db, TIMED_OUT, Reject(Reason.TIMEOUT, "no answer in 30 s"), "run-d")
    note_visits(db, [Visit(hash_of(OTHER_MATTER), None)] * 2)
    db.close()

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("nothing is fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return lambda *words: run("why", *words, "-q")


def as_json(run: Run, *words: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run(*words, "--json").out)
    return told


def facts(shown: Shown) -> dict[str, str]:
    """Label → value of what was written into a pipe."""
    pairs = (re.split(r"\s{2,}", line, maxsplit=1) for line in shown.out.splitlines())
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and pair[0]}


def test_an_archived_page_is_read_again_with_every_decision(run: Run, shelf: Shelf) -> None:
    shown = run(shelf.stored_url)
    told = facts(shown)
    assert shown.code == 0
    assert shown.out.startswith(f"云汀区部署春节前后疫情防控工作\n{shelf.stored_url}\n")
    assert told["by its address"] == "dutenews: article"
    assert told["decision"] == "an article"
    assert told["topic"].startswith(
        "a report of a meeting on prevention: the headline names the epidemic (疫情、"
    )
    assert told["encoding"].startswith("utf-8 (strict UTF-8)")
    assert re.search(r"200 article · file \(2022-03-17 00:00 UTC\) · \S+:\d+  ← read below", shown.out)
    assert re.search(r"^\d+\tbody\tbody\t", shown.out, re.MULTILINE)


def test_every_line_of_the_page_has_a_role_and_a_field_or_a_rule(run: Run, shelf: Shelf) -> None:
    reading = as_json(run, shelf.stored_url)["reading"]
    lines = reading["lines"]
    assert all(line["role"] and line["became"] for line in lines)
    stripped = [line["became"] for line in lines if not line["kept"]]
    assert {rule: stripped.count(rule) for rule in set(stripped)} == reading["stripped"]
    with closing(connect(shelf.path)) as db:
        (body,) = db.execute(
            "select body_original from articles where url = ?", [shelf.stored_url]
        ).fetchone()
    assert "\n".join(line["text"] for line in lines if line["became"] == "body") == body


def test_a_document_is_read_from_its_file(run: Run, shelf: Shelf) -> None:
    told = facts(run(shelf.mirror[:10]))
    assert "by its address" not in told
    assert "reading" in told["repaired"]
    assert told["layout"] == "text: matches"
    assert as_json(run, MIRROR.as_uri())["reading"]["reason"] is None


def test_a_page_on_another_matter_tells_what_decided(run: Run) -> None:
    shown = run(OTHER_MATTER)
    told = facts(shown)
    assert shown.code == 0
    assert told["archived"] == "no"
    assert told["decision"] == "out_of_scope: on another matter than asked for (`topic=`)"
    assert told["topic"] == "on another matter: neither headlines nor first paragraphs name an epidemic"
    assert "on another matter, times: 2" in told["visited"]
    assert f"  covidmeet crawl dutenews -a url={OTHER_MATTER}\n" in shown.out
    plain = as_json(run, OTHER_MATTER)
    assert plain["captures"][0]["route"] == "file"
    assert (plain["reading"]["reason"], plain["reading"]["topic"]["is_report"]) == ("out_of_scope", False)


def test_where_no_page_is_stored_it_says_what_is_known_and_how_to_fetch_it(run: Run) -> None:
    shown = run(TIMED_OUT)
    assert shown.code == 0
    assert facts(shown)["rejected"].endswith("timeout: no answer in 30 s")
    assert f"covidmeet crawl gz_gov -a url={TIMED_OUT}" in shown.out
    assert "Read today" not in shown.out
    assert as_json(run, TIMED_OUT)["reading"] is None


@pytest.mark.parametrize(
    ("url", "command"),
    [
        (UNKNOWN, f"covidmeet crawl gz_gov -a url={UNKNOWN}"),
        (UNKNOWN.removeprefix("https://"), f"covidmeet crawl gz_gov -a url={UNKNOWN}"),
        ("https://www.gz.gov.cn/xw/gzyw/", "covidmeet crawl gz_gov -a start=https://www.gz.gov.cn/xw/gzyw/"),
        (
            f"https://web.archive.example/web/2022id_/{UNKNOWN}",
            f"covidmeet crawl gz_gov -a url={UNKNOWN} -a 'via=https://web.archive.example/web/2022id_/{{url}}'",
        ),
        (
            "http://copy.example/xw/gzyw/content/post_4002.html",
            "covidmeet crawl gz_gov -a url=http://copy.example/xw/gzyw/content/post_4002.html -a mirrors=1",
        ),
        ("https://news.qinghe.example/x y", "covidmeet newsite https://news.qinghe.example/x%20y"),
        ("file:///tmp/a%20b.txt", "covidmeet crawl documents -a 'path=/tmp/a b.txt'"),
    ],
)
def test_an_address_that_nothing_is_known_of_ends_with_one_and_names_the_command(
    url: str, command: str, run: Run
) -> None:
    shown = run(url)
    assert shown.code == 1
    assert shown.out.rstrip().endswith(f"to fetch it:\n  {command}")
    assert "no; the archive knows nothing of this address" in shown.out
    assert as_json(run, url)["command"] == command


def test_a_stored_page_that_cannot_be_read_ends_with_two(run: Run) -> None:
    shown = run(DAMAGED)
    assert shown.code == 2
    assert shown.err.startswith("covidmeet why: the stored page cannot be read: ")
    assert as_json(run, DAMAGED)["unread"].startswith("the stored page cannot be read: ")


def test_what_is_no_address_is_refused(run: Run) -> None:
    assert run("青禾").err == (
        "covidmeet why: '青禾' is no address, no beginning of a url_hash and no number of a hit\n"
    )


def test_a_page_in_a_file_is_read_as_from_its_address(run: Run, shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE.encode("gbk"))
    before = shelf.path.read_bytes()
    shown = run(UNKNOWN, "--page", str(file))
    told = facts(shown)
    assert shown.code == 0
    assert told["decision"] == "an article"
    assert told["encoding"] == "gb18030 (scored) · declared as gb2312"
    assert told["layout"] == "gz_gov: matches"
    assert "2\tinfo\tpage_info\t2022-03-03 来源：岚汀日报\n" in shown.out
    assert shelf.path.read_bytes() == before


def test_a_page_in_a_file_needs_no_archive(
    run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from covidmeet.cli.main import main

    file = tmp_path / "page.html"
    file.write_text(PAGE.replace("疫情防控", "防汛"), "utf-8")
    capfd.readouterr()
    code = main(["why", UNKNOWN, "--page", str(file), "-d", str(tmp_path / "none.db"), "-q", "--json"])
    reading = json.loads(capfd.readouterr().out)["reading"]
    assert code == 0
    assert (reading["reason"], reading["decoding"]["how"]) == ("out_of_scope", "strict UTF-8")
    assert not (tmp_path / "none.db").exists()


def test_layouts_that_do_not_match_tell_why(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body><p>请稍候。</p></body></html>", "utf-8")
    url = "https://www.cbg.cn/a/705/20221201/0123456789abcdef0123456789abcdef.html"
    reading = as_json(run, url, "--page", str(file))["reading"]
    assert [layout["name"] for layout in reading["layouts"]][:4] == ["cbg_2021", "cbg_shtml", "cbg", "wechat"]
    assert reading["layouts"][0]["why"] == "what it needs is not on the page"
    assert reading["layouts"][2]["why"] == "no text where it expects it"
    assert [line["text"] for line in reading["lines"]] == ["请稍候。"]


def test_of_a_page_of_no_layout_the_certainty_of_its_text_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE.replace("content_title", "a").replace("zoomcon", "b"), "utf-8")
    reading = as_json(run, "https://www.lanting.example/1.html", "--page", str(file))["reading"]
    chosen = reading["layouts"][-1]
    assert chosen["name"] == "generic"
    assert 0.5 < chosen["certainty"] <= 1
    assert "the most probable text, certainty " in run("lanting.example/1.html", "--page", str(file)).out


def test_long_pages_are_cut_on_a_terminal_and_whole_in_a_pipe(
    run: Run, shelf: Shelf, terminal: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE.replace("<p>会议", "<p>会议要求，各镇一样。</p>" * 90 + "<p>会议"), "utf-8")
    words = (UNKNOWN, "--page", str(file))
    assert run(*words).out.count("各镇一样") == 90
    assert run(*words, "--lines", "3").out.endswith("… 91 more lines; --lines 94 shows all\n")
    assert "Lines of the page" not in run(*words, "--lines", "0").out
    terminal(80)
    assert run(*words).out.count("各镇一样") == 37
    assert run(*words, "--lines", "94").out.count("各镇一样") == 90


@pytest.mark.parametrize("width", [60, 80])
def test_nothing_but_the_command_is_wider_than_the_terminal(
    width: int, run: Run, shelf: Shelf, terminal: Terminal
) -> None:
    terminal(width, True)
    for word in (shelf.stored_url, shelf.mirror, OTHER_MATTER, HOSTILE):
        shown = run(word, "--lang", "zh").out
        lines = [
            line for line in re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines() if "covidmeet " not in line
        ]
        assert max(map(columns, lines)) <= width
        assert not re.search(r"[\x1b\x9b\u202e](?!\[[\d;]*m)", shown)


def test_every_sentence_that_is_decided_by_has_its_chinese_words() -> None:
    told = set(why_words.WORDS)
    topic, charset, reading = (
        Path(f"covidmeet/{name}.py").read_text("utf-8")
        for name in ("text/topic", "text/charset", "show/page_reading")
    )
    whys = set(re.findall(r'TopicDecision\((?:True|False), "([^"]+)"', topic))
    hows = set(re.findall(r'(?:_finish|_strictly)\([^()]*(?:\([^()]*\))?[^()]*, "([^"]+)"\)', charset))
    hows.add(STRICT_UTF8)
    missed = set(re.findall(r'TriedLayout\(layout\.name, "([^"]+)"', reading))
    assert (len(whys), len(missed)) == (10, 2)
    assert {"strict UTF-8", "byte order mark", "guessed"} <= hows
    assert whys | missed | hows - {"declared"} <= told


@pytest.mark.parametrize(
    ("title", "body", "why", "words"),
    [
        (
            "青禾县召开非洲猪瘟疫情会议",
            "",
            "the headlines name an epidemic of animals or plants",
            ("非洲猪瘟",),
        ),
        (
            "青禾县举行疫情防控新闻发布会",
            "",
            "the headlines name a gathering of another kind",
            ("新闻发布会",),
        ),
        ("青禾县发布疫情通告", "", "an epidemic is named, but no meeting that was held", ("疫情",)),
        (
            "青禾县召开防汛会议",
            "会上提到疫情。",
            "the headline names another matter",
            ("防汛", "召开防汛会议"),
        ),
        (
            "青禾县召开会议",
            "3月2日，青禾县召开会议，研究部署疫情防控工作。",
            "the first sentence says that the meeting was about it",
            ("研究部署疫情", "召开会议"),
        ),
    ],
)
def test_the_topic_is_told_with_the_words_that_decided(
    title: str, body: str, why: str, words: tuple[str, ...]
) -> None:
    decision = topic_decision(title, body=[body])
    assert (decision.why, decision.words) == (why, words)
