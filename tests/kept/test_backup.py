"""A backup is a whole archive: its rows, its pages, and each row leads to its bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from covidmeet.archive import runs
from covidmeet.archive.articles import store
from covidmeet.archive.captures import Capture, keep_captures
from covidmeet.archive.db import connect
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.cli.main import main
from covidmeet.kept.backup import back_up
from covidmeet.kept.stored_page import stored_page
from tests.made_articles import article
from tests.sources.test_page_store import exchange
from tests.sources.test_page_store import store as page_store


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two articles: the page of one in a closed file, that of the other in one that is being written."""
    path = tmp_path / "from" / "archive.db"
    path.parent.mkdir()
    db = connect(path)
    for number, run in ((1, "r1"), (2, "r2")):
        runs.begin(db, run, "qinghe")
        pages = page_store(path.parent, run)
        kept = exchange(number)
        file, offset = pages.keep(kept)
        url_hash = str(number) * 64
        store(db, replace(article(), url_hash=url_hash, url=kept.url, warc=f"{file}:{offset}"), run)
        keep_captures(
            db,
            [Capture(url_hash, kept.url, "t", None, None, 200, kept.digest, file, offset, "article", run)],
        )
        if number == 1:
            pages.close()
    db.close()
    return path


def check(copy: Path) -> None:
    rows = open_read_only(copy).execute("select url, warc from articles").fetchall()
    assert len(rows) == 2
    for url, pointer in rows:
        assert stored_page(copy, pointer).url == url
    assert not copy.with_name("copy.db-wal").exists()


def test_a_copy_is_whole(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "to" / "copy.db"
    (waiting,) = archive.parent.joinpath("warc").glob("*.open")
    with waiting.open("ab") as stream:
        stream.write(waiting.read_bytes()[:150])  # a record that is being written
    done = back_up(archive, copy)
    assert (done.articles, done.files, done.copied, done.missing) == (2, 2, 2, [])
    check(copy)
    # Restored in another place, it is an archive as before.
    restored = tmp_path / "again"
    copy.parent.rename(restored)
    check(restored / "copy.db")
    connect(restored / "copy.db").close()


def test_what_is_there_is_not_copied_again(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "to" / "copy.db"
    back_up(archive, copy)
    (closed,) = (path for path in copy.parent.joinpath("warc").iterdir() if "-r1-" in path.name)
    before = closed.stat().st_mtime_ns
    again = back_up(archive, copy)
    assert again.copied == 1  # the one that is being written
    assert closed.stat().st_mtime_ns == before
    check(copy)


def test_a_live_archive_is_copied(archive: Path, tmp_path: Path) -> None:
    writer = connect(archive)
    store(writer, replace(article(), url_hash="3" * 64, url="https://example.com/3"), "r3")
    assert archive.with_name("archive.db-wal").stat().st_size
    done = back_up(archive, tmp_path / "copy.db")
    assert done.articles == 3
    writer.close()


def test_the_archive_itself_and_what_is_none_are_refused(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="the archive itself"):
        back_up(archive, archive)
    before = tmp_path / "copy.db"
    before.write_bytes(b"an older copy")
    with pytest.raises(ArchiveError, match="no archive here"):
        back_up(tmp_path / "none.db", before)
    assert before.read_bytes() == b"an older copy"


def test_the_command(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "to" / "copy.db"
    assert main(["backup", "-d", str(archive), str(copy)]) == 0
    assert "2 articles and 2 files of pages" in capsys.readouterr().out
    for path in archive.parent.joinpath("warc").glob("*-r1-*"):
        path.unlink()
    assert main(["backup", "-d", str(archive), str(copy)]) == 2
    assert "not there" in capsys.readouterr().err
    assert main(["backup", "-d", str(archive), str(archive)]) == 1
    assert "the archive itself" in capsys.readouterr().err
