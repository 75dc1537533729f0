"""What a published folder holds, and what becomes of a folder that is there."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from parsel import Selector

from covidmeet.archive.db import connect
from covidmeet.archive.export.errors import ExportError
from covidmeet.archive.export.selection import Selection
from covidmeet.browse.stored_copy import StoredCopy
from covidmeet.cli.main import main
from covidmeet.publish.folder_links import article_path, stored_path
from covidmeet.publish.search_index import SearchIndexWriter
from covidmeet.publish.stored_page import stored_file
from covidmeet.publish.words import FAULTS, folder_words
from covidmeet.text.urls import hash_of
from tests.made_articles import article
from tests.publish.conftest import publish_from
from tests.show.conftest import COPY, HOSTILE, PLAIN, Shelf


def pages(folder: Path) -> dict[str, Selector]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    return {name: Selector(path.read_text("utf-8")) for name, path in sorted(found.items())}


def read_script(path: Path) -> tuple[str, object]:
    """The name and the value of a file of the index."""
    told = re.fullmatch(r'covidmeet\.loaded\("([^"]+)",(.*)\);\n', path.read_text("utf-8"), re.DOTALL)
    assert told
    return told[1], json.loads(told[2])


def test_every_link_leads_to_a_file_of_the_folder(folder: Path) -> None:
    reached = {"index.html"}
    for name, page in pages(folder).items():
        links = page.xpath("//@href | //@src | //form/@action").getall()
        assert links or name.startswith("stored/")
        for link in links:
            parts = urlsplit(link)
            assert not parts.scheme and not parts.netloc and not parts.path.startswith("/"), (name, link)
            target = (folder / name).parent / unquote(parts.path)
            assert parts.path == "" or target.is_file(), (name, link)
            reached.add(target.resolve().relative_to(folder.resolve()).as_posix() if parts.path else name)
    assert reached >= set(pages(folder))


def test_an_article_page_is_that_of_browse_in_both_languages(folder: Path, shelf: Shelf) -> None:
    for language, tag in (("en", "en"), ("zh", "zh-CN")):
        page = pages(folder)[f"{language}/{article_path(shelf.mirror)}"]
        assert page.xpath("/html/@lang").get() == tag
        assert page.xpath("string(//h1/del[1])").get() == "(kāi)"
        assert (
            page.css("section.pair p[lang=zh-Hant]") and page.css("ins.doubtful") and page.css("blockquote")
        )
        other = "en" if language == "zh" else "zh"
        assert page.css("nav a::attr(href)").get() == f"../../../{other}/{article_path(shelf.mirror)}"
    copy = pages(folder)[f"en/{article_path(hash_of(COPY))}"]
    assert copy.css("ul.copies a::attr(href)").getall() == [f"../../../en/{article_path(hash_of(PLAIN))}"]


def test_nothing_comes_from_outside_and_scripts_run_only_for_the_search(folder: Path) -> None:
    for name, page in pages(folder).items():
        if name == "index.html":
            continue
        policy = page.css("meta[http-equiv='Content-Security-Policy']::attr(content)").get() or ""
        assert policy.startswith("default-src 'none'")
        assert "http" not in policy
        assert bool(page.css("script")) == name.endswith("/search.html")
        assert ("script-src 'self'" in policy) == name.endswith("/search.html")


def test_a_stored_page_is_text_in_a_frame_without_rights(folder: Path, shelf: Shelf) -> None:
    page = pages(folder)[f"en/{article_path(shelf.mirror)}"]
    frame = page.css("iframe")
    assert (frame.attrib["sandbox"], frame.attrib["src"]) == ("", f"../../../{stored_path(shelf.mirror)}")
    stored = pages(folder)[stored_path(shelf.mirror)]
    (inner,) = stored.css("iframe")
    assert inner.attrib["sandbox"] == ""
    assert "qǐng" in inner.attrib["srcdoc"]
    assert not pages(folder)[f"en/{article_path(hash_of(PLAIN))}"].css("iframe")


def test_a_stored_page_cannot_leave_its_frame() -> None:
    hostile = "<p>\"'&amp;</p></iframe><script>alert(1)</script>\0".encode("gb18030")
    page = Selector(stored_file(StoredCopy(hostile, False, "gb18030"), "<b>"))
    assert page.css("iframe::attr(srcdoc)").get() == hostile.decode()[:-1] + "\ufffd"
    assert not page.css("script, b")
    unknown = Selector(stored_file(StoredCopy("一".encode(), True, "x-none"), ""))
    assert unknown.css("iframe::attr(srcdoc)").get() == '<pre style="white-space: pre-wrap">一</pre>'


def test_the_front_page_has_the_figures_of_the_selection(shelf: Shelf, tmp_path: Path) -> None:
    publish_from(shelf.path, tmp_path / "p", Selection(phrase="青禾县"))
    found = pages(tmp_path / "p")
    front = found["en/index.html"]
    counts = dict(
        zip(front.css(".counts li::text").getall(), front.css(".counts b::text").getall(), strict=True)
    )
    assert (counts["articles"], counts["revisions"]) == ("3", "1")
    assert "rejected pages" not in counts
    assert len([name for name in found if name.startswith("zh/article/")]) == 3
    assert len(found["en/list/undated.html"].css("ol.hits li")) == 3
    assert found["zh/list/site-1.html"].css("h1::text").get() == "generic"


def test_long_lists_go_on_on_further_pages(database: Path, tmp_path: Path) -> None:
    from covidmeet.archive.articles import store

    db = connect(database)
    for number in range(201):
        store(db, article(str(number), published_at="2022-03-01"), "run-1")
    db.close()
    publish_from(database, tmp_path / "p")
    found = pages(tmp_path / "p")
    assert [len(found[f"en/list/2022-03{end}.html"].css("ol.hits li")) for end in ("", "-2")] == [200, 1]
    assert (
        found["en/list/2022-03.html"].css("a[rel=next]::attr(href)").get() == "../../en/list/2022-03-2.html"
    )


def test_the_same_archive_gives_the_same_bytes(shelf: Shelf, folder: Path, tmp_path: Path) -> None:
    publish_from(shelf.path, tmp_path / "again")
    publish_from(shelf.path, tmp_path / "again")  # replaced
    first, second = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (folder, tmp_path / "again")
    )
    assert first == second
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_a_folder_with_other_files_is_refused(shelf: Shelf, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    publish_from(shelf.path, other)  # an empty one is taken
    (folder / "notes.txt").write_text("mine")
    for target in (tmp_path, folder):
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(ExportError, match=r"holds files|notes\.txt"):
            publish_from(shelf.path, target)
        assert sorted(tmp_path.rglob("*")) == before


def test_what_fails_leaves_the_folder_as_it_was(
    shelf: Shelf, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr(SearchIndexWriter, "finish", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish_from(shelf.path, folder)
    assert sorted(tmp_path.rglob("*")) == before
    with pytest.raises(ExportError, match="is after"):
        publish_from(shelf.path, folder, Selection(since=date(2022, 2, 1), until=date(2022, 1, 1)))


def test_the_command_tells_what_it_wrote(
    shelf: Shelf, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["publish", str(tmp_path / "p"), "-d", str(shelf.path)]
    assert main([*words, "--search", "林知秋"]) == 0
    assert "1 article written to" in capfd.readouterr().err
    assert main(words) == 2  # the page of one article is gone
    told = capfd.readouterr().err
    assert "2 stored pages; 3 articles without one" in told
    assert "the stored page cannot be read" in told
    assert main([*words, "--no-stored"]) == 0
    assert not (tmp_path / "p" / "stored").exists()
    assert main(["publish", str(tmp_path), "-d", str(shelf.path)]) == 1


def test_an_empty_selection_is_a_folder_too(database: Path, tmp_path: Path) -> None:
    connect(database).conn.close()
    assert publish_from(database, tmp_path / "p").articles == 0
    assert read_script(tmp_path / "p" / "search" / "info.js")[1]["articles"] == 0  # type: ignore[index]


def test_the_index_has_each_text_in_the_order_of_the_lists(folder: Path) -> None:
    name, texts = read_script(folder / "search" / "texts" / "0.js")
    assert isinstance(texts, list)
    listed = pages(folder)["en/list/undated.html"].css("ol.hits a::attr(href)").getall()
    assert name == "texts/0"
    assert [f"../../en/{article_path(row[0])}" for row in texts if not row[2]] == listed
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", (folder / "search/texts/0.js").read_text("utf-8")
    )
    assert hash_of(HOSTILE) in {row[0] for row in texts}


def test_every_word_is_translated() -> None:
    chinese = folder_words("zh")
    assert not [fault for fault in FAULTS if chinese[fault] == fault]
    script = Path("covidmeet/publish/query.js").read_text("utf-8")
    assert set(re.findall(r'fail\((?:[^"]*\? )?"([a-z][^"]+)"', script)) <= set(FAULTS)
