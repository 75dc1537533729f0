"""What a crawl can be told, and what it refuses to be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from covidmeet.crawl.options import BadArgument, Options
from covidmeet.spiders.gz_gov import GzGovSpider


def test_defaults() -> None:
    options = Options.read({})
    assert (options.topic, options.pages, options.since, options.mirrors) == ("meetings", None, None, False)
    assert options.given_urls() == []


def test_addresses_from_a_file_and_one_more(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(
        "\ufeffhttp://a.example/1\n\n# a remark\n http://a.example/2 \nhttp://a.example/1\n", "utf-8"
    )
    options = Options.read({"url": "http://a.example/0", "urls": str(file)})
    assert options.given_urls() == ["http://a.example/0", "http://a.example/1", "http://a.example/2"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"page": "3"}, "there is no argument named page"),
        ({"pages": "0"}, "pages: 0"),
        ({"pages": "three"}, "pages: three"),
        ({"since": "2022-13-01"}, "since: 2022-13-01"),
        ({"since": "2022-02-01", "until": "2022-01-01"}, "is after until"),
        ({"topic": "weather"}, "topic: weather"),
        ({"via": "https://gateway.example/"}, "{url}"),
        ({"via": "file:///{url}"}, "via: file"),
        ({"mirrors": "1"}, "mirrors: name their pages"),
        ({"mirrors": "perhaps", "url": "http://a.example/"}, "mirrors: perhaps"),
        ({"url": "a.example/x"}, "not a web address"),
        ({"start": "javascript:alert(1)"}, "start: javascript"),
        ({"urls": "/nowhere/urls.txt"}, "cannot be read"),
        ({"warc": "/nowhere/a.warc.gz"}, "there is no such file"),
    ],
)
def test_bad_arguments_are_refused_before_the_crawl(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(BadArgument, match=words.replace("{", "\\{").replace("}", "\\}")):
        Options.read(arguments)
    message = GzGovSpider.preflight(**arguments)
    assert message is not None
    assert words in message


def test_a_file_of_addresses_must_have_one(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("# nothing\n", "utf-8")
    with pytest.raises(BadArgument, match="no address"):
        Options.read({"urls": str(tmp_path / "empty.txt")})


def test_files_are_read_alone(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"")
    with pytest.raises(BadArgument, match="leave out"):
        Options.read({"warc": str(tmp_path / "a.warc"), "url": "http://a.example/"})


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("cdx", "http://reader:hush@archive.example/coll/cdx"),
        ("cdx", "http://reader:hush@archive.example/of/no/known/form"),
        ("timemap", "http://reader:hush@archive.example/coll/timemap/link/"),
        ("sitemap", "http://reader:hush@www.qinghe.example/sitemap.xml"),
    ],
)
def test_user_and_password_are_refused_in_sources_and_not_repeated(name: str, address: str) -> None:
    given = {"url": "http://www.qinghe.example/a/1.html"} if name == "timemap" else {}
    with pytest.raises(BadArgument) as refused:
        Options.read({name: address} | given)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    "arguments",
    [
        {"cdx": "wayback", "sitemap": "auto"},
        {"cdx": "wayback", "start": "http://www.qinghe.example/"},
        {"cdx": "wayback", "url": "http://www.qinghe.example/a/1.html"},
        {"timemap": "wayback"},
        {"list": "1"},
        {"captures": "no such file.csv"},
        {"sitemap": "ftp://www.qinghe.example/"},
        {"cdx": "somewhere"},
    ],
)
def test_sources_that_cannot_be_meant_are_refused(arguments: dict[str, str]) -> None:
    with pytest.raises(BadArgument, match=f"^{next(iter(arguments))}: "):
        Options.read(arguments)
