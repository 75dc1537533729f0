"""``covidmeet newsite``, and the document on adding a site, followed to the letter."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer

from covidmeet.cli.given import Given
from covidmeet.cli.newsite import command as newsite
from covidmeet.newsite.addresses import path_pattern
from covidmeet.newsite.fetching import NewSiteError, Saved, check_url, fetch
from covidmeet.newsite.writing import PageAtHand, check_name, in_project, write

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "adding-a-site.md"
URL = "http://news.qinghe.example/yq/202203/t20220318_1001.html"
_BLOCK = re.compile(
    r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Step:
    """A file to write, or commands to run."""

    kind: str
    file: str | None
    text: str

    @property
    def commands(self) -> list[str]:
        return [line.removeprefix("$ ") for line in self.text.splitlines() if line.startswith("$ ")]


def steps() -> Iterator[Step]:
    for match in _BLOCK.finditer(DOCUMENT.read_text(encoding="utf-8")):
        yield Step(match["kind"], match["file"], match["text"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project without its history and its environment."""
    copy = tmp_path / "project"
    for name in ("covidmeet", "tests", "tools"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("scrapy.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def run(project: Path, command: str) -> subprocess.CompletedProcess[str]:
    """The command with this Python and in the copy."""
    words = shlex.split(command)
    program = {"covidmeet": ["-m", "covidmeet"], "python": []}[words[0]]
    environment = {key: value for key, value in os.environ.items() if key != "SCRAPY_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, *program, *words[1:]],
        cwd=project,
        env=environment | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_the_document_leads_to_a_green_test_and_an_archived_article(project: Path) -> None:
    written = list(steps())
    for saved in (step for step in written if step.kind == "html" and step.file):
        project.joinpath(str(saved.file)).write_text(saved.text, encoding="utf-8")
    ran = 0
    for step in written:
        if step.file:
            path = project / step.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        for command in step.commands if step.kind == "console" else []:
            done = run(project, command)
            assert done.returncode == 0, f"$ {command}\n{done.stdout}\n{done.stderr}"
            ran += 1
            if "newsite" in command:
                check_that_nothing_passes_yet(project)
    assert ran >= 4
    done = run(project, 'python -m pytest -q tests/test_pages.py -k "qinghe"')
    assert done.returncode == 0, done.stdout
    with sqlite3.connect(project / "data" / "qinghe.db") as db:
        rows = db.execute("select site, layout, title, reporters from articles").fetchall()
    assert rows == [("qinghe", "qinghe", "青禾县召开疫情防控工作调度会", '["麦小田"]')]
    assert "qinghe" in run(project, "python -m covidmeet.crawl.site_registry").stdout.split()


def check_that_nothing_passes_yet(project: Path) -> None:
    """What the command wrote is there, imports, and fails its test until a person has read the page."""
    page = project / "tests" / "pages" / "qinghe" / "first"
    assert json.loads(page.joinpath("expect.json").read_text(encoding="utf-8"))["proposed"] is True
    assert page.joinpath("page.body").read_bytes() == project.joinpath("saved.html").read_bytes()
    done = run(project, 'python -m pytest -q tests/test_pages.py -k "qinghe and page_gives"')
    assert done.returncode == 1
    assert "1 failed" in done.stdout
    again = run(project, f"covidmeet newsite qinghe {URL} --saved saved.html")
    assert again.returncode == 1
    assert "already" in again.stderr


@pytest.mark.parametrize(
    "name", ["", "Qinghe", "1site", "a", "class", "generic", "../x", "a-b", "青禾", "x" * 40]
)
def test_a_bad_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NewSiteError, match="not a name"):
        check_name(in_project(tmp_path), name)


@pytest.mark.parametrize("taken", ["covidmeet/spiders/qinghe.py", "tests/pages/qinghe/"])
def test_nothing_is_overwritten(tmp_path: Path, taken: str) -> None:
    path = tmp_path / taken
    if taken.endswith("/"):
        path.mkdir(parents=True)
    else:
        path.parent.mkdir(parents=True)
        path.write_text("mine", encoding="utf-8")
    with pytest.raises(NewSiteError, match="already"):
        check_name(in_project(tmp_path), "qinghe")
    check_name(in_project(tmp_path), "qinghe", force=True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "qinghe",
        "file:///etc/passwd",
        "ftp://a.example/b",
        "http://",
        "http://[",
        "http://a b/",
        'http://a"b/',
        "http://a.example/b\nc",
    ],
)
def test_a_url_that_is_no_article_is_refused(url: str) -> None:
    with pytest.raises(NewSiteError):
        check_url(url)


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/yq/202203/t20220318_1001.html", r"/yq/\d+/t\d+_\d+\.html"),
        ("/a/705/20221201/5f0c7d2b9e8a4f61b3d07c6a2e915d84.html", r"/a/\d+/\d+/[0-9a-f]{32}\.html"),
        ("/x-y/z", r"/x-y/z"),
        ("", "/"),
    ],
)
def test_the_pattern_of_a_path_lets_numbers_and_ids_differ(path: str, pattern: str) -> None:
    assert path_pattern(path) == pattern
    assert re.fullmatch(pattern, path or "/")


def test_the_spider_compiles_whatever_the_url(tmp_path: Path) -> None:
    url = 'http://A.example:8080/x"y$z/1\\2.html'
    places = in_project(tmp_path)
    write(places, "odd_site", [PageAtHand(url, Saved(b"<p>"))])
    source = (places.spiders / "odd_site.py").read_text(encoding="utf-8")
    compile(source, "odd_site.py", "exec")
    assert "class OddSiteSpider(NewsSpider)" in source
    facts = (places.pages / "odd_site" / "first" / "page.json").read_text(encoding="utf-8")
    assert json.loads(facts)["url"] == url


def test_a_page_is_fetched_byte_for_byte_with_its_headers(httpserver: HTTPServer) -> None:
    body = "会议".encode("gbk") + b"\x00\xff"
    httpserver.expect_request("/a.html", headers={"User-Agent": "me"}).respond_with_data(
        body, content_type="text/html; charset=gb2312"
    )
    saved = fetch(httpserver.url_for("/a.html"), "me")
    assert saved.body == body
    assert saved.status == 200
    assert ("Content-Type", "text/html; charset=gb2312") in saved.headers


def test_the_answer_to_a_blocked_reader_is_saved_as_well(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a.html").respond_with_data("no", status=405)
    saved = fetch(httpserver.url_for("/a.html"), "me")
    assert (saved.status, saved.body) == (405, b"no")


def test_a_page_that_cannot_be_fetched_says_what_to_do() -> None:
    with pytest.raises(NewSiteError, match="--saved"):
        fetch("http://127.0.0.1:9/a.html", "me")


def new_site(folder: Path, *words: str) -> Result:
    """The command with ``folder`` as the folder of sites."""
    return CliRunner().invoke(newsite, [*words, "-s", f"SITES_DIR={folder}"], obj=Given())


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no clone of the project, with the page of the document in it."""
    monkeypatch.chdir(tmp_path)
    page = next(step.text for step in steps() if step.file == "saved.html")
    Path("saved.html").write_text(page, encoding="utf-8")
    return tmp_path / "sites"


def test_in_any_folder_a_site_is_proposed_from_one_saved_page(elsewhere: Path) -> None:
    done = new_site(elsewhere, URL, "--saved", "saved.html")
    assert done.exit_code == 0, done.output
    source = (elsewhere / "qinghe.py").read_text("utf-8")
    for told in ('title=("h1.headline",)', 'info=("div.meta",)', 'body=("#text",)', "trs.ARTICLE", "^青禾网"):
        assert told in source
    expected = json.loads((elsewhere / "pages" / "qinghe" / "first" / "expect.json").read_text("utf-8"))
    assert (expected["proposed"], expected["title"]) == (True, "青禾县召开疫情防控工作调度会")
    assert (expected["published_at"], expected["editors"]) == ("2022-03-18T08:30:00+08:00", ["柳叶"])
    assert "no list is at hand" in done.output


def test_what_a_person_has_read_outlives_force(elsewhere: Path) -> None:
    assert new_site(elsewhere, URL, "--saved", "saved.html").exit_code == 0
    assert "already" in str(new_site(elsewhere, URL, "--saved", "saved.html").output)
    expectation = elsewhere / "pages" / "qinghe" / "first" / "expect.json"
    expectation.write_text('{"title": "读过"}', encoding="utf-8")
    (elsewhere / "qinghe.py").write_text("mine", encoding="utf-8")
    done = new_site(elsewhere, URL, "--saved", "saved.html", "--force")
    assert done.exit_code == 0, done.output
    assert "left as it is" in done.output
    assert expectation.read_text("utf-8") == '{"title": "读过"}'
    assert "SITE = Site(" in (elsewhere / "qinghe.py").read_text("utf-8")


def test_a_host_that_has_a_spider_is_told(elsewhere: Path) -> None:
    url = "https://www.gz.gov.cn/xw/gzyw/content/post_1.html"
    done = new_site(elsewhere, "other", url, "--saved", "saved.html")
    assert done.exit_code == 1
    assert "www.gz.gov.cn is a host of gz_gov, which has a spider already" in done.output
    assert new_site(elsewhere, "other", url, "--saved", "saved.html", "--force").exit_code == 0


def test_a_status_that_is_not_200_is_told(elsewhere: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a/1.html").respond_with_data("<p>不在了</p>", status=404)
    url = httpserver.url_for("/a/1.html")
    done = new_site(elsewhere, "gone", url)
    assert done.exit_code == 1
    assert "answered 404 Not Found" in done.output
    assert not elsewhere.exists()
    assert new_site(elsewhere, "gone", url, "--force").exit_code == 0
    assert (
        json.loads((elsewhere / "pages/gone/first/expect.json").read_text("utf-8"))["reject"] == "not_found"
    )


def test_each_address_needs_its_page(elsewhere: Path) -> None:
    done = new_site(elsewhere, URL, "http://news.qinghe.example/yq/", "--saved", "saved.html")
    assert (done.exit_code, "2 addresses and 1 saved pages" in done.output) == (1, True)
