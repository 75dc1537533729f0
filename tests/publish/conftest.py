"""The archive of the tests of ``show``, published as a folder."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import open_read_only
from covidmeet.publish.folder import Published, publish
from tests.show.conftest import Shelf, shelf, state

__all__ = ["shelf", "state"]


def publish_from(archive: Path, target: Path, selection: Selection | None = None) -> Published:
    """As the command does."""
    with closing(open_read_only(archive)) as db:
        return publish(db, archive, target, selection or Selection())


@pytest.fixture
def folder(shelf: Shelf, tmp_path: Path) -> Path:
    target = tmp_path / "published"
    done = publish_from(shelf.path, target)
    assert (done.articles, done.stored, done.without, len(done.missing)) == (6, 2, 3, 1)
    return target
