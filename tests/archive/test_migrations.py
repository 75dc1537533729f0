"""A column is added as CONTRIBUTING says: a field of the item and a migration, in a copy of the project."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.index_key import KEY
from covidmeet.items import COLUMNS
from tests.made_articles import article

PACKAGE = Path("covidmeet")
FIELD = '    mood: str | None = _column("whether the report is glad or sad", empty=True)\n'
MIGRATION = '''

@migrations()
def m999_mood(db: Database) -> None:
    """Whether a report is glad or sad."""
    db.execute("alter table articles add column mood text")
'''
USE = """
import json, sys
from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.items import COLUMNS, Article
db = connect(sys.argv[1])
new = Article(url_hash="n" * 64, url="https://example.com/n", body="会议", title="会议", mood="glad")
store(db, new, "run-2")
found = {url: mood for url, mood in db.execute("select url, mood from articles")}
print(json.dumps([list(COLUMNS), list(db.table("articles").columns_dict), found]))
"""


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which articles have a ``mood``."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(PACKAGE, folder / PACKAGE, ignore=shutil.ignore_patterns("__pycache__", "*.bin"))
    items, db = folder / PACKAGE / "items.py", folder / PACKAGE / "archive" / "db.py"
    text = items.read_text("utf-8")
    behind = text.index("\n\n", text.rindex("_column("))  # the fields with a meaning end with a blank line
    items.write_text(f"{text[:behind]}\n{FIELD.rstrip()}{text[behind:]}", "utf-8")
    identity = folder / PACKAGE / "archive" / "identity.py"
    identity.write_text(re.sub(r"(?m)^VERSION = \d+", "VERSION = 999", identity.read_text("utf-8")), "utf-8")
    text, below = db.read_text("utf-8"), "\n\n\ndef connect("
    assert below in text
    db.write_text(text.replace(below, f"\n{MIGRATION.rstrip()}{below}"), "utf-8")
    return folder


def use(project: Path, database: Path) -> Any:
    """Store an article with a mood; the item's columns, the archive's, and the moods by URL."""
    done = subprocess.run(
        [sys.executable, "-c", USE, str(database)], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_column_is_added_to_a_fresh_archive(extended: Path, database: Path) -> None:
    item, archive, moods = use(extended, database)
    assert (item, archive) == ([*COLUMNS, "mood"], [*COLUMNS, KEY, "mood"])
    assert moods == {"https://example.com/n": "glad"}


@pytest.mark.slow
def test_a_column_is_added_to_an_archive_of_before(extended: Path, database: Path) -> None:
    db = connect(database)
    store(db, article(), "run-1")
    db.close()
    item, archive, moods = use(extended, database)
    assert (item, archive) == ([*COLUMNS, "mood"], [*COLUMNS, KEY, "mood"])
    assert moods == {"https://example.com/a": None, "https://example.com/n": "glad"}
