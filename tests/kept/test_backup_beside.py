"""A backup into the archive's own folder shares its pages."""

from __future__ import annotations

from pathlib import Path

from covidmeet.archive.captures import ARTICLE, Capture, keep_captures
from covidmeet.archive.db import connect
from covidmeet.kept.backup import back_up


def test_a_file_that_is_being_written_is_not_hidden_by_a_copy_of_itself(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    db = connect(archive)
    now = "2026-01-01T00:00:00+00:00"
    url = "http://news.qinghe.example/a/1.html"
    file = "warc/site-run-00001.warc.gz"
    keep_captures(db, [Capture("a" * 64, url, now, None, None, 200, "sha1:A", file, 0, ARTICLE, "run")])
    db.conn.close()
    (tmp_path / "warc").mkdir()
    (tmp_path / f"{file}.open").write_bytes(b"")

    result = back_up(archive, tmp_path / "copy.db")

    assert (result.files, result.copied, result.missing) == (1, 0, [])
    assert [path.name for path in (tmp_path / "warc").iterdir()] == ["site-run-00001.warc.gz.open"]
