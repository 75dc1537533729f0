"""A site in the user's folder is one of the list of sites, for every command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from covidmeet.archive.db import connect
from covidmeet.crawl.site_facts import facts_of_sites
from covidmeet.crawl.site_registry import all_sites, site_files

ROOT = Path(__file__).parents[2]
SPIDER = '''"""qinghe: 青禾网."""

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Layout, Listing, Sign, Site

SITE = Site(
    name="qinghe",
    signs=(Sign(r"^青禾网$"),),
    articles=(Articles(("news.qinghe.example",), r"/a/[0-9]+"),),
    lists=(Listing(start=("http://news.qinghe.example/",), item="li"),),
    layouts=(Layout("qinghe", title=("h1",), body=("#text",)),),
    floors={"source": 0.1},
)


class QingheSpider(NewsSpider):
    name = SITE.name
    site = SITE
'''
DOCUMENT = "青禾县召开疫情防控会议\n会议要求，各乡镇把登记做好，把药送到老人家里，当天办完。\n青禾网\n"


def test_what_the_texts_of_the_files_tell_is_what_the_sites_state() -> None:
    facts = facts_of_sites()
    assert list(facts) == list(site_files()) == [site.name for site in all_sites()]
    for site in all_sites():
        assert facts[site.name].starts is site.starts
        assert site.floors.items() <= facts[site.name].floors.items()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sites"
    folder.mkdir()
    (folder / "qinghe.py").write_text(SPIDER, "utf-8")
    # One that comes with covidmeet cannot be replaced, and what states no site is no site.
    (folder / "cbg.py").write_text("raise SystemExit('not this one')\nSITE = None\n", "utf-8")
    return folder


def covidmeet(*words: object, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "covidmeet", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environ,
    )


@pytest.mark.slow
@pytest.mark.parametrize("by", ["setting", "variable"])
def test_every_command_knows_it(by: str, folder: Path, tmp_path: Path) -> None:
    option = ["-s", f"SITES_DIR={folder}"] if by == "setting" else []
    environ = {"COVIDMEET_SITES_DIR": str(folder)} if by == "variable" else {}
    archive = tmp_path / "x.db"
    connect(archive).close()
    done = covidmeet("list", *option, cwd=tmp_path, **environ)
    assert {"qinghe", "cbg", "documents"} <= set(done.stdout.split()), done.stderr
    done = covidmeet("status", "--json", "-d", archive, *option, cwd=tmp_path, **environ)
    assert "qinghe" in [site["site"] for site in json.loads(done.stdout)["sites"]]
    (tmp_path / "text.txt").write_text(DOCUMENT, "utf-8")
    documents = ["crawl", "documents", "-a", "path=text.txt", "-q", "-d", archive]
    done = covidmeet(*documents, *option, cwd=tmp_path, **environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert connect(archive).execute("select site from articles").fetchall() == [("qinghe",)]
    done = covidmeet("crawl", "qinghe", "-a", "pages=x", "-d", archive, *option, cwd=tmp_path, **environ)
    assert (done.returncode, "pages: x: must be a number" in done.stderr) == (1, True), done.stderr
    assert covidmeet("crawl", "qinghe", "-d", archive, cwd=tmp_path).returncode == 1


SYNTAX = ("SITE = (\n", "SyntaxError: '(' was never closed")
NAME = ("SITE = Site()\n", "NameError: name 'Site'")


@pytest.mark.slow
@pytest.mark.parametrize("broken", [SYNTAX, NAME])
@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("list", 2, "covidmeet list: the spider broken is left out: {why}"),
        ("crawl broken", 1, "covidmeet crawl: {why}"),
        ("crawl documents -a path=text.txt", 0, "The site broken is left out: {why}"),
        ("status broken", 0, "broken: cannot be crawled: {why}"),
        ("status broken --check", 2, "broken: cannot be crawled: {why}"),
        ("crawlall broken", 1, "broken: not run: {why}"),
    ],
)
def test_one_that_is_broken_is_named_and_stops_no_other(
    line: str, code: int, told: str, broken: tuple[str, str], folder: Path, tmp_path: Path
) -> None:
    text, why = broken
    (folder / "broken.py").write_text(text, "utf-8")
    (tmp_path / "text.txt").write_text(DOCUMENT, "utf-8")
    connect(tmp_path / "x.db").close()
    words = [*line.split(), "-s", f"SITES_DIR={folder}", "-d", "x.db", "-q"]
    done = covidmeet(*words, cwd=tmp_path, COLUMNS="300")
    assert done.returncode == code, done.stderr
    assert told.format(why=f"{folder / 'broken.py'}, line 1: {why}") in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if line == "list":
        assert {"qinghe", "cbg", "documents"} <= set(done.stdout.split())
    if "documents" in line:
        assert connect(tmp_path / "x.db").execute("select site from articles").fetchall() == [("qinghe",)]


@pytest.mark.slow
def test_the_others_are_crawled(folder: Path, tmp_path: Path) -> None:
    """``crawlall`` without names tries the broken one as well, whose crawl says why it cannot."""
    (folder / "broken.py").write_bytes(b"\xc7\xe0\xba\xcc\0")
    (folder / "qinghe.py").write_text(
        SPIDER.replace("http://news.qinghe.example/", "http://127.0.0.1:9/"), "utf-8"
    )
    words = ["crawlall", "qinghe", "broken", "-s", f"SITES_DIR={folder}", "-d", "x.db"]
    done = covidmeet(*words, "-s", "RETRY_ENABLED=0", cwd=tmp_path)
    assert done.returncode == 1
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines()[:-1])
    assert lines["qinghe"].startswith("broken: 0 new")
    assert lines["broken"].startswith("not run: ")


@pytest.mark.slow
def test_a_crawl_of_another_site_does_not_import_it(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.py").write_text(SYNTAX[0], "utf-8")
    done = covidmeet("crawl", "qinghe", "-a", "pages=x", "-s", f"SITES_DIR={folder}", cwd=tmp_path)
    assert "pages: x: must be a number" in done.stderr
