"""ARC files, the format before WARC, through the library's conversion."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from covidmeet.sources.warc import WarcReader, read_at
from tests.sources.warc_records import FORMS, HTML, PAGE, URL, Form, joined, read, zipped

_ABOUT = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
INFO = b"filedesc://a.arc 0.0.0.0 20081114011604 text/plain %d\n" % len(_ABOUT) + _ABOUT + b"\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n"


def arc_record(url: str = URL, block: bytes = ANSWER + PAGE, length: int | None = None) -> bytes:
    size = len(block) if length is None else length
    return f"{url} 192.0.2.7 20081114011604 text/html {size}\n".encode() + block + b"\n"


@pytest.mark.parametrize("name", ["a.arc", "a.arc.gz"])
@FORMS
def test_pages_of_an_arc_file(form: Form, name: str, tmp_path: Path) -> None:
    dns = arc_record("dns:qinghe.example", b"20081114\nqinghe.example. 60 IN A 192.0.2.7\n")
    pages, reader = read(tmp_path / name, form([INFO, dns, arc_record(), arc_record(URL + "?2")]))
    assert [(page.url, page.status, page.body, page.headers) for page in pages] == [
        (URL, 200, PAGE, (HTML,)),
        (URL + "?2", 200, PAGE, (HTML,)),
    ]
    assert pages[0].captured_at == "2008-11-14T01:16:04Z"
    assert [read_at(*page.place) for page in pages if page.place] == pages
    assert reader.skipped == {"warcinfo": 1, "response without a web address": 1}
    assert reader.problems == []


@pytest.mark.parametrize("form", [joined, zipped])
def test_reading_goes_on_behind_damage(form: Form, tmp_path: Path) -> None:
    liar = arc_record(URL + "?liar", ANSWER + b"x", length=10**7)
    pages, reader = read(tmp_path / "a.arc", form([INFO, liar, arc_record()]))
    assert [page.url for page in pages if not page.truncated] == [URL]
    assert len(reader.problems) == 1


def test_a_line_of_an_arc_record_in_a_warc_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"WARC/1.0\r\nbroken") + gzip.compress(arc_record()))
    assert list(WarcReader(path)) == []
