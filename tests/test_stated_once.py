"""What several parts must agree on stands in one place of the code."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from covidmeet.crawl.site_registry import all_sites


def files_with(wanted: str) -> list[str]:
    """Files of the package in which ``wanted``, a Python expression, stands."""
    expression = ast.unparse(ast.parse(wanted, mode="eval"))
    found = []
    for path in sorted(Path("covidmeet").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        if any(isinstance(node, ast.expr) and ast.unparse(node) == expression for node in nodes):
            found.append(path.relative_to("covidmeet").as_posix())
    return found


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("'generic'", "site.py"),
        ("timedelta(hours=8)", "text/dates.py"),
        ("'yes'", "crawl/kinds.py"),
        ("'COVIDMEET_'", "crawl/settings_table.py"),
        ("'covidmeet.db'", "archive/location.py"),
    ],
)
def test_it_stands_in_one_file(wanted: str, where: str) -> None:
    assert files_with(wanted) == [where]


def test_no_file_lists_the_sites() -> None:
    """But a site's own, and the table of the README, which is made."""
    names = {site.name for site in all_sites()}
    for path in (*Path("covidmeet").rglob("*.py"), *Path("tools").glob("*.py"), Path("Makefile")):
        text = path.read_text("utf-8")
        assert sum(f"{name}" in text for name in names) < len(names), path
