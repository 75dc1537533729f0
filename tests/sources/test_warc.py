"""Pages come out of any WARC, damaged or hostile."""

from __future__ import annotations

import gzip
import io
import os
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from covidmeet.process import payload
from covidmeet.reasons import Reject
from covidmeet.sources.warc import WarcError, WarcReader, WarcWriter, read_at
from tests.sources.warc_records import (
    FORMS,
    HTML,
    INFO,
    PAGE,
    URL,
    Form,
    in_one_member,
    joined,
    read,
    record,
    response,
    zipped,
)


@FORMS
def test_every_page_with_its_place(form: Form, tmp_path: Path) -> None:
    second = URL.replace("_1", "_2")
    records = [INFO, response(), response(b"gone", status="404 Not Found", url=second)]
    pages, reader = read(tmp_path / "a.warc.gz", form(records))
    assert [(p.url, p.status, p.body, p.kind) for p in pages] == [
        (URL, 200, PAGE, "response"),
        (second, 404, b"gone", "response"),
    ]
    assert pages[0].headers == (HTML,)
    assert pages[0].captured_at == "2022-11-14T01:16:04Z"
    assert [read_at(*page.place) for page in pages if page.place] == pages
    assert pages[1].place is not None
    assert str(pages[1].place) == f"{tmp_path / 'a.warc.gz'}:{pages[1].place.offset}"
    assert reader.skipped == {"warcinfo": 1}
    assert reader.problems == []


@FORMS
def test_other_records_are_counted(form: Form, tmp_path: Path) -> None:
    records = [
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request", mime="application/http; msgtype=request"),
        record(b"a: b\r\n", kind="metadata", mime="application/warc-fields"),
        record(b"HTTP/1.1 200 OK\r\n\r\n", kind="revisit"),
        record(b"only text", kind="conversion", mime="text/plain"),
        record(b"1.2.3.4", url="dns:qinghe.example", mime="text/dns"),
        record(PAGE, kind="resource", mime="text/html"),
        record(b"{}", kind="resource", url="urn:pageinfo:x", mime="application/json"),
        response(),
    ]
    pages, reader = read(tmp_path / "a.warc", form(records))
    assert [(p.kind, p.status, p.body) for p in pages] == [("resource", 200, PAGE), ("response", 200, PAGE)]
    assert pages[0].headers == (("Content-Type", "text/html"),)
    assert reader.skipped == {
        "request": 1,
        "metadata": 1,
        "revisit": 1,
        "conversion": 1,
        "response without a web address": 1,
        "resource without a web address": 1,
    }


def test_text_records_of_a_wet_file(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.wet.gz"
    path.write_bytes(zipped([INFO, record("会议召开".encode(), kind="conversion", mime="text/plain")]))
    (page,) = WarcReader(path, kinds=frozenset({"conversion"}))
    assert (page.kind, page.body.decode(), page.status) == ("conversion", "会议召开", 200)


def test_unwanted_pages_are_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(zipped([response(), response(url="http://other.example/")]))
    reader = WarcReader(path, wanted=lambda url: "qinghe" in url)
    assert [page.url for page in reader] == [URL]
    assert reader.skipped == {"not wanted": 1}


def test_what_the_crawler_cut_is_marked(tmp_path: Path) -> None:
    pages, _ = read(tmp_path / "a.warc", response(more="WARC-Truncated: length\r\n"))
    assert pages[0].truncated == "length"


@pytest.mark.parametrize("lost", [1, 5, 40, 150])
@pytest.mark.parametrize("form", [joined, zipped])
def test_last_record_cut_short(form: Form, lost: int, tmp_path: Path) -> None:
    whole = form([response(), response(os.urandom(300), url=URL + "?2")])
    pages, reader = read(tmp_path / "a.warc", whole[: -lost - (4 if form is joined else 12)])
    assert [page.url for page in pages] == [URL]
    assert reader.skipped["damaged"] == len(reader.problems) == 1
    assert str(tmp_path) in reader.problems[0]


@pytest.mark.parametrize("form", [joined, zipped])
def test_reading_goes_on_behind_a_damaged_record(form: Form, tmp_path: Path) -> None:
    good = [form([response(url=f"{URL}?{n}")]) for n in range(3)]
    partial = form([response(os.urandom(4000), url=URL + "?lost")])[:2000]
    pages, reader = read(tmp_path / "a.warc", good[0] + partial + good[1] + good[2])
    assert [page.url[-2:] for page in pages] == ["?0", "?1", "?2"]
    assert reader.skipped["damaged"] >= 1
    assert [read_at(*page.place).body for page in pages if page.place] == [PAGE] * 3


def test_a_record_that_claims_too_much_does_not_swallow_the_next(tmp_path: Path) -> None:
    liar = record(b"HTTP/1.1 200 OK\r\n\r\nx", length=10**9, url=URL + "?liar")
    pages, reader = read(tmp_path / "a.warc", liar + response())
    assert [page.url for page in pages] == [URL]
    assert len(reader.problems) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"<html>no archive</html>", "not a WARC file"),
        (gzip.compress(b"no archive", mtime=0), "not a WARC file"),
        (b"\x1f\x8b\x08broken", "not a WARC file"),
        (b"PK\x05\x06" + bytes(18), "no WARC file inside"),
    ],
)
def test_what_is_no_warc_is_named(data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(WarcError, match=message):
        read(tmp_path / "a.warc.gz", data)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.warc", tmp_path):
        with pytest.raises(WarcError, match="no such file"):
            list(WarcReader(path))
    with pytest.raises(WarcError):
        read_at(str(tmp_path / "none.warc"), 0)


def test_no_record_at_an_offset(tmp_path: Path) -> None:
    pages, _ = read(tmp_path / "a.warc.gz", zipped([INFO, response()]))
    assert pages[0].place
    for offset in (0, 1, pages[0].place.offset + 3, 10**9):
        with pytest.raises(WarcError, match=f":{offset}: "):
            read_at(pages[0].place.file, offset)


def test_bombs_and_endless_lines_are_bounded(tmp_path: Path) -> None:
    bomb = response(gzip.compress(bytes(200_000_000)), headers="Content-Encoding: gzip\r\n")
    endless = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"y" * 30_000_000
    many = b"WARC/1.0\r\n" + b"X: y\r\n" * 1_000_000
    path = tmp_path / "a.warc.gz"
    path.write_bytes(zipped([bomb, endless, many, response()]))
    reader = WarcReader(path, limit=1_000_000)
    tracemalloc.start()
    start = time.perf_counter()
    packed, good = reader
    with pytest.raises(Reject, match="too_large: body larger than 1000000 bytes"):
        payload(packed, 1_000_000)
    assert (packed.url, payload(good, 1_000_000)) == (URL, PAGE)
    assert time.perf_counter() - start < 10
    assert tracemalloc.get_traced_memory()[1] < 150_000_000
    tracemalloc.stop()
    assert reader.skipped["damaged"] >= 2


def test_memory_is_flat(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with WarcWriter(path) as writer:
        for n in range(300):
            writer.write(f"{URL}?{n}", 200, [HTML], os.urandom(20_000))
    tracemalloc.start()
    assert sum(1 for _ in WarcReader(path)) == 300
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    form=st.sampled_from([joined, zipped, in_one_member]),
    place=st.integers(0, 1500),
    junk=st.binary(max_size=30),
    removed=st.integers(0, 60),
)
def test_any_damage_ends_and_is_reported(
    form: Form, place: int, junk: bytes, removed: int, tmp_path: Path
) -> None:
    data = form([response(url=f"{URL}?{n}") for n in range(4)])
    place = min(place, len(data))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data[:place] + junk + data[place + removed :])
    reader = WarcReader(path)
    try:
        pages = list(reader)
    except WarcError:
        return
    assert len(pages) <= 4
    assert len({page.place for page in pages}) == len(pages)


def test_stream_of_the_library_is_understood(tmp_path: Path) -> None:
    """Records as the library itself writes them, WARC 1.1 and a chunked body as received included."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    http = StatusAndHeaders("200 OK", [("Transfer-Encoding", "chunked")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            URL, "response", payload=io.BytesIO(b"5\r\nhello\r\n0\r\n\r\n"), http_headers=http
        )
    )
    pages, _ = read(tmp_path / "a.warc.gz", buffer.getvalue())
    assert payload(pages[0], 100) == b"hello"
