"""Commands under conditions of their output: no traceback, the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system"),
]
HUGE = 10**20
COMMANDS = {
    "list": "list",
    "status": "status -d {db}",
    "status --json": "status --json -d {db}",
    "report": f"report -d {{db}} --limit {HUGE}",
    "search": f"search 会议 -d {{db}} --limit {HUGE}",
    "show": "show {page} -d {db}",
    "diff": "diff {page} -d {db}",
    "why": "why {page} -d {db}",
    "coverage": "coverage -d {db}",
    "export": "export -o - -d {db}",
    "doctor": "doctor -d {db}",
    "repair": "repair data/samples/documents/netease-nanpu.txt",
    "crawl": "crawl documents -a path={documents} -d {new}",
    "crawlall": "crawlall documents -a path={documents} -d {new}",
}
# What a crawl came to does not depend on who reads about it.
CRAWLS = ("crawl", "crawlall")
CONDITIONS = {
    "gbk": ("PYTHONIOENCODING=gbk {line}", 0),
    "ascii": ("PYTHONIOENCODING=ascii {line}", 0),
    "closed": ("{line} >&-", 0),
    "errors closed": ("{line} 2>&-", 0),
    "both closed": ("{line} >&- 2>&-", 0),
    "full": ("{line} >/dev/full", 1),
    "no reader": ("{line} | true", 0),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One whose titles and addresses would be markup."""
    folder = tmp_path_factory.mktemp("in")
    text = ""
    for number in range(12):
        title = f"青禾县[b]召开{number}疫情防控[/b]会议[/]"
        text = f"{title}\n会议要求，把第{number}处登记做好，当天办完。\n各乡镇第二天报结果。\n"
        (folder / f"{number}[red].txt").write_text(text, "utf-8")
    (folder / os.fsdecode(b"\xc7\xe0\xba\xcc.txt")).write_text(text + "另一次会议。", "utf-8")
    found = folder.with_suffix(".db")
    words = ["crawl", "documents", "-a", f"path={folder}", "-d", str(found), "-q"]
    done = subprocess.run([sys.executable, "-m", "covidmeet", *words], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return found


def _trials() -> Iterator[tuple[str, str, str]]:
    """Two commands, a table and a crawl, under all conditions; the others under two, and a third in turn.

    A process a trial takes two seconds, and all of them would be most of the suite's time.
    """
    rest = [one for one in CONDITIONS if one not in ("gbk", "full")]
    through_scrapy = ("closed", "full", "no reader")
    for number, name in enumerate(COMMANDS):
        few = ("gbk", "full", rest[number % len(rest)])
        yield from (("covidmeet", name, one) for one in (CONDITIONS if name in ("search", "crawl") else few))
        yield "scrapy", name, through_scrapy[number % len(through_scrapy)]


@pytest.mark.parametrize(("program", "name", "condition"), list(_trials()))
def test_no_traceback(program: str, name: str, condition: str, archive: Path, tmp_path: Path) -> None:
    words = COMMANDS[name].format(
        db=archive,
        new=tmp_path / "new.db",
        documents=archive.with_suffix(""),
        page=(archive.with_suffix("") / "0%5Bred%5D.txt").as_uri().replace("%25", "%"),
    )
    form, code = CONDITIONS[condition]
    line = form.format(line=f"{sys.executable} -m {program} {words}")
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        capture_output=True,
        timeout=120,
        env=os.environ | {"COLUMNS": "200"},
    )
    said = done.stderr.decode(errors="replace")
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert done.returncode == (0 if name in CRAWLS else code), said
    if name in ("report", "search") and condition == "gbk":
        assert b"[b]" in done.stdout
        assert b"[/b]" in done.stdout


@pytest.mark.parametrize("program", ["covidmeet", "scrapy"])
def test_a_name_that_is_no_text_is_told_and_crawled(program: str, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/\xc7\xe0"
    os.mkdir(folder)  # noqa: PTH102
    Path(os.fsdecode(folder), "a.txt").write_text(
        "青禾县召开疫情防控会议\n会议要求，把各处登记做好，当天办完。\n各乡镇第二天报结果。\n", "utf-8"
    )
    archive = os.fsencode(tmp_path / "a.db")
    words: list[str | bytes] = ["crawl", "documents", "-a", b"path=" + folder, "-d", archive]
    done = subprocess.run([sys.executable, "-m", program, *words], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    for name in (b"no.warc", b"a.txt"):
        words = ["crawl", "gz_gov", "-a", b"warc=" + folder + b"/" + name, "-d", archive]
        done = subprocess.run([sys.executable, "-m", program, *words], capture_output=True, timeout=60)
        assert done.returncode == (1 if name == b"no.warc" else 2), done.stderr
        assert b"Traceback" not in done.stderr
