"""docs/design.md and CONTRIBUTING.md are compared with the code where they name parts of it."""

from __future__ import annotations

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from tests.test_architecture import LEVELS

DESIGN = Path("docs/design.md").read_text("utf-8")
CONTRIBUTING = Path("CONTRIBUTING.md").read_text("utf-8")
DECISIONS = sorted(Path("docs/decisions").glob("[0-9]*.md"))
MOST_LINES = 40


def test_the_levels_of_the_rooms_are_those_that_are_tested() -> None:
    rows = re.findall(r"^\| \d+ \| (.*?) \|", DESIGN, re.MULTILINE)
    assert [set(re.findall(r"`(\w+)`", row)) for row in rows] == [set(level) for level in LEVELS]


@pytest.mark.parametrize(
    "path", re.findall(r"`(covidmeet(?:\.\w+)+)`", DESIGN[DESIGN.index("**Import paths**") :])
)
def test_the_import_paths_that_users_rely_on_are_there(path: str) -> None:
    assert resolve_name(path)


def test_the_tests_that_hold_the_laws_are_there() -> None:
    named = set(re.findall(r"`(test_\w+)(?:…)?`", DESIGN))
    written = "".join(path.read_text("utf-8") for path in Path("tests").rglob("test_*.py"))
    assert named
    assert not {name for name in named if f"def {name}" not in written}


def test_the_files_that_are_named_are_there() -> None:
    texts = [CONTRIBUTING, DESIGN, *(path.read_text("utf-8") for path in DECISIONS)]
    named = set(re.findall(r"`((?:covidmeet|tests|docs|tools|bench)/[\w./-]*)`", "\n".join(texts)))
    assert len(named) > 10
    assert not {path for path in named if not Path(path).exists()}


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_is_short_and_has_its_parts(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") < MOST_LINES
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Figures"]
    heading = re.match(r"# (\d{4}) (.*)", text)
    assert heading
    number, title = heading.groups()
    assert path.name.startswith(f"{number}-")
    index = Path("docs/decisions/README.md").read_text("utf-8")
    assert f"[{number}]({path.name}) {title}\n" in index
