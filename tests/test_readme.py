"""The README is compared with the code, so that neither can drift."""

from __future__ import annotations

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from covidmeet.archive.db import connect
from covidmeet.middlewares import failures
from covidmeet.options import Options
from tools.readme import TABLES

README = Path("README.md").read_text("utf-8")


def section(name: str) -> str:
    match = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert match, name
    return match[1]


def cells(name: str, column: int) -> list[str]:
    """The cells of a column of a marked table, without its head and without backquotes."""
    rows = [row.split("|")[1:-1] for row in section(name).splitlines()[2:]]
    return [row[column].strip(" `") for row in rows]


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_made_from_the_code_are_up_to_date(name: str) -> None:
    assert section(name) == TABLES[name]()


def test_every_argument_of_a_site_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)=", section("arguments")))
    assert explained == {field.name for field in fields(Options)}


def test_the_stages_are_those_in_force() -> None:
    pipelines = get_project_settings().getdict("ITEM_PIPELINES")
    in_force = [
        (str(order), path.split(".")[2]) for path, order in sorted(pipelines.items(), key=lambda p: p[1])
    ]
    assert list(zip(cells("stages", 0), cells("stages", 1), strict=True)) == in_force


def test_every_reason_for_a_reject_is_explained() -> None:
    raised = r"\b(?:Reject|_Unfit|NotAnArticle|Refused|Settled|_reject|keep)\([^\"\n]{0,40}\"(\w+)\""
    found: set[str] = set()
    for path in Path("covidmeet").rglob("*.py"):
        found.update(re.findall(raised, path.read_text("utf-8")))
    found |= {reason for _, reason in failures._REASONS}
    found -= {"dropped", "out_of_scope"}  # a stage of somebody else's; counted, not rejected
    assert found <= set(re.findall(r"`(\w+)`", section("reasons")))


def test_every_rule_of_a_repair_is_explained() -> None:
    named = r"\"((?:gbk|utf8|big5)_as_\w+|utf8_twice|entities_twice|reading|lost_byte|shifted_run|control)\""
    found: set[str] = set()
    for path in Path("covidmeet/text").rglob("*.py"):
        found.update(re.findall(named, path.read_text("utf-8")))
    assert found == set(re.findall(r"`(\w+)`", section("repairs")))


def test_the_tables_are_the_archives(database: Path) -> None:
    db = connect(database)
    described = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*?) \|$", README, re.MULTILINE)
    tables = {name: set(re.findall(r"`(\w+)`", columns)) for name, columns in described}
    for name in ("revisions", "rejects", "fixes", "visits", "runs"):
        assert tables[name] == set(db.table(name).columns_dict), name


def test_the_make_targets_exist() -> None:
    for target in re.findall(r"^make ([a-z-]+)", README, re.MULTILINE):
        subprocess.run(["make", "-n", target], check=True, capture_output=True)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`scrapy (\w+)", README))))
def test_the_commands_exist(command: str) -> None:
    assert command == "crawl" or Path(f"covidmeet/commands/{command}.py").is_file()
