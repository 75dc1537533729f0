"""Revisits become pages with the payloads of their originals, wherever these stand."""

from __future__ import annotations

import base64
import gzip
import hashlib
import tracemalloc
from pathlib import Path

import pytest

from covidmeet.sources.revisits import Revisits
from covidmeet.sources.warc import WarcReader, joined
from tests.sources.warc_records import FORMS, HTML, PAGE, URL, Form, read, record, response, zipped

COPY = "http://www.qinghe.example/copy.htm"
SHA1 = "sha1:" + base64.b32encode(hashlib.sha1(PAGE).digest()).decode()
SHA256 = "sha256:" + hashlib.sha256(PAGE).hexdigest()
DATE = "2022-11-14T01:16:04Z"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nX-Own: yes\r\n\r\n"


def revisit(*more: str, url: str = COPY, head: bytes = HEAD) -> bytes:
    return record(head, kind="revisit", url=url, more="".join(f"{line}\r\n" for line in more))


BY_DIGEST = (f"WARC-Payload-Digest: {SHA1}",)
BY_SHA256 = (f"WARC-Payload-Digest: {SHA256}",)
BY_ADDRESS = (f"WARC-Refers-To-Target-URI: {URL}", f"WARC-Refers-To-Date: {DATE}")


@pytest.mark.parametrize("told", [BY_DIGEST, BY_SHA256, BY_ADDRESS])
@pytest.mark.parametrize("forward", [False, True])
@FORMS
def test_across_addresses_and_forward(
    form: Form, forward: bool, told: tuple[str, ...], tmp_path: Path
) -> None:
    records = [response(), revisit(*told)]
    pages, reader = read(tmp_path / "a.warc.gz", form(records[::-1] if forward else records))
    assert [(page.url, page.body, page.status, page.kind) for page in pages] == [
        (URL, PAGE, 200, "response"),
        (COPY, PAGE, 200, "response"),
    ]
    assert pages[1].headers == (HTML, ("X-Own", "yes"))
    assert pages[1].original == pages[0].place
    assert pages[1].place != pages[0].place
    assert reader.skipped == {}


def test_in_another_file(tmp_path: Path) -> None:
    one, two = tmp_path / "1.warc.gz", tmp_path / "2.warc.gz"
    one.write_bytes(zipped([revisit(*BY_DIGEST)]))
    two.write_bytes(zipped([response()]))
    revisits = Revisits()
    assert list(WarcReader(one, revisits=revisits, alone=False)) == []
    (page,) = joined([one, two], revisits)
    assert (page.url, page.body, len(revisits)) == (COPY, PAGE, 0)


def test_a_packed_payload_keeps_what_tells_of_its_bytes(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE, mtime=0)
    told = "WARC-Payload-Digest: sha1:" + base64.b32encode(hashlib.sha1(packed).digest()).decode()
    records = [response(packed, headers="Content-Encoding: gzip\r\n"), revisit(told)]
    pages, _ = read(tmp_path / "a.warc.gz", zipped(records))
    assert pages[1].headers == (HTML, ("X-Own", "yes"), ("Content-Encoding", "gzip"))
    assert gzip.decompress(pages[1].body) == PAGE


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 304 Not Modified\r\n\r\n"])
def test_without_an_answer_of_its_own_it_has_that_of_the_original(head: bytes, tmp_path: Path) -> None:
    pages, _ = read(tmp_path / "a.warc.gz", zipped([response(), revisit(*BY_DIGEST, head=head)]))
    assert (pages[1].status, pages[1].headers) == (200, (HTML,))


@pytest.mark.parametrize(
    "told",
    [
        (f"WARC-Payload-Digest: sha1:{'A' * 32}",),
        (f"WARC-Payload-Digest: sha1:{'A' * 32}", *BY_ADDRESS),  # of that address, but another payload
        (f"WARC-Refers-To-Target-URI: {URL}", "WARC-Refers-To-Date: 2021-01-01T00:00:00Z"),
        (),
    ],
)
def test_one_without_its_original_is_counted_and_told(told: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(zipped([response(), revisit(*told)]))
    reader = WarcReader(path, wanted=lambda url: True)
    assert [page.url for page in reader] == [URL]
    assert reader.skipped == {"revisit": 1}
    assert list(reader.not_held) == [COPY]


def test_memory_is_that_of_the_revisits(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    filler = [response(bytes(200_000), url=f"{URL}?{n}") for n in range(100)]
    path.write_bytes(zipped([revisit(*BY_DIGEST), *filler, response()]))
    tracemalloc.start()
    assert [page.url for page in WarcReader(path)][-1] == COPY
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()
