"""The words of the topic are found in the bytes of a page, in whatever encoding and however damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from covidmeet.corpus.topic_words import WORDS, TopicWords, may_be_chinese
from covidmeet.items import Article
from covidmeet.process import attempt_whole, payload
from covidmeet.sources.warc import WarcReader
from covidmeet.stages.reading import Reading, Scope
from covidmeet.text import topic

FOUND = TopicWords()
TEXT = "11月3日，河湾镇召开疫情防控工作会议，研究部署措施。"
OTHER = "11月3日，河湾镇举行春季运动会，三百人参加了长跑，天气晴朗，街道整洁。" * 40


def alternatives(pattern: str) -> Iterator[str]:
    """The shortest text that each alternative matches, its groups resolved."""
    for part in re.split(r"\|(?![^(]*\))", pattern):
        plain = re.sub(r"\(\?:([^|)]*)[^)]*\)", r"\1", part)
        yield re.sub(r".\?", "", plain)


def test_every_name_of_an_epidemic_holds_one_of_the_words() -> None:
    names = list(alternatives(topic._EPIDEMIC.pattern))
    assert len(names) > 20
    assert all(topic._EPIDEMIC.fullmatch(name) for name in names)
    assert [name for name in names if not any(word in name for word in WORDS)] == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_in_every_encoding(encoding: str) -> None:
    assert FOUND.may_be_in(TEXT.encode(encoding))


def test_in_traditional_script() -> None:
    text = "河灣鎮召開疫情防控工作會議"
    assert FOUND.may_be_in(text.encode("big5"))
    assert FOUND.may_be_in("院前防疫".encode("big5"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_not_in_a_page_on_another_matter(encoding: str) -> None:
    text = OTHER if encoding != "big5" else "河灣鎮舉行春季運動會，三百人參加了長跑。" * 40
    assert not FOUND.may_be_in(f"<html><body>{text}</body></html>".encode(encoding))


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>plain words &amp; &#169; \\u00a0 100%u</html>", "naïve café".encode("latin-1")],
)
def test_not_in_pages_without_chinese(body: bytes) -> None:
    assert not FOUND.may_be_in(body)


def test_chinese_pages_are_told_from_others() -> None:
    assert all(may_be_chinese(OTHER.encode(encoding)) for encoding in ("utf-8", "gb18030", "utf-16"))
    assert may_be_chinese(OTHER.encode().decode("latin-1").encode())
    assert not may_be_chinese(b"<p>plain words</p>")
    assert not may_be_chinese("naïve café".encode())


@pytest.mark.parametrize(
    ("encoding", "wrong"),
    [
        ("utf-8", "latin-1"),
        ("utf-8", "gb18030"),
        ("gbk", "latin-1"),
        ("gbk", "cp1252"),
        ("big5", "gb18030"),
    ],
)
def test_read_by_a_wrong_decoder(encoding: str, wrong: str) -> None:
    text = "县召开疫情防控会议，部署防控工作" if encoding != "big5" else "縣召開疫情防控會議，部署防控工作"
    assert FOUND.may_be_in(text.encode(encoding).decode(wrong, "replace").encode())


@pytest.mark.parametrize("shift", ["", "a"])
def test_utf8_read_as_gbk_wherever_the_pairs_begin(shift: str) -> None:
    text = f"{shift}疫情，{shift}防控".encode()
    assert FOUND.may_be_in(text.decode("gb18030", "replace").encode())


@pytest.mark.parametrize("body", ["&#30123;", "&#x75ab;&#x60c5;", "&#X75AB;", "\\u75ab\\u60c5", "%u75AB"])
def test_as_references_and_escapes(body: str) -> None:
    assert FOUND.may_be_in(f"<p>{body}</p>".encode())


def test_annotated_by_a_mirror() -> None:
    assert FOUND.may_be_in("全市疫(yì)情防(fáng)控(kòng)工作會(huì)議".encode())


def test_shifted_by_a_mirror() -> None:
    """As the kit decodes what stands behind a byte that it lost."""
    assert FOUND.may_be_in("望潮區(qū)召開(kāi)冷鏈?zhǔn)称芬咔榉揽毓ぷ鲿?huì)議".encode())


def test_no_report_among_the_samples_is_passed_over() -> None:
    from covidmeet.crawl.site_registry import all_sites
    from covidmeet.sites import Sites

    reading = Reading(Sites(all_sites()), Scope("meetings"), facts=False)
    found = 0
    for file in sorted(Path("data/samples").glob("*.warc.gz")):
        for fetched in WarcReader(file):
            outcome = attempt_whole(fetched, reading)
            if isinstance(outcome, Article) and not outcome.reject:
                found += 1
                assert FOUND.may_be_in(payload(fetched, 1 << 25)), fetched.url
    assert found > 60
