"""What the engine loses without a word, and is not lost here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove")

from covidmeet.corpus.job import CAPTURES, JobError
from covidmeet.corpus.manifest import Corpus, read_manifest
from covidmeet.corpus.marks import Crashes, InHand
from covidmeet.corpus.notes import shard
from covidmeet.corpus.shards import REJECTS, ShardWriter, rows_of
from covidmeet.reasons import Reason
from tests.corpus.in_process import job, make
from tests.corpus.test_same_rows import meeting, page
from tests.sources.warc_records import zipped

__all__ = ["make"]

Make = Callable[..., Corpus]


def warc(path: Path, *numbers: int) -> Path:
    host = "http://www.hewan.example"
    path.write_bytes(zipped([page(f"{host}/{n}.html", meeting(f"第{n}镇")) for n in numbers]))
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [warc(tmp_path / f"{n}.warc.gz", n, n + 10) for n in range(5)]


def addresses(corpus: Corpus) -> list[str]:
    return [row["url"].rpartition("/")[2] for row in corpus.articles()]


def test_another_number_of_tasks_doubles_no_row(make: Make, files: list[Path], tmp_path: Path) -> None:
    wanted = sorted(addresses(make(job(files, tasks=3), tmp_path / "corpus")))
    assert len(wanted) == len(set(wanted)) == 10
    for tasks in (5, 2, 9):
        corpus = make(job(files, tasks=tasks), tmp_path / "corpus")
        assert sorted(addresses(corpus)) == wanted
        assert corpus.is_whole


def test_a_new_file_and_a_changed_one_are_read(make: Make, files: list[Path], tmp_path: Path) -> None:
    make(job(files[:4], tasks=2), tmp_path / "corpus")
    assert len(addresses(make(job(files, tasks=2), tmp_path / "corpus"))) == 10
    warc(files[0], 21, 22, 23)
    assert {"21.html", "22.html", "23.html"} < set(addresses(make(job(files, tasks=2), tmp_path / "corpus")))


def test_what_is_done_is_not_done_again(make: Make, files: list[Path], tmp_path: Path) -> None:
    first = make(job(files), tmp_path / "corpus")

    def refuse(executor: Any) -> None:
        raise AssertionError("a task was begun")

    again = make(job(files), tmp_path / "corpus", refuse)
    assert (again.run_id, again.files) == (first.run_id, first.files)


def failing(rank: int) -> Callable[[Any], None]:
    """Let a task raise in the midst of its pages."""

    def prepare(executor: Any) -> None:
        def step(data: Any, task: int, world_size: int) -> Iterator[Any]:
            for document in data:
                yield document
                if task == rank:
                    raise ArithmeticError("the task failed")

        executor.pipeline.insert(1, step)

    return prepare


def test_a_failed_task_is_told_and_leaves_no_file(make: Make, files: list[Path], tmp_path: Path) -> None:
    of = job(files)
    corpus = make(of, tmp_path / "corpus", failing(2))
    assert corpus.failed == [str(files[2])]
    assert not corpus.is_whole
    assert sorted(addresses(corpus)) == [
        "0.html",
        "1.html",
        "10.html",
        "11.html",
        "13.html",
        "14.html",
        "3.html",
        "4.html",
    ]
    state = tmp_path / "corpus" / "state" / of.state_hash
    assert list((state / CAPTURES / "shards").glob("00002*")) == []
    assert not json.loads((tmp_path / "corpus" / "corpus.json").read_text())["is_whole"]
    # Called again it does what is missing, and only that.
    again = make(of, tmp_path / "corpus")
    assert again.is_whole
    assert len(addresses(again)) == 10


def test_a_half_file_is_no_file(tmp_path: Path) -> None:
    for form in ("parquet", "jsonl"):
        path = tmp_path / f"half.{form}"
        row = dict.fromkeys(REJECTS) | {"url": "http://www.hewan.example/", "taken": 0}
        with pytest.raises(ArithmeticError), ShardWriter(path, REJECTS) as writer:
            writer.add(row)
            raise ArithmeticError
        assert list(tmp_path.iterdir()) == []
        with ShardWriter(path, REJECTS) as writer:
            writer.add(row)
        assert list(rows_of(path)) == [row]
        path.unlink()


def test_files_of_a_task_that_is_not_completed_are_not_taken(
    make: Make, files: list[Path], tmp_path: Path
) -> None:
    """As where the disc was full behind its rows, and before the engine noted it."""
    of = job(files)
    make(of, tmp_path / "corpus")
    state = tmp_path / "corpus" / "state" / of.state_hash
    (state / CAPTURES / "completions" / "00001").unlink()
    shard(state, CAPTURES, 3, "counts.json").unlink()
    corpus = make(of, tmp_path / "corpus", failing(1), failing(3))
    assert corpus.failed == [str(files[1]), str(files[3])]
    assert sorted(addresses(corpus)) == ["0.html", "10.html", "12.html", "14.html", "2.html", "4.html"]


def test_a_page_that_a_step_drops_is_a_difference(make: Make, files: list[Path], tmp_path: Path) -> None:
    def prepare(executor: Any) -> None:
        def drop(data: Any, task: int, world_size: int) -> Iterator[Any]:
            yield from (document for document in data if not document.id.endswith("/3.html"))

        executor.pipeline.insert(2, drop)

    corpus = make(job(files), tmp_path / "corpus", prepare)
    assert corpus.differences == {str(files[3]): 1}
    assert not corpus.is_whole


def test_pages_without_text_do_not_vanish(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "empty.warc.gz"
    empty = [page(f"http://www.hewan.example/{n}.html", b"") for n in range(3)]
    file.write_bytes(zipped([*empty, page("http://www.hewan.example/4.html", "<p>疫</p>".encode())]))
    corpus = make(job([file], words=False), tmp_path / "corpus")
    assert [row["reason"] for row in corpus.rejects()] == ["empty"] * 3 + ["no_text"]
    assert corpus.files[str(file)].captures == 4
    assert corpus.is_whole


def test_a_page_that_ends_its_process_costs_its_own_row(
    make: Make, files: list[Path], tmp_path: Path
) -> None:
    of = job(files)
    folder = tmp_path / "corpus" / "state" / of.state_hash / CAPTURES
    folder.mkdir(parents=True)
    place = f"{files[1]}:0"
    crashes = Crashes()
    for _ in range(2):
        assert not crashes.is_given_up(place)
        crashes.note(folder, InHand(1, place, 0.0, 1), 0.0)
    crashes.note(folder, InHand(2, f"{files[2]}:0", 0.0, 1), 30.0)
    corpus = make(of, tmp_path / "corpus")
    told = {row["warc"]: row["reason"] for row in corpus.rejects()}
    assert told == {place: Reason.WORKER_CRASHED, f"{files[2]}:0": Reason.TOO_SLOW}
    assert len(addresses(corpus)) == 8
    assert corpus.is_whole


def test_a_fault_of_the_extractor_costs_its_own_row(
    make: Make, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import covidmeet.process

    whole = covidmeet.process.read

    def read(fetched: Any, *more: Any) -> Any:
        if fetched.url.endswith("/12.html"):
            raise ZeroDivisionError
        return whole(fetched, *more)

    monkeypatch.setattr(covidmeet.process, "read", read)
    corpus = make(job(files), tmp_path / "corpus")
    assert [row["reason"] for row in corpus.rejects()] == ["error"]
    assert corpus.is_whole


def test_names_of_files_with_marks_of_their_own(make: Make, tmp_path: Path) -> None:
    folder = tmp_path / "a!b:c"
    folder.mkdir()
    corpus = make(job([warc(folder / "d!e.warc.gz", 1)]), tmp_path / "corpus")
    assert addresses(corpus) == ["1.html"]
    assert corpus.is_whole


def test_files_that_are_not_there_and_folders_that_hold_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="no such file"):
        job([tmp_path / "missing.warc.gz"])
    with pytest.raises(JobError, match="no file"):
        job([])
    with pytest.raises(JobError, match="no corpus"):
        read_manifest(tmp_path)
