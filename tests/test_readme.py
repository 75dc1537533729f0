"""The README is compared with the code, so that neither can drift."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from covidmeet.archive.db import connect
from tools.columns import table

README = Path("README.md").read_text("utf-8")


def section(name: str) -> str:
    match = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert match, name
    return match[1]


def cells(name: str, column: int) -> list[str]:
    """The cells of a column of a marked table, without its head and without backquotes."""
    rows = [row.split("|")[1:-1] for row in section(name).splitlines()[2:]]
    return [row[column].strip(" `") for row in rows]


def test_the_columns_are_the_archives() -> None:
    assert section("columns") == table()


def test_the_stages_are_those_in_force() -> None:
    pipelines = get_project_settings().getdict("ITEM_PIPELINES")
    in_force = [
        (str(order), path.split(".")[2]) for path, order in sorted(pipelines.items(), key=lambda p: p[1])
    ]
    assert list(zip(cells("stages", 0), cells("stages", 1), strict=True)) == in_force


def test_every_reason_for_a_reject_is_explained() -> None:
    raised = r"(?:Reject|_Unfit|_Blocked)\(\s*\"(\w+)\"|reason=\"(\w+)\"|\.keep\([^,]+, \"(\w+)\""
    found: set[str] = set()
    for path in Path("covidmeet").rglob("*.py"):
        for match in re.finditer(raised, path.read_text("utf-8")):
            found.add(next(group for group in match.groups() if group))
    found -= {"dropped"}  # a stage of somebody else's
    assert found <= set(cells("reasons", 0))


def test_the_tables_are_the_archives(database: Path) -> None:
    db = connect(database)
    described = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*?) \|$", README, re.MULTILINE)
    tables = {name: set(re.findall(r"`(\w+)`", columns)) for name, columns in described}
    for name in ("revisions", "rejects", "fixes", "runs"):
        assert tables[name] == set(db.table(name).columns_dict), name


def test_the_make_targets_exist() -> None:
    for target in re.findall(r"^make ([a-z-]+)", README, re.MULTILINE):
        subprocess.run(["make", "-n", target], check=True, capture_output=True)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`scrapy (\w+)", README))))
def test_the_commands_exist(command: str) -> None:
    assert command == "crawl" or Path(f"covidmeet/commands/{command}.py").is_file()
