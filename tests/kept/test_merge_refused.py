"""What is not merged: other databases, later archives, one that is being written, without room."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.db import connect
from covidmeet.archive.identity import VERSION
from covidmeet.archive.lock import Held, SiteLock
from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.kept.merging import merge


@pytest.fixture
def refused(tmp_path: Path) -> Iterator[dict[str, Path]]:
    files = {name: tmp_path / f"{name}.db" for name in ("foreign", "text", "newer", "absent")}
    with closing(sqlite3.connect(files["foreign"])) as db:
        db.execute("create table places (name)")
    files["text"].write_text("会议" * 1000, "utf-8")
    connect(files["newer"]).close()
    with closing(sqlite3.connect(files["newer"])) as db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('covidmeet', ?, '')",
            [f"m{VERSION + 1:03}_later"],
        )
        db.commit()
    yield files


@pytest.mark.parametrize("name", ["foreign", "text", "newer", "absent"])
def test_what_is_no_archive_of_today_is_refused_before_anything_is_written(
    name: str, refused: dict[str, Path], three: list[Path], tmp_path: Path
) -> None:
    target = tmp_path / "all" / "all.db"
    before = refused[name].read_bytes() if name != "absent" else b""
    with pytest.raises(ArchiveError, match=refused[name].name):
        merge([three[0], refused[name]], target)
    assert not target.parent.exists()
    assert name == "absent" or refused[name].read_bytes() == before
    if name != "absent":
        with pytest.raises(ArchiveError, match=refused[name].name):
            merge(three[:1], refused[name])
        assert refused[name].read_bytes() == before


def test_an_archive_is_not_merged_into_itself(three: list[Path]) -> None:
    with pytest.raises(ArchiveError, match="leave it out"):
        merge(three, three[0])


def test_an_archive_that_is_being_written_is_left_alone(three: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "all.db"
    lock = SiteLock.take(target, "qinghe")
    try:
        with pytest.raises(Held):
            merge(three, target)
    finally:
        lock.release()
    assert not target.exists()
    merge(three, target)


def test_without_room_nothing_is_begun(three: list[Path], tmp_path: Path, monkeypatch: Any) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(ArchiveError, match="1,000 are free"):
        merge(three, tmp_path / "all" / "all.db")
    assert not (tmp_path / "all" / "all.db").exists()
