"""The examples of the tutorial and of the guide, in both languages, run as they are printed."""

from __future__ import annotations

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest

from covidmeet.cli.main import main
from covidmeet.show import last_search

DOCS = Path("docs").resolve()
TUTORIAL, CHINESE = DOCS / "tutorial.md", DOCS / "zh" / "tutorial.md"
GUIDE = DOCS / "zh" / "guide.md"


def commands(path: Path) -> list[str]:
    return re.findall(r"^\$ covidmeet (.*)$", path.read_text("utf-8"), re.MULTILINE)


def code(path: Path) -> str:
    (found,) = re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    return str(found)


def test_the_tutorials_are_the_same_in_both_languages() -> None:
    assert commands(TUTORIAL) == commands(CHINESE)
    assert code(TUTORIAL) == code(CHINESE)


def test_every_page_is_in_the_navigation() -> None:
    named = set(re.findall(r"[\w/-]+\.md", Path("mkdocs.yml").read_text("utf-8")))
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert {page for page in pages if not page.startswith("decisions/0")} - named == set()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tutorial")


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of a user's, with no other archive to be found."""
    monkeypatch.chdir(folder)
    for name in ("COVIDMEET_DATABASE", "XDG_DATA_HOME", "SCRAPY_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PYTHONPATH", str(DOCS.parent))
    monkeypatch.setattr(last_search, "state_file", lambda: folder / "last-search.json")
    return folder


@pytest.mark.slow
def test_the_examples_of_tutorial_and_guide_run_as_printed(
    here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for line in [*commands(TUTORIAL), *commands(GUIDE)]:
        assert main(shlex.split(line)) == 0, (line, capfd.readouterr().err)
    if find_spec("matplotlib") is None:
        pytest.skip("matplotlib is not installed")
    exec(compile(code(TUTORIAL), str(TUTORIAL), "exec"), {"__name__": "tutorial"})
    picture = (here / "weeks.png").read_bytes()
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1080, 420)
    assert len(picture) > 5_000  # more than an empty frame
