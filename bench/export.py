"""How fast articles are exported, in how much memory: writes bench/export.md.

python -m bench.export [--articles 100000]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

OUT = Path(__file__).with_suffix(".md")
HEAD = """# Exports

Made by `python -m bench.export`: {articles:,} generated articles of 20 sites, {megabytes:,.0f} MB.  CPU
seconds of a process of its own, start included, the better of two runs; ratios within one run are reliable.

| what | articles | CPU s | to CSV | peak memory | file |
|---|---|---|---|---|---|
"""
WORDS = "会议强调要求各镇街部门落实疫情防控措施人员核酸检测隔离管控服务保障工作组织领导责任，。；、：“”\n"

# Each in a process of its own: `python -c … DATABASE TARGET [NAME=VALUE …]`.
EXPORT = """
import sys
from datetime import date
from pathlib import Path
from covidmeet.archive.export.exporting import export
from covidmeet.archive.export.formats import Manner, format_of
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import open_read_only
chosen = eval(sys.argv[3])
form, compression = format_of(sys.argv[2])
print(export(open_read_only(sys.argv[1]), Path(sys.argv[2]), Selection(**chosen),
    Manner(form, compression, truncate=True), package=False).rows)
status = Path("/proc/self/status")
if status.exists():
    print(*[line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")])
"""
SELECTIONS = {
    "one site of 20": {"sites": ("site07",)},
    "one week of four years": {"since": "date(2021, 3, 1)", "until": "date(2021, 3, 7)"},
    "a phrase in few": {"phrase": "青禾县"},
}


def generate(path: Path, articles: int) -> None:
    """An archive of invented articles of 400 to 2,400 characters."""
    from covidmeet.archive.db import connect
    from covidmeet.archive.text_index import index_new
    from covidmeet.archive.transactions import transaction
    from covidmeet.items import COLUMNS

    random.seed(7)
    text = "".join(random.choices(WORDS, k=200_000))
    db = connect(path)
    with transaction(db):
        statement = f"insert into articles ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"
        for row in _rows(articles, text):
            row |= {name: 0 for name in COLUMNS if name == "doubtful"}
            db.execute(statement, [row.get(name) for name in COLUMNS])
    index_new(db)
    db.close()


def _rows(articles: int, text: str) -> Iterator[dict[str, str | int | None]]:
    for number in range(articles):
        start = random.randrange(len(text) - 3_000)
        body = text[start : start + random.randrange(400, 2_400)]
        if number % 1_000 == 0:
            body = f"青禾县{body}"
        day = f"{2019 + number % 4}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield {
            "url_hash": f"{number:064x}",
            "url": f"https://example.com/{number % 20}/{number}.html",
            "site": f"site{number % 20:02}",
            "title": text[start : start + 22].replace("\n", ""),
            "deck": "",
            "body": body,
            "body_original": body,
            "script": "hans",
            "published_at": f"{day}T08:30:00+08:00",
            "source": "青禾日报",
            "reporters": '["江晚舟"]',
            "editors": "[]",
            "charset": "utf-8",
            "layout": "paper",
            "repairs": "{}",
            "stripped": '{"footer": 3, "share": 1}',
            "content_hash": f"{number * 7:064x}",
            "first_seen": f"{day}T01:00:00+00:00",
            "last_seen": f"{day}T01:00:00+00:00",
            "run_id": "run-1",
        }


def measure(command: list[str]) -> tuple[float, float, str]:
    """CPU seconds, megabytes of memory at most (no less than this process has), and what was printed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = process.stdout.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:2]} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6, told.strip()


def exported_by_a_process(
    database: Path, target: Path, chosen: dict[str, object]
) -> tuple[float, float, str]:
    """As ``measure``; on Linux the memory is that of the process alone."""
    values = ", ".join(
        f"{name!r}: {value if str(value).startswith('date') else repr(value)}"
        for name, value in chosen.items()
    )
    command = [sys.executable, "-c", EXPORT, str(database), str(target), f"{{{values}}}"]
    seconds, megabytes, told = measure(command)
    rows, *peak = told.split()
    return seconds, int(peak[0]) * 1024 / 1e6 if peak else megabytes, rows


def by_the_shell(database: Path) -> tuple[float, float, str]:
    """As ``measure``: all columns as CSV, by the ``sqlite3`` program."""
    target = database.with_name("shell.csv")
    script = database.with_name("shell.sql")
    script.write_text(
        f".mode csv\n.headers on\n.once {target}\nselect * from articles order by first_seen, rowid;"
    )
    return measure(["sh", "-c", f"sqlite3 {database} < {script}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--xlsx", action="store_true", help="xlsx as well, which takes minutes")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "archive.db"
        # By a process of its own: Linux counts the memory of a parent as that of its child.
        maker = multiprocessing.get_context("spawn").Process(
            target=generate, args=(database, options.articles)
        )
        maker.start()
        maker.join()
        text = HEAD.format(articles=options.articles, megabytes=database.stat().st_size / 1e6)
        text += "".join(_lines(database, options.xlsx))
    options.out.write_text(text, "utf-8")
    print(text)


def _lines(database: Path, xlsx: bool) -> Iterator[str]:
    folder = database.parent
    csv_seconds = 0.0
    endings = ["csv", "tsv", "jsonl", "csv.zst", "csv.gz", "parquet", "sqlite"] + ["xlsx"] * xlsx
    runs: list[tuple[str, Path, Callable[[], tuple[float, float, str]]]] = [
        (ending, target, lambda target=target: exported_by_a_process(database, target, {}))  # type: ignore[misc]
        for ending in endings
        for target in [folder / f"out.{ending}"]
    ]
    runs += [
        (name, target, lambda chosen=chosen, target=target: exported_by_a_process(database, target, chosen))  # type: ignore[misc]
        for name, chosen in SELECTIONS.items()
        for target in [folder / "some.csv"]
    ]
    if shutil.which("sqlite3"):
        name = "csv by the sqlite3 shell, all columns"
        runs.append((name, folder / "shell.csv", lambda: by_the_shell(database)))
    for name, target, run in runs:
        seconds, megabytes, told = min(run(), run())
        csv_seconds = csv_seconds or seconds
        size = target.stat().st_size / 1e6
        yield (
            f"| {name} | {told} | {seconds:.2f} | {seconds / csv_seconds:.2f} | {megabytes:.0f} MB"
            f" | {size:,.1f} MB |\n"
        )
        target.unlink()


if __name__ == "__main__":
    main()
