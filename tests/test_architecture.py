"""Imports point one way, and the path from bytes to an article knows nothing of Scrapy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path("covidmeet")
# Rooms and files that must be usable without a crawl: in a process pool, a notebook, another engine.
PURE = ("process.py", "reasons.py", "items.py", "site.py", "sites.py", "sign_index.py")
PURE_ROOMS = ("discovery", "extract", "facts", "platforms", "repair", "text", "stages", "sources")
# From the lowest level up.  A room, or a file at the top of the package, imports from itself and from lower
# levels; rooms of one level from each other only where the parts of Scrapy meet.
LEVELS = (
    {"language", "version"},
    {"repair", "reasons", "atomic_file", "stored_sentences"},
    {"text"},
    {"items", "site"},
    {"platforms"},
    {"extract", "facts", "sign_index"},
    {"sites"},
    {"stages"},
    {"process"},
    {"archive", "sources", "health", "discovery"},
    {"pool"},
    {"status", "kept", "data_frames"},
    {"crawl", "pipelines", "middlewares", "extensions"},
    {"api", "corpus", "newsite", "show"},
    {"doctor", "browse"},
    {"publish"},
    {"cli"},
    {"spiders", "commands", "settings", "__main__"},
)
OF_SCRAPY = {"crawl", "pipelines", "middlewares", "extensions"}
MOST_LINES = 300


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    """Every module of the package, packages by their own name."""
    return {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def uses(path: Path) -> set[str]:
    """The modules of the package that a file imports: of a package's name only what it means itself."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            while name and name not in modules():
                name = name.rpartition(".")[0]
            found.add(name)
    return found - {"", module_of(path)}


def room(module: str) -> str:
    """``covidmeet.text.dates`` is in ``text``, ``covidmeet.process`` in ``process``."""
    return module.split(".")[1] if "." in module else ""


def pure_files() -> list[Path]:
    files = [PACKAGE / name for name in PURE]
    return files + [path for room in PURE_ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]


@pytest.mark.parametrize("path", pure_files(), ids=str)
def test_no_file_on_the_path_from_bytes_to_article_imports_scrapy(path: Path) -> None:
    assert not [name for name in imported(path) if name.split(".")[0] in ("scrapy", "twisted", "itemadapter")]


@pytest.mark.slow
def test_all_sample_pages_are_processed_where_scrapy_cannot_be_imported(tmp_path: Path) -> None:
    program = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("scrapy", "twisted"):
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
import pickle
from pathlib import Path
from covidmeet.process import process
from covidmeet.reasons import Reject
from covidmeet.sources.documents import Documents
from covidmeet.sources.warc import WarcReader
from covidmeet.site import Site, Articles
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
reading = Reading(Sites((Site("any"),)))
articles = rejects = 0
sources = [WarcReader(path) for path in sorted(Path("data/samples").glob("*.warc.gz"))]
for fetched in [page for source in [*sources, Documents(Path("data/samples/documents"), Path("x.db"), 10**7)]
                for page in source]:
    try:
        article = process(*pickle.loads(pickle.dumps((fetched, reading))))
        assert pickle.loads(pickle.dumps(article)) == article
        articles += 1
    except Reject:
        rejects += 1
assert not [name for name in sys.modules if name.split(".")[0] in ("scrapy", "twisted")]
print(articles, rejects)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    articles, rejects = map(int, done.stdout.split())
    assert articles > 60
    assert rejects > 3


def test_every_room_has_a_level() -> None:
    stated = [name for level in LEVELS for name in level]
    assert len(stated) == len(set(stated))
    assert set(stated) == {room(module) for module in modules()} - {""}


@pytest.mark.parametrize("path", modules().values(), ids=str)
def test_imports_point_one_way(path: Path) -> None:
    """Those inside functions and those for types only included."""
    level = {name: number for number, names in enumerate(LEVELS) for name in names}
    level[""] = 1  # the package itself, which everything imports: of its own parts it needs its version alone
    own = room(module_of(path))
    others = {(room(used), used) for used in uses(path) if room(used) not in ("", own)}
    assert not [
        used
        for other, used in others
        if level[other] >= level[own] and not (own in OF_SCRAPY and other in OF_SCRAPY)
    ]


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter({module: uses(path) for module, path in modules().items()}).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_no_file_is_long() -> None:
    lines = {path: path.read_text("utf-8").count("\n") for path in modules().values()}
    assert not {str(path): count for path, count in lines.items() if count > MOST_LINES}


def test_no_two_public_classes_have_one_name() -> None:
    """But ``Command``, which Scrapy looks for in each file of ``COMMANDS_MODULE``."""
    where = defaultdict(list)
    for path in modules().values():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(str(path))
    del where["Command"]
    assert not {name: paths for name, paths in where.items() if len(paths) > 1}
