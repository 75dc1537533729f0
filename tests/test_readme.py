"""README and docs/reference.md are compared with the code, so that neither can drift."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from scrapy.utils.misc import load_object
from scrapy.utils.project import get_project_settings

from covidmeet.archive.db import connect
from covidmeet.cli.sub_commands import BY_NAME
from covidmeet.crawl.options import Options
from covidmeet.crawl.site_registry import all_sites
from covidmeet.process import process
from covidmeet.reasons import Reject
from covidmeet.sites import Sites
from covidmeet.sources.documents import Documents
from covidmeet.sources.warc import WarcReader
from covidmeet.stages import STAGES
from covidmeet.stages.reading import Reading
from covidmeet.text.charset import MIXED
from covidmeet.text.lines import Line
from covidmeet.text.positions import POSITIONS, PROSE, is_prose
from covidmeet.text.script import fold
from covidmeet.text.segment import SPAM_RULES, Parts, segment
from covidmeet.text.surrogates import LONE, PAIR
from covidmeet.text.unfinished import TORN
from tools import readme

README = readme.README.read_text("utf-8")
CHINESE = readme.README.with_suffix(".zh-CN.md").read_text("utf-8")
CRAWLING = Path("docs/crawling.md").read_text("utf-8")
DOCUMENTS = "\n".join(
    path.read_text("utf-8")
    for path in (
        readme.README,
        readme.README.with_suffix(".zh-CN.md"),
        Path("CONTRIBUTING.md"),
        *sorted(Path("docs").rglob("*.md")),
    )
)
REFERENCE = readme.REFERENCE.read_text("utf-8")
TABLES = [(path, name) for path, tables in readme.DOCUMENTS.items() for name in tables]


@pytest.mark.parametrize(("path", "name"), TABLES, ids=[name for _, name in TABLES])
def test_the_tables_made_from_the_code_are_up_to_date(path: Path, name: str) -> None:
    assert readme.section(path.read_text("utf-8"), name) == readme.DOCUMENTS[path][name]()


def rules_at_work() -> Iterator[str]:
    """The names of the rules that lines of the sample pages and documents are stripped under."""
    reading = Reading(Sites(all_sites()))
    pages = [page for path in sorted(Path("data/samples").glob("*.warc.gz")) for page in WarcReader(path)]
    for fetched in [*pages, *Documents(Path("data/samples/documents"), Path("none.db"), 10**7)]:
        with suppress(Reject):
            yield from process(fetched, reading).stripped


def test_every_argument_of_a_site_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)=", readme.section(CRAWLING, "arguments")))
    assert explained == set(Options.names())


def test_the_item_pipelines_are_the_one_list_of_stages() -> None:
    pipelines = get_project_settings().getdict("ITEM_PIPELINES")
    assert pipelines == {stage.pipeline: stage.order for stage in STAGES}
    for path, stage in zip(pipelines, STAGES, strict=True):
        pipeline = load_object(path)
        assert not stage.pure or pipeline.stage == stage.name


def test_every_rule_of_a_repair_is_explained() -> None:
    rules = (
        r"(?:gbk|utf8|big5)_as_\w+|utf8_twice|entities_twice|reading|lost_(?:byte|pair)|shifted_run|control"
    )
    named = rf"\"({rules})\""
    found = {MIXED, PAIR, LONE, TORN}
    for path in Path("covidmeet/repair").rglob("*.py"):
        found.update(re.findall(named, path.read_text("utf-8")))
    assert found == set(re.findall(r"`(\w+)`", readme.section(REFERENCE, "repairs")))


def test_every_rule_under_which_the_samples_lose_lines_is_explained() -> None:
    explained = set(re.findall(r"^\| `(\w+)`", readme.section(REFERENCE, "stripped"), re.MULTILINE))
    assert set(rules_at_work()) <= explained


def test_the_example_of_a_rule_of_position_is_one_that_it_takes() -> None:
    for position in POSITIONS:
        parts = Parts()
        parts.strip(position, Line(position.example))
        assert +parts.counts == {position.name: 1}
    assert is_prose(fold(PROSE.example))


def test_the_examples_of_spam_are_taken_for_spam() -> None:
    for rule in SPAM_RULES:
        parts = segment([Line("青禾县召开会议"), Line("会议要求，各乡镇把登记做好。"), Line(rule.example)])
        assert parts.counts[rule.name] > 0, rule.name


def test_the_tables_are_the_archives(database: Path) -> None:
    db = connect(database)
    described = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*?) \|$", REFERENCE, re.MULTILINE)
    tables = {name: set(re.findall(r"`(\w+)`", columns)) for name, columns in described}
    for name in ("revisions", "rejects", "fixes", "visits", "page_texts", "runs"):
        assert tables[name] == set(db.table(name).columns_dict), name


@pytest.mark.slow
def test_the_make_targets_exist() -> None:
    for target in set(re.findall(r"(?:^|`)make ([a-z-]+)", DOCUMENTS, re.MULTILINE)):
        subprocess.run(["make", "-n", target], check=True, capture_output=True)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`scrapy (\w+)", DOCUMENTS))))
def test_the_commands_exist(command: str) -> None:
    assert Path(f"covidmeet/commands/{command}.py").is_file()


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"(?:`|^\$ )covidmeet ([a-z][\w-]*)", DOCUMENTS, re.MULTILINE)))
)
def test_the_commands_of_covidmeet_exist(command: str) -> None:
    assert command in BY_NAME


@pytest.mark.parametrize("text", [README, CHINESE], ids=["en", "zh"])
def test_every_command_of_the_readme_takes_the_options_that_it_names(text: str) -> None:
    for line in re.findall(r"`covidmeet ([a-z][^`]*)`", text):
        name, *words = line.split()
        command = import_module(f"covidmeet.cli.{name.replace('-', '_')}").command
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= known, line


@pytest.mark.parametrize("text", [README, CHINESE], ids=["en", "zh"])
def test_the_readme_is_short(text: str) -> None:
    assert text.count("\n") <= 100


def test_the_chinese_readme_is_the_same_as_the_english_one() -> None:
    """The same headings, commands and links, but for those to documents in the other language."""

    def parts(text: str) -> tuple[list[str], list[str], list[int]]:
        links = re.findall(r"\]\(([^)]+)\)", text)
        own = [
            link
            for link in links
            if "README" not in link and not link.startswith(("docs/zh/", "docs/tutorial"))
        ]
        levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
        return sorted(re.findall(r"`([^`\n]+)`", text)), sorted(own), levels

    assert parts(README) == parts(CHINESE)


def test_the_links_of_readme_and_docs_lead_somewhere() -> None:
    for path in (readme.README, readme.README.with_suffix(".zh-CN.md"), *Path("docs").rglob("*.md")):
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            assert "://" in link or (path.parent / link).exists(), f"{path}: {link}"
