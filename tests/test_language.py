"""What a person is told in Chinese: all of it, by one catalogue, and English where nothing else is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from covidmeet.archive.export.columns import COLUMNS
from covidmeet.cli.framework import asked_language
from covidmeet.cli.main import main
from covidmeet.cli.sub_commands import BY_NAME
from covidmeet.crawl.site_registry import spider_files
from covidmeet.language import _, language, ngettext, of_environment, using
from covidmeet.reasons import Reason
from covidmeet.stored_sentences import shown, value
from tests.histories import five_sites
from tests.show.conftest import PLAIN, Shelf, Shown, run, shelf, state
from tools import catalogue as tool

__all__ = ["run", "shelf", "state"]  # fixtures

PO = tool.catalogue_of("zh")
FIELD = re.compile(r"\{([A-Za-z_]\w*)")


def test_every_message_is_translated_and_the_catalogue_is_that_of_the_source() -> None:
    kept = tool.read(PO, "zh")
    assert tool.wanting(kept) == []
    said = {(message.context or None, message.id) for message in tool.renewed(kept, "zh") if message.id}
    assert {(message.context, message.id) for message in kept if message.id} == said
    assert PO.with_suffix(".mo").read_bytes() == tool.as_mo(kept), "python -m tools.catalogue"


def test_a_translation_takes_what_its_message_has() -> None:
    for message in filter(lambda one: one.id, tool.read(PO, "zh")):
        known = [message.id] if isinstance(message.id, str) else message.id
        for told in [message.string] if isinstance(message.string, str) else message.string or []:
            assert set(FIELD.findall(told)) <= {name for one in known for name in FIELD.findall(one)}, told
            assert re.search("[\u4e00-\u9fff]", told) or told in _SAME, told


# The same in both languages: names, and formats without a word.
_SAME = {"N/M", "，libxml2 {used}", "{table}，rowid {rowid}", "{path}（{why}）", "{heading}："}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_TW.Big5"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C", "LC_ALL": "zh_SG"}, "zh"),
        ({"LANGUAGE": "en:zh", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh"}, "zh"),
    ],
)
def test_the_locale_chooses(environ: dict[str, str], expected: str) -> None:
    assert of_environment(environ) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("search --lang zh x", "zh"),
        ("--lang=zh search x --lang en", "en"),
        ("search -- --lang zh", None),
        ("search --lang fr", None),
        ("search --lang", None),
    ],
)
def test_the_option_is_read_before_the_words(words: str, expected: str | None) -> None:
    assert asked_language(words.split()) == expected


def test_a_language_holds_for_a_block_and_for_processes_started_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import os

    with using("zh"):
        assert (language(), _("no copies"), os.environ["LANGUAGE"]) == ("zh", "没有相同文本", "zh")
        assert ngettext("{count:,} article", "{count:,} articles", 1234) == "1,234 篇文章"
        with using("en"):
            assert _("no copies") == "no copies"
    assert (language(), _("no copies")) == ("en", "no copies")


STORED = [
    ("5 of 12 pages refused by a.example; 3 pages more not asked for",
     "12 个网页中有 5 个被拒，拒绝者为 a.example；另有 3 个网页未再请求"),
    ("2 new, 18 known; rejected: 3 timeout, 1 not_found; newest of 2022-11-20",
     "新增 2、已知 18；未收：超时 3、不存在 1；最新日期 2022-11-20"),
    ("1 list could not be read; title is empty on 3 of 40 articles (none may be so)",
     "1 个列表无法读取；40 篇文章中有 3 篇 title 为空（不允许出现）"),
    ("status 404 when it was captured", "状态 404（采集时）"),
    ("an answer of a server; that nobody knows", "an answer of a server; that nobody knows"),
]  # fmt: skip


@pytest.mark.parametrize(("english", "chinese"), STORED)
def test_stored_sentences_are_told_by_the_formats_that_made_them(english: str, chinese: str) -> None:
    assert shown(english) == english
    with using("zh"):
        assert shown(english) == chinese


def test_every_stored_format_is_recognised_again() -> None:
    """Whatever the values: digits where the format counts, else a word."""
    with using("zh"):
        for message in tool.read(PO, "zh"):
            if message.context != "stored":
                continue
            english = re.sub(r"\{[^{}]*:[,.\d]*[dfg]?\}", "7", str(message.id))
            english = re.sub(r"\{[^{}]*\}", "x9", english)
            assert shown(english) != english, english


def test_every_reason_and_verdict_has_a_word() -> None:
    with using("zh"):
        assert not [word for word in (*Reason, "ok", "quiet", "broken", "blocked") if value(word) == word]


def test_long_and_hostile_sentences_stay_as_they_are() -> None:
    with using("zh"):
        for text in (" of " * 200, "; " * 900, "; " * 19, "{0}{x!r}" * 50, "a" * 100_000, "1 of 2 " * 200):
            assert isinstance(shown(text), str)


# Names of programs, formats, packages, charsets; and what a person types.
OFFERED = frozenset(
    """
    A AND Atom B BibTeX CPython CSV Ctrl-C DIR Datasette Excel FILE FTS5 GB ICP INFO
    Invoke-Expression JSON Linux MB NAME NOT OR Out Out-String PDF Parquet PowerShell Python SQLite
    String URL UTC UTF-8 Unicode WACZ WAL-reset WARC WARNING all bash browse charset-normalizer
    click corpus covidmeet csv data edited en fish gb18030 generic gz hash html install jsonl kB
    lanting libxml2 longer lxml matches meetings mix notify opencc outside pandas parquet parsel
    pip polars powershell reader rich robots run run-2 same scrapy shorter snippet sound source
    sqlite sqlite-utils sztqb titel title trafilatura trs tsv twisted txt utf-8 w3lib wacz warcio
    whole wide xlsx zh zip zsh zst
    ARC WET Slurm Ray slurm ray local newest ranked BM25 no-words articles archive meetings-wide pages.csv
    """.split()  # noqa: SIM905
)
_ADDRESS = re.compile(r"\w+://\S+|file:\S+|/?[\w.-]*/[\w./-]*|`[^`]*`|'[^']*'|\"[^\"]*\"")
_OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*(?:=\S+)?")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.+:/*-]*")


def latin(text: str) -> list[str]:
    """The words in Latin letters that are no names, options or addresses."""
    text = re.sub(r"^示例：.*$|〖[^〗]*〗|^archive .*$", "", text, flags=re.M)  # a command, a page's damage
    text = _OPTION.sub("", _ADDRESS.sub("", text))
    return [
        word
        for word in _WORD.findall(text)
        if len(word) > 1
        and word.rstrip(":.") not in names()
        and not re.search(r"[\d_.*]\w|[A-Z]_|^[a-z]+:$", word)
    ]


@cache
def names() -> frozenset[str]:
    """Names of commands, spiders, layouts, rules, columns and tables, which stay as they are."""
    files = [Path(f"covidmeet/{name}.py") for name in ("text/rules", "text/positions", "extract/origins")]
    files += [*Path("covidmeet/spiders").glob("*.py"), *Path("covidmeet/repair").rglob("*.py")]
    quoted = re.findall(r'"([a-z][a-z_]+)"', "".join(path.read_text("utf-8") for path in files))
    return frozenset({*OFFERED, *quoted, *COLUMNS, *BY_NAME, *spider_files()})


@pytest.mark.parametrize("command", ["", *BY_NAME])
def test_help_has_no_word_in_another_language(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help", "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert latin(told) == []
    assert re.search("[\u4e00-\u9fff]", told)


SHOWN = [
    "search 疫情",
    "search 疫情 --kwic",
    "search 疫情 AND (",
    "search 无此词语",
    "search",
    "search x --limit y",
    "show {plain}",
    "show {stored}",
    "show {mirror} --repairs",
    "show {mirror} --original",
    "show 77",
    "diff {plain}",
    "why {stored_url}",
    "why http://no.example/1.html",
    "copies",
    "coverage",
    "report",
    "check-archive",
    "doctor",
    "export -o {folder}/a.csv",
    "export --columns titel",
    "watch 疫情",
    "watch",
    "backup {folder}/copy.db",
    "status",
    "reprocess --dry-run",
]


@pytest.mark.parametrize("line", SHOWN)
def test_no_command_says_a_word_in_another_language(
    line: str, run: Callable[..., Shown], shelf: Shelf, tmp_path: Path
) -> None:
    words = line.format(
        plain=PLAIN, stored=shelf.stored, mirror=shelf.mirror, stored_url=shelf.stored_url, folder=tmp_path
    )
    told = run(*words.split(), "--lang", "zh")
    assert latin(told.out + told.err) == []


def test_the_status_of_crawls_is_told_in_chinese(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    five_sites(database)
    for words in (["status"], ["status", "--history"]):
        assert main([*words, "--lang", "zh", "-d", str(database)]) == 0
        told = capsys.readouterr()
        print(told.out)
        assert latin(told.out + told.err) == []
