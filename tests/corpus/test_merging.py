"""``covidmeet merge`` takes a corpus like an archive."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("datatrove")

from covidmeet.archive.reader import open_read_only
from covidmeet.cli.main import main
from covidmeet.corpus.manifest import Corpus
from tests.corpus.in_process import job, make
from tests.corpus.test_losses import failing, files

__all__ = ["files", "make"]


def dump(archive: Path) -> dict[str, list[tuple[object, ...]]]:
    tables = ("articles", "rejects", "captures", "runs", "meetings", "page_texts")
    with closing(open_read_only(archive)) as db:
        return {table: sorted(db.execute(f"select * from {table}"), key=str) for table in tables}


def test_two_corpora_become_one_archive_in_any_order(
    make: Callable[..., Corpus], files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    make(job(files[:3]), one)
    make(job(files[2:]), other)
    found = []
    for number, order in enumerate([(one, other), (other, one)]):
        target = tmp_path / "merged" / f"{number}.db"
        assert main(["merge", *map(str, order), "-o", str(target), "-q"]) == 0
        # Once more changes nothing.
        before = dump(target)
        assert main(["merge", *map(str, order), "-o", str(target), "-q"]) == 0
        assert dump(target) == before
        found.append(before)
    assert found[0] | {"articles": []} == found[1] | {"articles": []}
    assert len(found[0]["articles"]) == len(found[0]["captures"]) == 10
    assert "one.db" in capsys.readouterr().out
    assert sorted(path.name for path in target.parent.iterdir() if path.is_dir()) == []


def test_found_by_search_and_shown_with_its_page(
    make: Callable[..., Corpus], files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(job(files), tmp_path / "corpus")
    archive = tmp_path / "archive.db"
    assert main(["merge", str(tmp_path / "corpus"), "-o", str(archive), "-q"]) == 0
    assert main(["search", "第3镇", "-d", str(archive), "-q"]) == 0
    assert "第3镇召开疫情防控工作会议" in capsys.readouterr().out
    # Its rows lead to the bytes that they were made from.
    assert main(["reprocess", "--dry-run", "-d", str(archive), "-q", "-s", "PROCESS_WORKERS=0"]) == 0
    told = capsys.readouterr().out
    assert "10" in told


def test_of_a_corpus_that_is_not_whole_what_there_is(
    make: Callable[..., Corpus], files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(job(files), tmp_path / "corpus", failing(2))
    archive = tmp_path / "archive.db"
    assert main(["merge", str(tmp_path / "corpus"), "-o", str(archive)]) == 2
    assert "this corpus is not whole" in capsys.readouterr().err
    assert len(dump(archive)["articles"]) == 8


def test_a_folder_without_a_corpus_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", str(tmp_path), "-o", str(tmp_path / "archive.db")]) == 1
    assert "no corpus that was finished lies here" in capsys.readouterr().err
    assert not (tmp_path / "archive.db").exists()
