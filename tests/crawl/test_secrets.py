"""User and password of an address are neither stored nor logged, and no page writes to the terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from covidmeet.crawl.log_formatter import printable
from covidmeet.crawl.options import BadArgument, Options
from covidmeet.text.urls import canonical
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, SETTINGS, QingheSpider, Web, listed


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("\x1b]0;x\x07 \x9b2J", "\\x1b]0;x\\x07 \\x9b2J"),
        ("标题\u202e题标", "标题\\u202e题标"),
        ("a\tb\nc", "a\tb\nc"),
        ("GET https://u:p%40x@site.example/a?u=me@x", "GET https://site.example/a?u=me@x"),
        ("http://site.example/@name 10@3", "http://site.example/@name 10@3"),
    ],
)
def test_a_line_is_printable(line: str, shown: str) -> None:
    assert printable(line) == shown


def test_an_address_is_archived_without_them() -> None:
    assert canonical("http://me:secret@www.qinghe.example:80/a") == "http://www.qinghe.example/a"


@pytest.mark.parametrize("name", ["via", "start", "url"])
def test_an_address_with_them_is_refused_without_repeating_them(name: str) -> None:
    arguments = {name: "http://me:hush-hush@127.0.0.1:9/{url}"}
    with pytest.raises(BadArgument, match="cannot be fetched") as refused:
        Options.read(arguments)
    assert "hush" not in str(refused.value)


async def test_what_stands_in_a_page_is_stored_without_them(crawl: Crawl, httpserver: HTTPServer) -> None:
    web = Web(httpserver)
    web.put("/list/", listed(1))
    web.put("/a/1.html", Response("", 301, headers={"Location": f"http://me:hush-hush@{HOST}/a/2.html"}))
    result = await crawl(QingheSpider, SETTINGS, via=web.via)
    stored = "\n".join(map(str, result.rows("rejects") + result.rows("captures") + result.rows("runs")))
    assert "/a/1.html" in stored
    assert "hush-hush" not in stored


@pytest.mark.slow
def test_the_command_does_not_repeat_them(database: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "gz_gov", "-s", f"DATABASE={database}"]
    command += ["-a", "via=http://me:hush-hush@127.0.0.1:9/{url}", "-L", "DEBUG"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"user and password" in done.stderr
    assert b"hush-hush" not in done.stdout + done.stderr
