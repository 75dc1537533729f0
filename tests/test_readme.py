"""The README is compared with the code, so that neither can drift."""

from __future__ import annotations

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.utils.misc import load_object
from scrapy.utils.project import get_project_settings

from covidmeet.archive.db import connect
from covidmeet.crawl.options import Options
from covidmeet.stages import STAGES
from covidmeet.text.charset import MIXED
from covidmeet.text.surrogates import LONE, PAIR
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


def test_the_item_pipelines_are_the_one_list_of_stages() -> None:
    pipelines = get_project_settings().getdict("ITEM_PIPELINES")
    assert pipelines == {stage.pipeline: stage.order for stage in STAGES}
    for path, stage in zip(pipelines, STAGES, strict=True):
        pipeline = load_object(path)
        assert not stage.pure or pipeline.stage == stage.name


def test_every_rule_of_a_repair_is_explained() -> None:
    named = r"\"((?:gbk|utf8|big5)_as_\w+|utf8_twice|entities_twice|reading|lost_byte|shifted_run|control)\""
    found = {MIXED, PAIR, LONE}
    for path in Path("covidmeet/repair").rglob("*.py"):
        found.update(re.findall(named, path.read_text("utf-8")))
    assert found == set(re.findall(r"`(\w+)`", section("repairs")))


def test_the_tables_are_the_archives(database: Path) -> None:
    db = connect(database)
    described = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*?) \|$", README, re.MULTILINE)
    tables = {name: set(re.findall(r"`(\w+)`", columns)) for name, columns in described}
    for name in ("revisions", "rejects", "fixes", "visits", "runs"):
        assert tables[name] == set(db.table(name).columns_dict), name


@pytest.mark.slow
def test_the_make_targets_exist() -> None:
    for target in re.findall(r"^make ([a-z-]+)", README, re.MULTILINE):
        subprocess.run(["make", "-n", target], check=True, capture_output=True)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`scrapy (\w+)", README))))
def test_the_commands_exist(command: str) -> None:
    assert command == "crawl" or Path(f"covidmeet/commands/{command}.py").is_file()
