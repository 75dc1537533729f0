"""Pages come out of any WARC, damaged or hostile."""

from __future__ import annotations

import gzip
import io
import os
import re
import time
import tracemalloc
from collections.abc import Callable
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
    # Of the cut one comes the beginning, if there is any.
    assert [(page.url, page.truncated) for page in pages][:1] == [(URL, "")]
    assert [(page.url, page.truncated) for page in pages][1:] == [(URL + "?2", "the record is cut short")]
    assert reader.skipped["damaged"] == len(reader.problems) == 1
    assert str(tmp_path) in str(reader.problems[0])


@pytest.mark.parametrize("form", [joined, zipped])
def test_reading_goes_on_behind_a_damaged_record(form: Form, tmp_path: Path) -> None:
    good = [form([response(url=f"{URL}?{n}")]) for n in range(3)]
    partial = form([response(os.urandom(4000), url=URL + "?lost")])[:2000]
    pages, reader = read(tmp_path / "a.warc", good[0] + partial + good[1] + good[2])
    whole = [page for page in pages if not page.truncated]
    assert [page.url[-2:] for page in whole] == ["?0", "?1", "?2"]
    assert reader.skipped["damaged"] >= 1
    assert [read_at(*page.place).body for page in whole if page.place] == [PAGE] * 3


def test_a_record_that_claims_too_much_does_not_swallow_the_next(tmp_path: Path) -> None:
    liar = record(b"HTTP/1.1 200 OK\r\n\r\nx", length=10**9, url=URL + "?liar")
    pages, reader = read(tmp_path / "a.warc", liar + response())
    assert [(page.url, page.body, page.truncated) for page in pages] == [
        (URL + "?liar", b"x", "the record is cut short"),
        (URL, PAGE, ""),
    ]
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


def _halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _zeroed(data: bytes) -> bytes:
    return bytes(len(data))


STORED: dict[str, Callable[[bytes], bytes]] = {
    "cut": _halved,
    "zeroed": _zeroed,
    "no head": lambda data: b"xx" + data[2:],
}
MADE: dict[str, Callable[[bytes], bytes]] = {
    "too long": lambda data: data.replace(b"Content-Length: ", b"Content-Length: 9", 1),
    "too short": lambda data: re.sub(rb"(Content-Length: \d+)\d\r", rb"\1\r", data, count=1),
    "no number": lambda data: data.replace(b"Content-Length: ", b"Content-Length: x", 1),
    "other version": lambda data: data.replace(b"WARC/1.0", b"WXRC/1.0", 1),
}


@FORMS
@pytest.mark.parametrize("name", [*STORED, *MADE])
@pytest.mark.parametrize("damaged", [(1,), (1, 3), (1, 2), (2, 4)])
def test_each_damaged_record_is_one_problem_and_the_others_are_read(
    form: Form, name: str, damaged: tuple[int, ...], tmp_path: Path
) -> None:
    if name in STORED and form is in_one_member:
        pytest.skip("behind damage of the one member nothing can be unpacked")
    bodies = [PAGE + os.urandom(900) for _ in range(6)]  # does not pack: half a member has the whole head
    records = [response(body, url=f"{URL}?{n}") for n, body in enumerate(bodies)]
    for n in damaged if name in MADE else ():
        records[n] = MADE[name](records[n])
    parts = [form([one]) for one in records]
    for n in damaged if name in STORED else ():
        parts[n] = STORED[name](parts[n])
    pages, reader = read(tmp_path / "a.warc", form(records) if form is in_one_member else b"".join(parts))
    whole = [n for n in range(6) if n not in damaged]
    pages = [page for page in pages if not page.truncated]  # the beginning of a damaged one is given as such
    assert [page.url for page in pages] == [f"{URL}?{n}" for n in whole]
    assert [page.body for page in pages] == [bodies[n] for n in whole]
    # Of neighbours without a head nothing tells that they were two.
    hidden = name in ("zeroed", "no head", "other version") and damaged == (1, 2)
    assert len(reader.problems) == len(damaged) - hidden
    assert len({problem.url for problem in reader.problems}) == len(reader.problems)
    assert all(problem.offset for problem in reader.problems)


@pytest.mark.parametrize("end", [b"\n", b" \n", b"\r\r\n", b"\t\n\n"])
def test_a_byte_of_a_body_is_no_line_end_between_records(end: bytes, tmp_path: Path) -> None:
    """Of two neighbours cut in the middle, where the first one's length ends inside the next whole one."""
    bodies = [PAGE + b"x" * 900 for _ in range(5)]
    parts = [joined([response(body, url=f"{URL}?{n}")]) for n, body in enumerate(bodies)]
    parts[1] = parts[1][: len(parts[1]) // 2]
    missing = len(joined([response(bodies[1], url=f"{URL}?1")])) - len(parts[1]) - 4
    head, body = parts[2].split(b"\r\n\r\n", 1)
    at = missing - len(head) - 4
    parts[2] = parts[2][: len(head) + 4] + body[:at] + end + body[at + len(end) :]
    pages, reader = read(tmp_path / "a.warc", b"".join(parts))
    assert [page.url[-1] for page in pages if not page.truncated] == ["0", "2", "3", "4"]
    assert len(reader.problems) == 1


def test_a_record_without_a_length_does_not_swallow_the_others(tmp_path: Path) -> None:
    records = [response(url=f"{URL}?{n}") for n in range(4)]
    records[1] = re.sub(rb"Content-Length: \d+\r\n", b"", records[1], count=1)
    pages, reader = read(tmp_path / "a.warc", joined(records))
    assert [page.url[-1] for page in pages if not page.truncated] == ["0", "2", "3"]
    assert [problem.what for problem in reader.problems] == ["record cut short"]
    assert len(read(tmp_path / "b.warc.gz", zipped(records))[0]) == 4


def test_records_without_a_line_end_between_them(tmp_path: Path) -> None:
    data = b"".join(response(url=f"{URL}?{n}").removesuffix(b"\r\n\r\n") for n in range(3))
    pages, reader = read(tmp_path / "a.warc", data)
    assert [page.url[-1] for page in pages] == ["0", "1", "2"]
    assert reader.problems == []


BODIES = [
    PAGE,
    b"<!DOCTYPE html>\r\n" + PAGE,
    b"<!doctype html>\n\n" + PAGE,
    b"\xef\xbb\xbf<html></html>",
    b"  \r\n\r\n<html></html>",
    b"<p>a: b</p>\r\n\r\n<p>c</p>",
    b"<?xml version='1.0'?>\n<html/>",
    b'{"title": "a"}',
    "青禾县\r\n召开会议".encode("gbk"),
    gzip.compress(PAGE),
    b"x" * 5_000 + b"\n",
    b"\r\n",
]


@FORMS
@pytest.mark.parametrize("number", range(len(BODIES)))
@pytest.mark.parametrize("mime", ["", "text/html"])
@pytest.mark.parametrize("url", [URL, URL.upper()])
def test_a_response_whose_block_is_the_body(
    form: Form, number: int, mime: str, url: str, tmp_path: Path
) -> None:
    body = BODIES[number]
    pages, reader = read(
        tmp_path / "a.warc", form([record(body, mime=mime, url=url), response(url=f"{URL}?2")])
    )
    assert (pages[0].status, pages[0].body, reader.problems) == (200, body, [])
    assert pages[0].headers == ((("Content-Type", "text/html"),) if mime else ())
    assert (pages[1].status, pages[1].body) == (200, PAGE)
    assert [read_at(*page.place).body for page in pages if page.place] == [body, PAGE]


@pytest.mark.parametrize(
    "first", ["HTTP/1.1 200 OK", "http/1.0 200", "HTTP/2 200 ", "HTTP/1.1 404 Not Found", "200 OK"]
)
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_status_line_in_any_writing_is_none_of_the_body(first: str, end: str, tmp_path: Path) -> None:
    head = f"{first}{end}Content-Type: text/html{end}{end}".encode()
    (page,), _ = read(tmp_path / "a.warc", record(head + PAGE))
    assert page.body == PAGE
    assert page.headers == (("Content-Type", "text/html"),)
