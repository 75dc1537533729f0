"""Pages come out of any WARC or WACZ, damaged or hostile; what is written can be read again."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import signal
import subprocess
import sys
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from covidmeet.archive.http_body import BodyError, decode_body
from covidmeet.archive.warc import Capture, WarcError, WarcReader, WarcWriter, read_at

PAGE = "<html><body><h1>青禾市召开疫情防控工作会议</h1></body></html>".encode("gbk")
URL = "http://www.qinghe.example/202211/t20221114_1.htm"
HTML = ("Content-Type", "text/html; charset=gbk")


def record(
    block: bytes,
    *,
    kind: str = "response",
    url: str = URL,
    mime: str = "",
    length: int | None = None,
    more: str = "",
) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2022-11-14T01:16:04Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:0-{kind}>\r\n"
    head += f"WARC-Target-URI: {url}\r\n" if url else ""
    head += more + f"Content-Type: {mime or 'application/http; msgtype=response'}\r\n"
    size = len(block) if length is None else length
    return head.encode() + f"Content-Length: {size}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes = PAGE, *, status: str = "200 OK", headers: str = "", **other: str) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=gbk\r\n{headers}\r\n".encode()
    return record(head + body, **other)  # type: ignore[arg-type]


def joined(records: Sequence[bytes]) -> bytes:
    return b"".join(records)


def zipped(records: Sequence[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))


def in_one_member(records: Sequence[bytes]) -> bytes:
    return gzip.compress(b"".join(records))


FORMS = pytest.mark.parametrize("form", [joined, zipped, in_one_member])
Form = Callable[[Sequence[bytes]], bytes]


def read(path: Path, data: bytes) -> tuple[list[Capture], WarcReader]:
    path.write_bytes(data)
    reader = WarcReader(path)
    return list(reader), reader


INFO = record(b"software: test\r\n", kind="warcinfo", url="", mime="application/warc-fields")


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
    assert pages[0].date == "2022-11-14T01:16:04Z"
    assert [read_at(p.file, p.offset) for p in pages] == pages
    assert pages[1].place == f"{tmp_path / 'a.warc.gz'}:{pages[1].offset}"
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
    assert pages[0].cut == "length"


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
    assert [read_at(page.file, page.offset).body for page in pages] == [PAGE] * 3


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
    for offset in (0, 1, pages[0].offset + 3, 10**9):
        with pytest.raises(WarcError, match=f":{offset}: "):
            read_at(pages[0].file, offset)


def wacz(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as bundle:
        bundle.writestr("datapackage.json", "{}")
        for name, data in members.items():
            bundle.writestr(name, data)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_wacz(method: int, tmp_path: Path) -> None:
    one, two = zipped([INFO, response()]), joined([response(url=URL + "?2"), response(url=URL + "?3")])
    path = wacz(
        tmp_path / "a.wacz",
        {"archive/a.warc.gz": one, "archive/deep/b.warc": two, "pages/p.jsonl": b""},
        method,
    )
    pages = list(WarcReader(path))
    assert [page.url for page in pages] == [URL, URL + "?2", URL + "?3"]
    assert pages[2].file == f"{path}!archive/deep/b.warc"
    assert [read_at(page.file, page.offset) for page in pages] == pages
    with pytest.raises(WarcError, match="has no archive/none"):
        read_at(f"{path}!archive/none.warc", 0)


def test_hostile_zip_files_are_refused(tmp_path: Path) -> None:
    bomb = wacz(
        tmp_path / "bomb.wacz", {"archive/a.warc": b"WARC/1.0\r\n" + bytes(50_000_000)}, zipfile.ZIP_DEFLATED
    )
    with pytest.raises(WarcError, match="100 times"):
        list(WarcReader(bomb))
    many = wacz(tmp_path / "many.wacz", {f"{n}.warc": b"" for n in range(10_001)})
    with pytest.raises(WarcError, match="more than 10000"):
        list(WarcReader(many))
    whole = wacz(tmp_path / "a.wacz", {"archive/a.warc.gz": zipped([response()] * 50)}).read_bytes()
    (tmp_path / "b.wacz").write_bytes(whole.replace(b"archive/a", b"archive/b", 1))
    with pytest.raises(WarcError, match="broken zip"):
        list(WarcReader(tmp_path / "b.wacz"))


def test_bombs_and_endless_lines_are_bounded(tmp_path: Path) -> None:
    bomb = response(gzip.compress(bytes(200_000_000)), headers="Content-Encoding: gzip\r\n")
    endless = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"y" * 30_000_000
    many = b"WARC/1.0\r\n" + b"X: y\r\n" * 1_000_000
    path = tmp_path / "a.warc.gz"
    path.write_bytes(zipped([bomb, endless, many, response()]))
    reader = WarcReader(path, limit=1_000_000)
    tracemalloc.start()
    start = time.perf_counter()
    assert [page.url for page in reader] == [URL]
    assert time.perf_counter() - start < 10
    assert tracemalloc.get_traced_memory()[1] < 150_000_000
    tracemalloc.stop()
    assert reader.skipped["body larger than 1000000 bytes"] == 1
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


CODED = [
    ("gzip", gzip.compress(PAGE, mtime=0)),
    ("x-gzip", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0)),
    ("deflate", zlib.compress(PAGE)),
    ("deflate", zlib.compress(PAGE)[2:-4]),
    ("br", brotli.compress(PAGE)),
    ("zstd", zstd.compress(PAGE)),
    ("GZIP, br", brotli.compress(gzip.compress(PAGE, mtime=0))),
    ("identity", PAGE),
]


@pytest.mark.parametrize(("name", "raw"), CODED)
def test_content_encodings(name: str, raw: bytes) -> None:
    assert decode_body(raw, [("content-encoding", name)], 10_000) == PAGE
    chunks = b"".join(
        b"%x;q=1\r\n%s\r\n" % (len(raw[n : n + 7]), raw[n : n + 7]) for n in range(0, len(raw), 7)
    )
    headers = [("Transfer-Encoding", "chunked"), ("Content-Encoding", name)]
    assert decode_body(chunks + b"0\r\n\r\n", headers, 10_000) == PAGE


@pytest.mark.parametrize("name", ["gzip", "br", "zstd", "deflate", "identity"])
def test_headers_kept_beside_a_decoded_body(name: str) -> None:
    assert decode_body(PAGE, [("Transfer-Encoding", "chunked"), ("Content-Encoding", name)], 10_000) == PAGE


def test_broken_ends_keep_what_came_before() -> None:
    assert decode_body(b"4\r\nabcd\r\n8\r\nef", [("Transfer-Encoding", "chunked")], 99) == b"abcdef"
    body = os.urandom(5000)
    assert body.startswith(decode_body(gzip.compress(body)[:-2000], [("Content-Encoding", "gzip")], 9999))
    assert decode_body(b"0\r\n\r\n", [("Transfer-Encoding", "chunked")], 99) == b""


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress, zstd.compress])
def test_a_page_over_the_limit(pack: Callable[[bytes], bytes]) -> None:
    name = {"gzip": "gzip", "zlib": "deflate"}.get(
        pack.__module__, "br" if "brotli" in pack.__module__ else "zstd"
    )
    with pytest.raises(BodyError, match="larger than 1000"):
        decode_body(pack(bytes(1_000_000)), [("Content-Encoding", name)], 1000)
    assert decode_body(pack(bytes(1000)), [("Content-Encoding", name)], 1000) == bytes(1000)


def test_unknown_compression() -> None:
    with pytest.raises(BodyError, match="compress is not supported"):
        decode_body(b"x", [("Content-Encoding", "compress")], 99)


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
        place = writer.write(URL, 200, headers, gzip.compress(PAGE), date=moment, ip="192.0.2.7")
    with WarcWriter(path) as writer:
        again = writer.write(URL + "?2", 404, [], b"")
    page = read_at(*place)
    assert (page.url, page.status, page.body, page.date) == (URL, 200, PAGE, "2022-11-14T01:16:04Z")
    assert page.headers == (
        HTML,
        ("Content-Encoding", "gzip"),
        ("X-Crawl-Transfer-Encoding", "chunked"),
        ("X-Bad", "a Set-Cookie: b"),
    )
    assert (read_at(*again).status, read_at(*again).body) == (404, b"")
    reader = WarcReader(path)
    assert [(p.file, p.offset) for p in reader] == [place, again]
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


def test_a_killed_writer_leaves_readable_records(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    script = (
        "import os, sys\nfrom covidmeet.archive.warc import WarcWriter\nwriter = WarcWriter(sys.argv[1])\n"
        "for n in range(10**9):\n"
        "    writer.write(f'http://qinghe.example/{n}', 200, [], os.urandom(9000))\n"
        "    print(n, flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(40):
        last = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
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
    assert len({page.offset for page in pages}) == len(pages)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]), st.booleans())
def test_decode_body_takes_any_bytes(raw: bytes, name: str, chunked: bool) -> None:
    headers = [("Content-Encoding", name), ("Transfer-Encoding", "chunked" if chunked else "")]
    with contextlib.suppress(BodyError):
        assert len(decode_body(raw, headers, 5000)) <= 5000


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
    assert pages[0].body == b"hello"
