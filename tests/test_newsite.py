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
from pytest_httpserver import HTTPServer

from covidmeet.cli.newsite import NewSiteError, Saved, check_url, fetch, in_project, path_pattern, plan, write

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
    saved = next(step for step in written if step.file == "saved.html")
    project.joinpath("saved.html").write_text(saved.text, encoding="utf-8")
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
    assert ran >= 5
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
        plan(in_project(tmp_path), name)


@pytest.mark.parametrize("taken", ["covidmeet/spiders/qinghe.py", "tests/pages/qinghe/"])
def test_nothing_is_overwritten(tmp_path: Path, taken: str) -> None:
    path = tmp_path / taken
    if taken.endswith("/"):
        path.mkdir(parents=True)
    else:
        path.parent.mkdir(parents=True)
        path.write_text("mine", encoding="utf-8")
    with pytest.raises(NewSiteError, match="already"):
        plan(in_project(tmp_path), "qinghe")


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
    paths = plan(in_project(tmp_path), "odd_site")
    paths["spider"].parent.mkdir(parents=True)
    write(paths, "odd_site", url, Saved(b"<p>"))
    source = paths["spider"].read_text(encoding="utf-8")
    compile(source, "odd_site.py", "exec")
    assert "class OddSiteSpider(NewsSpider)" in source
    assert json.loads(paths["facts"].read_text(encoding="utf-8"))["url"] == url


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
