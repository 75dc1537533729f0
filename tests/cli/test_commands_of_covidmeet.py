"""``covidmeet`` as it is called: options before and after, exit codes, one sentence for each mistake."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given
from covidmeet.cli.main import main
from covidmeet.cli.sub_commands import BY_NAME
from covidmeet.items import Article

PHRASE = "发热门诊"


@pytest.fixture
def archive(database: Path) -> Path:
    db = connect(database)
    for number in range(3):
        text = f"青禾县{PHRASE}二十四小时值守。第{number}号。"
        article = Article(url=f"http://a.example/{number}", site="qinghe", title=f"标题{number}", body=text)
        article.url_hash, article.content_hash = f"{number:064}", f"{number:064}"
        store(db, article, "run")
    db.close()
    return database


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("COVIDMEET_"):
            monkeypatch.delenv(name)


def call(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.mark.parametrize("where", ["before", "after", "setting before", "setting after"])
def test_the_archive_is_named_before_or_after(
    where: str, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = ["-s", f"DATABASE={archive}"] if "setting" in where else ["-d", str(archive)]
    line = [*option, "search", PHRASE] if "before" in where else ["search", PHRASE, *option]
    assert call(*line) == 0
    told = capsys.readouterr()
    assert told.out.count("标题") == 3
    said = [f"archive {archive} (as given)", "3 of 3 shown"]
    assert told.err == "".join(f"covidmeet search: {line}\n" for line in said)


def test_what_stands_after_wins(archive: Path, tmp_path: Path) -> None:
    assert call("-d", tmp_path / "none.db", "search", PHRASE, "-d", archive) == 0
    assert call("-d", archive, "search", PHRASE, "-d", tmp_path / "none.db") == 1
    assert list(tmp_path.glob("none*")) == []


def test_quiet_says_no_more_than_what_was_asked(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in (["-q", "search", PHRASE, "-d", archive], ["search", PHRASE, "-q", "-d", archive]):
        assert call(*line) == 0
        assert capsys.readouterr().err == ""


def test_the_language_is_kept_and_one_that_is_none_is_refused(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[Given] = []

    def open_archive(self: Given) -> sqlite3.Connection:
        seen.append(self)
        return sqlite3.connect(archive)

    monkeypatch.setattr(Given, "open", open_archive)
    for line in (["--lang", "zh", "search", PHRASE], ["search", PHRASE, "--lang", "zh"]):
        assert call(*line) == 0
        assert seen.pop().language == "zh"
    capsys.readouterr()
    assert call("search", PHRASE, "--lang", "fr") == 1
    assert "'fr' is not one of 'en', 'zh'" in capsys.readouterr().err


def test_nothing_found_ends_with_1(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("search", "从未说过的话", "-d", archive, "-q") == 1
    assert capsys.readouterr() == ("", "nothing holds 从未说过的话\n")


# The words of the call, who says the sentence (the part of the command line that was read), and the sentence.
MISTAKES = [
    ("serch x", "", "there is no command serch; did you mean search?"),
    ("xyzzy", "", "there is no command xyzzy; covidmeet --help lists them"),
    ("--databse x search x", "", "there is no option --databse; did you mean --database?"),
    ("search x --limt 3", " search", "there is no option --limt; did you mean --limit?"),
    ("search x -s DATABSE=x", " search", "there is no setting DATABSE; did you mean DATABASE?"),
    ("-s DATABSE=x report", " report", "there is no setting DATABSE; did you mean DATABASE?"),
    ("search x -s X", " search", "invalid value for '-s' / '--set': 'X' is not NAME=VALUE"),
    ("search x -s HOOK_SECONDS=soon", " search", "HOOK_SECONDS=soon: must be a number, 0 or more"),
    ("search", " search", "missing argument 'QUERY'"),
    ("search x -d", " search", "option '-d' requires an argument"),
    ("repair none.txt", " repair", "file 'none.txt' does not exist"),
    (
        "export --format x",
        " export",
        "invalid value for '--format': 'x' is not one of"
        " 'csv', 'jsonl', 'parquet', 'sqlite', 'tsv', 'wacz', 'xlsx'",
    ),
]


@pytest.mark.parametrize(("words", "speaker", "sentence"), MISTAKES)
def test_a_mistake_ends_with_1_and_one_sentence(
    words: str, speaker: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words.split()) == 1
    assert capsys.readouterr() == ("", f"covidmeet{speaker}: {sentence}\n")


def test_a_site_that_is_none(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("status", "gzgov", "-q", "-d", archive) == 1
    assert capsys.readouterr().err == "covidmeet status: there is no site named gzgov; did you mean gz_gov?\n"


def test_a_setting_of_scrapys_is_known(archive: Path) -> None:
    assert call("search", PHRASE, "-d", archive, "-s", "CONCURRENT_REQUESTS=1") == 0


def test_a_misspelt_variable_is_told(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COVIDMEET_DATABSE", "x")
    monkeypatch.setenv("COVIDMEET_DOWNLOAD_DELAY", "soon")
    assert call("search", PHRASE, "-d", archive) == 1
    assert capsys.readouterr().err == (
        "covidmeet: COVIDMEET_DATABSE is no setting; do you mean COVIDMEET_DATABASE?\n"
        "covidmeet: COVIDMEET_DOWNLOAD_DELAY=soon: must be a number, 0 or more\n"
    )


def test_an_archive_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.db"
    for command in (["search", "x"], ["report"], ["status"], ["export"]):
        assert call(*command, "-q", "-d", path) == 1
        assert f"covidmeet {command[0]}: {path}: there is no archive here" in capsys.readouterr().err
    path.write_bytes(b"no database" * 500)
    assert call("report", "-q", "-d", path) == 1
    assert "this file is not a SQLite database" in capsys.readouterr().err


@pytest.mark.parametrize("name", BY_NAME)
def test_each_command_has_its_module_an_example_and_help_that_fits_a_screen(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    command = import_module(f"covidmeet.cli.{name.replace('-', '_')}").command
    assert isinstance(command, SubCommand)
    assert command.name == name
    assert call(name, "--help") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 40
    assert lines[-1].startswith("Example:") and f"covidmeet {name}" in lines[-1]
    named = {option for parameter in command.params for option in parameter.opts if option.startswith("-")}
    assert {"-d", "-s", "--lang", "-q"} <= named
    helps = [parameter.help for parameter in command.params if isinstance(parameter, click.Option)]
    assert all(helps)


@pytest.mark.parametrize("words", [["--help"], ["-h"], []])
def test_help_names_every_command_and_fits_a_screen(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert call(*words) == 0
    told = capsys.readouterr().out
    assert len(told.splitlines()) <= 45
    for name, help_text in BY_NAME.items():
        assert f"  {name} " in told
        assert help_text in told  # in one line, not folded


def test_every_command_is_one_of_scrapys_too() -> None:
    # Scrapy takes a command's name from that of its file.
    adapters = {path.stem for path in Path("covidmeet/commands").glob("[a-z]*.py")}
    assert adapters - {"parse", "check", "genspider"} == set(BY_NAME) - {"completion"}


@pytest.mark.parametrize("name", ["parse", "check", "genspider"])
def test_what_scrapy_brings_and_cannot_work_here_says_what_does(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = import_module(f"covidmeet.commands.{name}").Command()
    with pytest.raises(SystemExit) as ended:
        command.check_words(["http://www.qinghe.example/"])
    assert ended.value.code == 1
    assert f"scrapy {name}: switched off: " in capsys.readouterr().err


READ = """
import sys
from covidmeet.cli.main import main
code = main(sys.argv[1:])
names = {name.partition(".")[0] for name in sys.modules}
heavy = names & {"scrapy", "twisted", "sqlite_utils", "rich", "trafilatura", "lxml", "w3lib", "filelock"}
print(code, sorted(heavy), file=sys.stderr)
"""


def imported(*words: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, words)], capture_output=True, encoding="utf-8", timeout=60
    )
    return done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_reading_commands_import_nothing_heavy(archive: Path) -> None:
    assert imported("--help") == "0 []"
    assert imported("search", PHRASE, "-d", archive) == "0 []"
    assert imported("search", PHRASE, "-d", archive, "-s", "DOWNLOAD_DELAY=1") == "0 []"
    assert imported("export", "-d", archive) == "0 []"
    assert imported("status", "--json", "-d", archive) == "0 []"
    assert imported("report", "-d", archive) == "0 ['rich']"
    assert imported("status", "-d", archive) == "0 ['rich']"


@pytest.mark.slow
@pytest.mark.parametrize("charset", ["cp936", "ascii", "utf-8"])
def test_no_console_is_too_poor_to_print_to(charset: str, archive: Path) -> None:
    with sqlite3.connect(archive) as db:
        db.execute("update articles set title = title || '𠮷 ● 😷'")
    for line in (f"search {PHRASE}", "report", "status", "export", "repair README.md"):
        words = line.split()
        done = subprocess.run(
            [sys.executable, "-m", "covidmeet", *words, "-d", str(archive)],
            capture_output=True,
            env=os.environ | {"PYTHONIOENCODING": charset},
            timeout=60,
        )
        assert done.returncode in (0, 2), (words, done.stderr)
        assert done.stdout
        assert b"Traceback" not in done.stderr
        if words[0] in ("export", "repair"):
            done.stdout.decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("program", ["covidmeet", "scrapy"])
def test_both_doors_lead_to_the_same(program: str, archive: Path) -> None:
    def run(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", program, *map(str, words)],
            capture_output=True,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            encoding="utf-8",
            timeout=60,
        )

    done = run("search", PHRASE, "--limit", 1, "-d", archive)
    assert (done.returncode, done.stdout.count("标题")) == (0, 1)
    said = (f"archive {archive} (as given)", "1 of 3 shown")
    assert done.stderr == "".join(f"{program} search: {line}\n" for line in said)
    assert run("search", "--limit=1", "--quiet", "-d", archive, "--", PHRASE).stderr == ""
    assert run("search", "从未说过的话", "-d", archive).returncode == 1
    done = run("search", "x", "--limt", "3")
    assert (done.returncode, done.stderr) == (
        1,
        f"{program} search: there is no option --limt; did you mean --limit?\n",
    )
    done = run("export", "-s", "DATABSE=x")
    assert (done.returncode, done.stderr) == (
        1,
        f"{program} export: there is no setting DATABSE; did you mean DATABASE?\n",
    )
    for words, sentence in (
        (["crawl", "gzgov"], "there is no spider named gzgov; did you mean gz_gov?"),
        (["crawl", "gz_gov", "-a", "page=1"], "there is no argument named page; did you mean pages?"),
        (["crawl", "nowhere", "--logfil", "x"], "there is no option --logfil; did you mean --logfile?"),
        (["crawlall", "gzgov"], "there is no spider named gzgov; did you mean gz_gov?"),
    ):
        done = run(*words, "-d", archive)
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == f"{program} {words[0]}: {sentence}"


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(archive: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "covidmeet", "search", PHRASE, "-d", str(archive)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert b"Error" not in process.stderr.read()
    assert process.wait(30) == 0
