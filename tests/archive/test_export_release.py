"""A release: citable, repeatable to the byte, and it says what became new."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.export.datapackage import read_package
from covidmeet.archive.export.errors import ExportError
from covidmeet.archive.export.release import Release, make_release
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import open_read_only
from tests.made_articles import article

FILES = ["CHANGES.md", "CITATION.cff", "SHA256SUMS", "articles.parquet", "codebook.md", "datapackage.json"]


def put(archive: Path, name: str, **fields: Any) -> None:
    db = connect(archive)
    store(db, article(name, **fields), "run-1", "2022-04-01T00:00:00+00:00")
    db.close()


def release(archive: Path, name: str, folder: Path, **asked: Any) -> Release:
    db = open_read_only(archive)
    try:
        return make_release(db, archive, name, folder, Selection(**asked))
    finally:
        db.close()


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive" / "a.db"
    for name in "abc":
        put(path, name, warc=f"warc/{name}.warc.gz:7" if name != "c" else None)
    (path.parent / "warc").mkdir()
    (path.parent / "warc" / "a.warc.gz").write_bytes(b"pages")
    return path


def test_a_first_release(archive: Path, tmp_path: Path) -> None:
    made = release(archive, "2022.1", tmp_path / "out")
    folder = tmp_path / "out" / "2022.1"
    assert made.path == folder
    assert sorted(content(folder)) == sorted([*FILES, "pages.csv", "files.csv"])
    assert pq.read_table(folder / "articles.parquet").num_rows == made.rows == 3
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    package = read_package(folder / "datapackage.json")
    assert package and package["version"] == "2022.1"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["2022.1"]
    assert 'version: "2022.1"' in (folder / "CITATION.cff").read_text("utf-8")


def test_digests_of_the_stored_pages(archive: Path, tmp_path: Path) -> None:
    release(archive, "one", tmp_path / "out")
    with (tmp_path / "out" / "one" / "files.csv").open(newline="") as stream:
        a, b = csv.DictReader(stream)
    assert a == {
        "file": "warc/a.warc.gz",
        "articles": "1",
        "bytes": "5",
        "sha256": hashlib.sha256(b"pages").hexdigest(),
    }
    assert (b["file"], b["sha256"]) == ("warc/b.warc.gz", "")
    changes = (tmp_path / "out" / "one" / "CHANGES.md").read_text("utf-8")
    assert "articles with a stored page: 2, in files: 2" in changes
    assert "whose bytes were not kept: 1" in changes
    assert "files that are not there any more, of which no digest is given: 1" in changes


def test_the_digest_of_a_record_is_what_was_noted_when_it_was_stored(archive: Path, tmp_path: Path) -> None:
    db = connect(archive)
    db.execute(
        "insert into captures (url_hash, url, fetched_at, file, offset, digest, outcome)"
        " values (?, 'https://example.com/a', '2022-04-01', 'warc/a.warc.gz', 7, 'sha1:ABC', 'article')",
        ["a" * 64],
    )
    db.close()
    release(archive, "one", tmp_path / "out")
    lines = (tmp_path / "out" / "one" / "pages.csv").read_text().splitlines()
    assert lines == [
        "url_hash,file,offset,digest",
        f"{'a' * 64},warc/a.warc.gz,7,sha1:ABC",
        f"{'b' * 64},warc/b.warc.gz,7,",
    ]


def test_the_same_archive_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    release(archive, "one", tmp_path / "here")
    release(archive, "one", tmp_path / "there")
    assert content(tmp_path / "here" / "one") == content(tmp_path / "there" / "one")
    before = content(tmp_path / "here" / "one")
    assert release(archive, "one", tmp_path / "here").was_there
    assert content(tmp_path / "here" / "one") == before


def test_a_release_is_never_changed(archive: Path, tmp_path: Path) -> None:
    release(archive, "one", tmp_path / "out")
    before = content(tmp_path / "out" / "one")
    put(archive, "d")
    with pytest.raises(ExportError, match="of another state of the archive: choose another name"):
        release(archive, "one", tmp_path / "out")
    assert content(tmp_path / "out" / "one") == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["one"]


def test_what_changed_since_the_last_release(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    release(archive, "9", out)
    put(archive, "d")
    put(archive, "a", body="河湾区又召开防控工作会议，方青再次出席。")
    db = connect(archive)
    db.execute("delete from articles where url_hash = ?", ["b" * 64])
    db.close()
    release(archive, "10", out)
    with (out / "10" / "changes.csv").open(newline="", encoding="utf-8") as stream:
        rows = [(row["change"], row["url_hash"][0]) for row in csv.DictReader(stream)]
    assert rows == [("added", "d"), ("changed", "a"), ("removed", "b")]
    told = (out / "10" / "CHANGES.md").read_text("utf-8")
    assert "articles since 9: 1 added, 1 changed, 1 removed" in told
    # The last one is the one that no other follows, whatever its name; made again it compares with the same.
    put(archive, "e")
    assert "articles since 10: 1 added, 0 changed, 0 removed" in release(archive, "1", out).told
    assert "articles since 10: 1 added, 0 changed, 0 removed" in release(archive, "1", out).told


def test_a_release_of_a_part(archive: Path, tmp_path: Path) -> None:
    made = release(archive, "one", tmp_path / "out", phrase="从未说过")
    assert made.rows == 0
    package = read_package(made.path / "datapackage.json")
    assert package and package["resources"][0]["selection"] == {"search": "从未说过"}


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", ".hidden", "a\\b"])
def test_names_that_are_no_folder(archive: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match="cannot be the name of a folder"):
        release(archive, name, tmp_path / "out")


def test_a_failure_leaves_nothing(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"covidmeet\[data\]"):
        release(archive, "one", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
