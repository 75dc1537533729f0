"""What is imported is declared, and what is declared is imported, locked and hashed."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
# Where the name that is imported is not that of the package.
PACKAGES = {"backports": "backports.zstd"}
OWN = {"covidmeet", "tests", "tools", "bench"}
# Needed without being imported: by a package that does not name it, or as a plug-in or program.
NOT_IMPORTED = {
    "lxml-html-clean",
    "pytest-xdist",
    "pytest-asyncio",
    "ruff",
    "mypy",
    "setuptools",
    "mkdocs-material",
    "matplotlib",
    "apprise",
    "datasette",
    "datatrove",
    "tokenizers",
    "uvicorn",
}
# Used where a user has them anyway.
IF_INSTALLED = {"pandas", "polars"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def requirements(lines: Iterable[str]) -> dict[str, Requirement]:
    """Requirements by their normalised names."""
    return {canonicalize_name(wanted.name): wanted for wanted in map(Requirement, lines)}


USER = requirements(PROJECT["project"]["dependencies"])
EXTRAS = requirements(
    line for extra in PROJECT["project"]["optional-dependencies"].values() for line in extra
)
DEVELOPER = requirements(PROJECT["dependency-groups"]["dev"])


def imported(path: Path) -> Iterator[str]:
    """Top-level names of the modules that a file imports, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        yield from (name.partition(".")[0] for name in names)


def packages(*files: Path) -> set[str]:
    """Packages that have to be installed for the files."""
    # A script of tools/ finds the ones beside it by their bare names.
    beside = {file.stem for file in files}
    names = {name for file in files for name in imported(file)}
    # In the standard library of a Python to come is "compression".
    foreign = names - sys.stdlib_module_names - OWN - beside - {"", "compression"}
    return {canonicalize_name(PACKAGES.get(name, name)) for name in foreign}


def pinned(file: str) -> dict[str, Requirement]:
    """The packages of a lock file, each at one version."""
    lines = Path(file).read_text("utf-8").replace("\\\n", " ").splitlines()
    found = requirements(
        re.sub(r"\s--hash=\S+", "", line) for line in lines if line and line.lstrip()[0] != "#"
    )
    assert all(re.fullmatch(r"==[^*]+", str(wanted.specifier)) for wanted in found.values())
    return found


def version(wanted: Requirement) -> str:
    return str(wanted.specifier).removeprefix("==")


def test_what_the_package_imports_is_declared_and_the_other_way_round() -> None:
    """But for what only an extra needs, which is imported where it is installed."""
    found = packages(*Path("covidmeet").rglob("*.py"))
    assert found - set(EXTRAS) - IF_INSTALLED == set(USER) - NOT_IMPORTED


def test_what_tests_and_tools_import_is_declared_and_the_other_way_round() -> None:
    rooms = [room for name in ("tests", "tools", "bench") for room in Path(name).rglob("*.py")]
    tables = requirements(PROJECT["dependency-groups"]["tables"])
    found = packages(*rooms)
    assert found <= set(USER) | set(DEVELOPER) | set(tables)
    assert set(DEVELOPER) - NOT_IMPORTED <= found


@pytest.mark.parametrize(
    ("file", "declared"), [("requirements.lock", USER), ("requirements-dev.lock", USER | DEVELOPER)]
)
def test_what_is_declared_is_locked_within_its_range(file: str, declared: dict[str, Requirement]) -> None:
    locked = pinned(file)
    assert {name for name in declared if version(locked[name]) not in declared[name].specifier} == set()


def test_both_lock_files_name_the_same_versions() -> None:
    user, developer = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert {name: str(wanted) for name, wanted in user.items()}.items() <= {
        name: str(wanted) for name, wanted in developer.items()
    }.items()


def test_requirements_txt_names_what_is_declared_as_it_is_locked() -> None:
    short, locked = pinned("requirements.txt"), pinned("requirements.lock")
    assert set(short) == set(USER)
    assert {name: version(wanted) for name, wanted in short.items()} == {
        name: version(locked[name]) for name in short
    }


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_a_hash_for_everything_and_names_no_place(file: str) -> None:
    text = Path(file).read_text("utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
    # Of some there is another version for each Python, never two for one.
    for python in PYTHONS:
        where = {"python_full_version": f"{python}.0", "python_version": python}
        heads = [Requirement(entry.partition(" \\\n")[0]) for entry in entries]
        names = [head.name for head in heads if head.marker is None or head.marker.evaluate(where)]
        assert len(names) == len(set(names)) > 60
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry) for entry in entries)
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|--trusted-host", text)


def test_zstd_is_installed_where_the_standard_library_lacks_it() -> None:
    marker = pinned("requirements.lock")["backports-zstd"].marker
    assert isinstance(marker, Marker)
    wanted = {python: marker.evaluate({"python_full_version": f"{python}.0"}) for python in PYTHONS}
    assert wanted == {"3.11": True, "3.12": True, "3.13": True, "3.14": False}


def test_every_python_that_is_promised_is_named_and_tried() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    assert tuple(named) == PYTHONS
    workflow = Path(".github/workflows/ci.yml").read_text("utf-8")
    assert all(f'"{python}"' in workflow for python in PYTHONS)


def test_the_version_stands_once() -> None:
    from covidmeet import __version__

    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "covidmeet.version.__version__"}
    assert "version" in PROJECT["project"]["dynamic"]
    newest = re.search(r"^## (\d\S*)", Path("CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == __version__


def test_the_licences_that_are_packaged_are_there() -> None:
    assert all(Path(file).is_file() for file in PROJECT["project"]["license-files"])
