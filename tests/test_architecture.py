"""Imports point one way, and the path from bytes to an article knows nothing of Scrapy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path("covidmeet")
# Rooms and files that must be usable without a crawl: in a process pool, a notebook, another engine.
PURE = ("process.py", "reasons.py", "items.py", "site.py", "sites.py", "sign_index.py")
PURE_ROOMS = ("extract", "repair", "text", "stages", "sources")


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def pure_files() -> list[Path]:
    files = [PACKAGE / name for name in PURE]
    return files + [path for room in PURE_ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]


@pytest.mark.parametrize("path", pure_files(), ids=str)
def test_no_file_on_the_path_from_bytes_to_article_knows_scrapy(path: Path) -> None:
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
