"""The repair is a library of its own: what it imports, what it starts without, and its stable names."""

from __future__ import annotations

import ast
import doctest
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from covidmeet import repair
from covidmeet.repair import mirror
from covidmeet.text import mirror as stable_mirror
from covidmeet.text import repair as stable_repair

PACKAGE = Path(repair.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Every module named by an import anywhere in a file, inside functions included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names)


def is_allowed(module: str) -> bool:
    """The standard library but for SQLite, and the package itself."""
    top = module.partition(".")[0]
    return f"{module}.".startswith("covidmeet.repair.") or (
        top in sys.stdlib_module_names and top not in ("sqlite3", "_sqlite3")
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_standard_library_and_itself_are_imported(path: Path) -> None:
    assert [module for module in imported(path) if not is_allowed(module)] == []


@pytest.mark.parametrize(
    "module", ["covidmeet.text.lines.find", "scrapy.Spider", "twisted", "lxml.html", "sqlite3", "opencc"]
)
def test_everything_else_is_refused(module: str) -> None:
    assert not is_allowed(module)


@pytest.mark.slow
def test_it_repairs_where_nothing_else_is_installed() -> None:
    """``-S``: without site-packages, so that an import behind a string or a hook would fail as well."""
    program = "from covidmeet.repair import repair; print(ascii(repair('會(huì)議 ÒßÇé·À¿Ø').text))"
    run = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=PACKAGE.parents[1], capture_output=True, text=True
    )
    assert run.stdout.strip() == ascii("會議 疫情防控"), run.stderr


def test_the_import_that_the_documentation_shows_works() -> None:
    page = Path("docs/python.md").read_text("utf-8")
    shown = re.search(r"`(from covidmeet\.repair import [\w, ]+)`", page)
    assert shown
    names: dict[str, Any] = {}
    exec(shown[1], names)
    assert names["repair"]("會(huì)議").text == "會議"


def test_the_examples_of_the_documentation() -> None:
    failed, tried = doctest.testfile(str(Path("docs/repair.md").resolve()), module_relative=False)
    assert tried >= 7 and not failed


def test_stable_names_lead_here() -> None:
    assert stable_repair.repair is repair.repair
    assert stable_mirror.repair is mirror.repair
    assert stable_mirror.damaged is mirror.damaged


@pytest.mark.slow
@pytest.mark.parametrize("module", ["covidmeet.text.mirror", "covidmeet.repair.mirror"])
def test_the_command_runs_under_both_names(module: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("云溪日?qǐng)?bào)網(wǎng)絡版", encoding="utf-8")
    run = subprocess.run([sys.executable, "-m", module, str(page)], capture_output=True, check=True)
    assert run.stdout.decode() == "云溪日報網絡版"
    missing = subprocess.run([sys.executable, "-m", module, str(tmp_path / "none")], capture_output=True)
    assert missing.returncode == 1
    assert missing.stderr.decode().startswith(f"python -m {module}: ")


def test_no_file_is_long() -> None:
    assert [path.name for path in FILES if len(path.read_text("utf-8").splitlines()) > 300] == []
