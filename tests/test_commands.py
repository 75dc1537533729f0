"""The commands as a user runs them: real processes, real exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from covidmeet.archive.export import read_csv

pytestmark = pytest.mark.slow

SAMPLES = Path("data/samples/documents").resolve()


def scrapy(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=cwd,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "120"},
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "archive.db"
    done = scrapy("crawl", "documents", "-a", f"path={SAMPLES}", "-s", f"DATABASE={path}", "-L", "WARNING")
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"scrapy crawl: documents: ok: 6 new; newest of 2022-04-09; \d+ s\n", done.stderr)
    return path


def test_export_writes_csv_by_default(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = scrapy("export", "-s", f"DATABASE={archive}", "-o", out)
    assert done.returncode == 0
    assert f"6 articles written to {out}" in done.stderr
    assert len(list(read_csv(out))) == 6
    assert not out.read_bytes().startswith(b"\xef\xbb\xbf")
    beside = {path.name for path in tmp_path.iterdir()}
    assert beside == {"out.csv", "datapackage.json", "codebook.md", "CITATION.cff"}


def test_export_to_standard_output_is_the_same(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    scrapy("export", "-s", f"DATABASE={archive}", "-o", out, "--bom")
    printed = subprocess.run(
        [sys.executable, "-m", "scrapy", "export", "-s", f"DATABASE={archive}", "--bom"], capture_output=True
    )
    assert printed.stdout == out.read_bytes()
    assert printed.stdout.startswith(b"\xef\xbb\xbfurl_hash,")


def test_export_of_json_lines(archive: Path, tmp_path: Path) -> None:
    named, asked = tmp_path / "out.jsonl", tmp_path / "out"
    assert scrapy("export", "-s", f"DATABASE={archive}", "-o", named).returncode == 0
    assert scrapy("export", "-s", f"DATABASE={archive}", "-o", asked, "--format", "jsonl").returncode == 0
    assert named.read_text("utf-8") == asked.read_text("utf-8")
    assert len(named.read_text("utf-8").splitlines()) == 6


@pytest.mark.parametrize("ending", ["tsv.zst", "jsonl.gz", "parquet", "xlsx", "sqlite"])
def test_export_by_ending(archive: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    done = scrapy("export", "-s", f"DATABASE={archive}", "-o", out, "--no-package", "--site", "netease")
    assert done.returncode == 0, done.stderr
    assert f"1 article written to {out}" in done.stderr
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-o", "out.xslx"], "did you mean .xlsx?"),
        (["-o", "out.csv", "--columns", "titel"], "did you mean title?"),
        (["-o", "out.csv", "--site", "netese"], "did you mean netease?"),
        (["-o", "out.csv", "--since", "yesterday"], "yesterday is no day; write one as 2022-03-01"),
        (["-o", "out.parquet", "--bom"], "a byte order mark is for csv and tsv"),
        (["-o", "no/such/folder/out.csv"], "out.csv"),
        (["--format", "sqlite"], "sqlite is written into a file"),
        (["--release", "one", ".", "--bom"], "it goes with filters only"),
    ],
)
def test_an_export_that_cannot_be_made_says_why(
    archive: Path, tmp_path: Path, options: list[str], told: str
) -> None:
    placed = [str(tmp_path / word) if word.startswith(("out.", "no/")) else word for word in options]
    done = scrapy("export", "-s", f"DATABASE={archive}", *placed)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_export_of_a_release(archive: Path, tmp_path: Path) -> None:
    done = scrapy("export", "-s", f"DATABASE={archive}", "--release", "2022.1", tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"the release {tmp_path / '2022.1'} was written; articles: 6" in done.stderr
    again = scrapy("export", "-s", f"DATABASE={archive}", "--release", "2022.1", tmp_path)
    assert "the same to the byte" in again.stderr


def test_export_through_a_pipe_that_is_closed(archive: Path) -> None:
    command = f"{sys.executable} -m covidmeet export -d {archive} --columns url,title | head -n 2"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith("url,title")
    assert "Traceback" not in done.stderr


# An export that takes its time: `python -c … DATABASE TARGET SITE`.
SLOW_EXPORT = """
import sys, time
from pathlib import Path
from covidmeet.archive.export.exporting import export
from covidmeet.archive.export.formats import Manner
from covidmeet.archive.export import exporting, text_formats
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import open_read_only
exporting._TICK_ROWS = text_formats._TOGETHER = 1
selection = Selection(sites=(sys.argv[3],)) if sys.argv[3] else Selection()
export(open_read_only(sys.argv[1]), Path(sys.argv[2]), selection, Manner(), tick=lambda _: time.sleep(0.1))
"""


def test_of_two_exports_to_one_name_one_killed_one_whole_file_is_left(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"

    def start(site: str = "") -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", SLOW_EXPORT, str(archive), str(out), site])

    killed, other = start(), start()
    while not any(path.stat().st_size for path in tmp_path.glob(".out.csv.*.part")):
        time.sleep(0.005)
    killed.kill()
    assert not out.exists() or len(list(read_csv(out))) == 6
    assert other.wait(30) == 0
    assert len(list(read_csv(out))) == 6
    both = [start("netease"), start()]
    assert [process.wait(30) for process in both] == [0, 0]
    rows = len(list(read_csv(out)))
    (told,) = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]
    assert rows in (1, 6)
    assert told["rows"] == rows
    assert told["bytes"] == out.stat().st_size


@pytest.mark.parametrize("command", [("export",), ("report",), ("search", "会议")])
def test_reading_without_an_archive_fails_and_makes_none(command: tuple[str, ...], tmp_path: Path) -> None:
    done = scrapy(*command, "-s", f"DATABASE={tmp_path / 'none.db'}")
    assert done.returncode == 1
    assert f"scrapy {command[0]}: {tmp_path / 'none.db'}: there is no archive here" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_leaves_the_last_one_alone(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("the last export")
    done = scrapy("export", "-s", f"DATABASE={tmp_path / 'none.db'}", "-o", out)
    assert done.returncode == 1
    assert out.read_text() == "the last export"


def test_report_and_search_speak_to_a_person(archive: Path) -> None:
    report = scrapy("report", "-s", f"DATABASE={archive}").stdout
    assert "望潮市召开疫情防控工作推进会" in report
    assert "6 articles" in report
    found = scrapy("search", "發熱門診", "-s", f"DATABASE={archive}").stdout
    assert "望潮市召开疫情防控工作推进会" in found
    assert "发热门诊" in found
    assert scrapy("search", "从未说过的话", "-s", f"DATABASE={archive}").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["crawl", "documents"], 1, "which documents? name a folder or a file"),
        (
            ["crawl", "documents", "-a", "path=/no/such/place"],
            1,
            "/no/such/place: there is no such file or folder",
        ),
        (["crawl", "nowhere"], 1, "there is no spider named nowhere"),
        (["crawl"], 1, "name one spider"),
        (["crawl", "gz_gov", "-a", "since=yesterday"], 1, "since: yesterday: must be a day"),
        (["crawl", "gz_gov", "-a", "sinc=2022-01-01"], 1, "no argument named sinc; did you mean since?"),
        (["crawl", "gz_gov", "-s", "LOGLEVEL=INFO"], 1, "no setting LOGLEVEL; did you mean LOG_LEVEL?"),
        (["crawl", "documents", "-a", f"path={'a' * 5_000}"], 1, "there is no such file or folder"),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, list) else None,
)
def test_a_crawl_that_cannot_start_says_why(
    arguments: list[str], code: int, message: str, tmp_path: Path
) -> None:
    done = scrapy(*arguments, "-s", f"DATABASE={tmp_path / 'x.db'}")
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr  # the sentence and nothing else
    assert not (tmp_path / "x.db").exists()


def test_a_crawl_with_rejects_ends_with_2_and_names_them(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "good.txt").write_bytes((SAMPLES / "netease-nanpu.txt").read_bytes())
    done = scrapy(
        "crawl", "documents", "-a", f"path={folder}", "-s", f"DATABASE={tmp_path / 'x.db'}", "-L", "WARNING"
    )
    assert done.returncode == 2
    assert "empty.txt: empty: the page holds no text" in done.stderr


def test_an_empty_folder_ends_with_2(tmp_path: Path) -> None:
    done = scrapy("crawl", "documents", "-a", f"path={tmp_path}", "-s", f"DATABASE={tmp_path / 'd' / 'x.db'}")
    assert done.returncode == 2
    assert f"{tmp_path}: no documents in this folder" in done.stderr


def test_an_archive_that_cannot_be_used_stops_the_crawl(tmp_path: Path) -> None:
    broken = tmp_path / "x.db"
    broken.write_bytes(b"no database" * 500)
    done = scrapy("crawl", "documents", "-a", f"path={SAMPLES}", "-s", f"DATABASE={broken}")
    assert done.returncode == 1
    assert "x.db: this file is not a SQLite database" in done.stderr
    assert broken.read_bytes() == b"no database" * 500
