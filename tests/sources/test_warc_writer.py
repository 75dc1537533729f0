"""What is written can be read again, also after a kill."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from covidmeet.process import payload
from covidmeet.sources.warc import WarcReader, WarcWriter, read_at
from tests.sources.warc_records import HTML, PAGE, URL, read, response, zipped


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    moment = datetime(2022, 11, 14, 1, 16, 4, tzinfo=UTC)
    headers = [
        HTML,
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("X-Bad", "a\r\nSet-Cookie: b"),
    ]
    with WarcWriter(path) as writer:
        place = writer.write(URL, 200, headers, gzip.compress(PAGE), date=moment)
    with WarcWriter(path) as writer:
        again = writer.write(URL + "?2", 404, [], b"")
    page = read_at(*place)
    assert (page.url, page.status, payload(page, 10_000), page.captured_at) == (
        URL,
        200,
        PAGE,
        "2022-11-14T01:16:04Z",
    )
    assert page.headers == (
        HTML,
        ("Content-Encoding", "gzip"),
        ("X-Crawl-Transfer-Encoding", "chunked"),
        ("X-Bad", "a Set-Cookie: b"),
    )
    assert (read_at(*again).status, read_at(*again).body) == (404, b"")
    reader = WarcReader(path)
    assert [p.place for p in reader] == [place, again]
    assert reader.skipped == {"warcinfo": 1}
    with pytest.raises(ValueError, match="not a URL"), WarcWriter(path) as writer:
        writer.write("http://a\r\nWARC-Type: x", 200, [], b"")


@pytest.mark.parametrize("kept", [3, 11, 25, 120, 2000])
def test_a_partial_record_is_cut_off_before_appending(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path) as writer:
        writer.write(URL, 200, [HTML], PAGE)
    whole = path.read_bytes()
    path.write_bytes(whole + zipped([response(os.urandom(4000))])[:kept])
    with WarcWriter(path) as writer:
        assert writer.cut_off == kept
        writer.write(URL + "?2", 200, [HTML], PAGE)
    assert path.read_bytes().startswith(whole)
    pages, reader = read(path, path.read_bytes())
    assert [page.url for page in pages] == [URL, URL + "?2"]
    assert reader.problems == []


@pytest.mark.slow
def test_a_killed_writer_leaves_readable_records(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    script = (
        "import os, sys\nfrom covidmeet.sources.warc import WarcWriter\nwriter = WarcWriter(sys.argv[1])\n"
        "for n in range(10**9):\n"
        "    writer.write(f'http://qinghe.example/{n}', 200, [], os.urandom(9000))\n"
        "    print(n, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(40):
        last = process.stdout.readline()
    process.kill()
    process.wait()
    rest = process.stdout.read().split()
    process.stdout.close()
    said = int(rest[-1] if rest else last)
    pages = [int(page.url.rpartition("/")[2]) for page in WarcReader(path)]
    assert pages == list(range(len(pages)))
    assert len(pages) > said
    with WarcWriter(path) as writer:
        writer.write(URL, 200, [], PAGE)
    assert [page.url for page in WarcReader(path)][-1] == URL
