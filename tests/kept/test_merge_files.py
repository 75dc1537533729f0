"""The files of pages of merged archives: linked, copied, kept apart, missing."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from covidmeet.archive.db import connect
from covidmeet.cli.main import main
from covidmeet.kept.merging import merge
from tests.kept.merge_archives import make, readable, tables


def test_a_file_that_grew_takes_the_place_of_its_beginning(tmp_path: Path) -> None:
    archive = make(tmp_path, "a", range(1, 4), close=False)
    target = tmp_path / "all" / "all.db"
    merge([archive], target)
    (copy,) = target.parent.joinpath("warc").iterdir()
    before = copy.stat().st_size
    (waiting,) = archive.parent.joinpath("warc").glob("*.open")
    waiting.write_bytes(waiting.read_bytes() * 2)
    waiting.rename(waiting.with_suffix(""))
    merge([archive], target)
    assert copy.stat().st_size == 2 * before
    assert len(list(target.parent.joinpath("warc").iterdir())) == 1
    assert readable(target) == 6


def test_files_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    one, other = make(tmp_path / "1", "a", range(1, 3)), make(tmp_path / "2", "a", range(3, 5))
    names = []
    for number, order in enumerate(([one, other], [other, one])):
        target = tmp_path / f"to{number}" / "all.db"
        merge(order, target)
        assert readable(target) == 8
        names.append(sorted(path.name for path in target.parent.joinpath("warc").iterdir()))
        assert len(names[-1]) == 2
        assert merge(order, target).files == 0
    assert names[0] == names[1]
    assert tables(tmp_path / "to0" / "all.db") == tables(tmp_path / "to1" / "all.db")


def test_a_closed_file_is_linked_and_the_archive_may_go(three: list[Path], tmp_path: Path) -> None:
    target = tmp_path / "all.db"
    merge(three[:1], target)
    (linked,) = tmp_path.joinpath("warc").iterdir()
    assert linked.stat().st_nlink > 1


def test_a_file_that_cannot_be_linked_is_copied(three: list[Path], tmp_path: Path, monkeypatch: Any) -> None:
    def refuse(*_: Any) -> None:
        raise OSError("another disc")

    monkeypatch.setattr(os, "link", refuse)
    done = merge(three[:1], tmp_path / "all.db")
    assert done.copied == sum(path.stat().st_size for path in tmp_path.joinpath("warc").iterdir()) > 0
    assert readable(tmp_path / "all.db") == 14


def test_a_file_of_ones_own_stays_where_it_is(tmp_path: Path) -> None:
    archive = make(tmp_path, "a", range(1, 2))
    (file,) = archive.parent.joinpath("warc").iterdir()
    file.rename(archive.parent / "own.warc.gz")
    with closing(connect(archive)) as db:
        db.execute("update articles set warc = replace(warc, ?, 'own.warc.gz')", [f"warc/{file.name}"])
        db.execute("update captures set file = 'own.warc.gz' where file is not null")
    target = tmp_path / "all" / "all.db"
    assert merge([archive], target).missing == []
    assert readable(target) == 2


def test_a_missing_file_is_named(tmp_path: Path, capsys: Any) -> None:
    archive = make(tmp_path, "a", range(1, 2))
    (file,) = archive.parent.joinpath("warc").iterdir()
    file.unlink()
    assert main(["merge", str(archive), "-o", str(tmp_path / "all" / "all.db")]) == 2
    assert f"warc/{file.name}: named by an archive, and not there" in capsys.readouterr().err
