"""What a record states of itself is compared with what it holds; the page is read either way."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from covidmeet.sources.warc import WarcError, read_at
from covidmeet.sources.warc_digests import normal_digest
from tests.sources.warc_records import FORMS, PAGE, Form, read, record, response

NOTATIONS: list[Callable[[bytes], str]] = [
    lambda raw: base64.b32encode(raw).decode(),
    lambda raw: base64.b32encode(raw).decode().rstrip("=").lower(),
    lambda raw: raw.hex(),
    lambda raw: raw.hex().upper(),
    lambda raw: base64.b64encode(raw).decode(),
    lambda raw: base64.urlsafe_b64encode(raw).decode(),
]
ALGORITHMS = pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512", "md5", "SHA-256"])
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n"


def stated(algorithm: str, data: bytes, notation: Callable[[bytes], str] = NOTATIONS[0]) -> str:
    raw = hashlib.new(algorithm.lower().replace("-", ""), data).digest()
    return f"{algorithm}:{notation(raw)}"


def of_page(digest: str) -> str:
    return f"WARC-Payload-Digest: {digest}\r\n"


def of_block(digest: str) -> str:
    return f"WARC-Block-Digest: {digest}\r\n"


@ALGORITHMS
@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_notation(algorithm: str, notation: Callable[[bytes], str], tmp_path: Path) -> None:
    for data, problems in ((PAGE, 0), (PAGE + b" ", 1)):
        digests = of_page(stated(algorithm, data, notation))
        pages, reader = read(tmp_path / "a.warc", response(more=digests))
        assert [page.body for page in pages] == [PAGE]
        assert len(reader.problems) == problems
        digests = of_block(stated(algorithm, HEAD + data, notation))
        pages, reader = read(tmp_path / "a.warc", response(more=digests))
        assert len(pages) == 1
        assert len(reader.problems) == problems


@FORMS
def test_a_changed_byte_is_told_by_file_and_offset_and_the_page_is_read(form: Form, tmp_path: Path) -> None:
    good = response(more=of_block(stated("sha1", HEAD + PAGE)))
    bad = good.replace("会议".encode("gbk"), "食堂".encode("gbk"))
    pages, reader = read(tmp_path / "a.warc", form([good, bad, good]))
    assert [page.body == PAGE for page in pages] == [True, False, True]
    (problem,) = reader.problems
    assert pages[1].place is not None
    assert (
        str(problem)
        == f"{tmp_path / 'a.warc'}:{pages[1].place.offset}: the block is not what its digest says"
    )
    assert reader.skipped == {"digest mismatch, read anyway": 1}


@FORMS
def test_looked_up_for_a_row_a_changed_record_is_no_page(form: Form, tmp_path: Path) -> None:
    """A row claims to be made from these bytes."""
    good = response(more=of_block(stated("sha1", HEAD + PAGE)))
    bad = good.replace("会议".encode("gbk"), "食堂".encode("gbk"))
    pages, _ = read(tmp_path / "a.warc", form([good, bad]))
    first, second = (page.place for page in pages)
    assert first is not None
    assert second is not None
    assert read_at(*first).body == PAGE
    with pytest.raises(WarcError, match="the block is not what its digest says"):
        read_at(*second)


def test_a_payload_may_be_meant_as_sent_or_as_unpacked(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    chunked = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n"
    headers = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
    for payload, problems in ((chunked, 0), (packed, 0), (PAGE, 0), (b"other", 1)):
        digest = of_page(stated("sha1", payload))
        pages, reader = read(tmp_path / "a.warc", response(chunked, headers=headers, more=digest))
        assert (len(pages), len(reader.problems)) == (1, problems)


def test_a_block_that_matches_wins(tmp_path: Path) -> None:
    digests = of_block(stated("sha1", HEAD + PAGE)) + of_page(stated("sha1", b"as someone else reckons"))
    assert read(tmp_path / "a.warc", response(more=digests))[1].problems == []


@pytest.mark.parametrize(
    "digest",
    [
        "",
        ":",
        "sha1",
        "sha1:",
        "sha1:ä",
        "sha1:ABC",
        "xxh64:abc",
        "sha1:" + "A" * 10_000,
        "shake128:AA",
        "md5:==",
    ],
)
def test_what_cannot_be_compared_costs_no_page(digest: str, tmp_path: Path) -> None:
    assert normal_digest(digest) is None
    pages, reader = read(tmp_path / "a.warc", response(more=of_page(digest) + of_block(digest)))
    assert (len(pages), reader.problems) == (1, [])


def test_a_part_of_a_page_has_the_digest_of_the_whole(tmp_path: Path) -> None:
    more = of_page(stated("sha1", b"the whole page")) + "WARC-Truncated: length\r\n"
    assert read(tmp_path / "a.warc", response(more=more))[1].problems == []


def test_resources_have_no_head(tmp_path: Path) -> None:
    for data, problems in ((PAGE, 0), (b"x", 1)):
        digests = of_page(stated("sha256", data))
        one = record(PAGE, kind="resource", mime="text/html", more=digests)
        assert len(read(tmp_path / "a.warc", one)[1].problems) == problems


def test_record_types_that_a_file_makes_up_are_counted_as_one(tmp_path: Path) -> None:
    records = b"".join(record(b"x", kind=f"made-up-{number}") for number in range(500))
    _, reader = read(tmp_path / "a.warc", records + record(b"x", kind="request"))
    assert reader.skipped == {"other": 500, "request": 1}
