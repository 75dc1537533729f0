"""WACZ: pages come out of the WARCs in a zip file, and hostile zip files are refused."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from covidmeet.sources.warc import WarcError, WarcReader, read_at
from tests.sources.warc_records import INFO, URL, joined, response, zipped


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
    assert pages[2].place is not None
    assert pages[2].place.file == f"{path}!archive/deep/b.warc"
    assert [read_at(*page.place) for page in pages if page.place] == pages
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


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _package(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with a true datapackage.json and its digest."""
    listed = [
        {"name": name.rpartition("/")[2], "path": name, "hash": _sha256(data), "bytes": len(data)}
        for name, data in parts.items()
    ]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": listed}).encode()
    digest = json.dumps({"path": "datapackage.json", "hash": _sha256(package)}).encode()
    return {**parts, "datapackage.json": package, "datapackage-digest.json": digest}


def _bundle(path: Path, members: dict[str, bytes]) -> list[str]:
    """What is told of a bundle of these members, whose pages are read all the same."""
    with zipfile.ZipFile(path, "w") as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    reader = WarcReader(path)
    assert [page.url for page in reader] == [URL]
    return [str(problem).removeprefix(f"{path}: ") for problem in reader.problems]


WARC = zipped([INFO, response()])
INDEX = (
    b"example,qinghe,www)/ 20221114011604"
    b' {"url": "%s", "offset": "%d", "length": "%d", "filename": "a.warc.gz"}\n'
)


def _parts(offset: int = 0) -> dict[str, bytes]:
    index = INDEX % (URL.encode(), offset, len(WARC))
    return {"archive/a.warc.gz": WARC, "indexes/index.cdx": index, "pages/pages.jsonl": b"{}\n"}


def test_parts_that_are_what_their_package_says(tmp_path: Path) -> None:
    assert _bundle(tmp_path / "a.wacz", _package(_parts())) == []


def test_each_wrong_or_missing_part_is_told(tmp_path: Path) -> None:
    whole = _package(_parts())
    path = tmp_path / "a.wacz"
    del (without := dict(whole))["pages/pages.jsonl"]
    assert _bundle(path, without) == ["pages/pages.jsonl is missing, which datapackage.json lists"]
    assert _bundle(path, {**whole, "pages/pages.jsonl": b"[]\n"}) == [
        "pages/pages.jsonl: is not what its digest in datapackage.json says"
    ]
    assert _bundle(path, {**whole, "pages/pages.jsonl": b"{} \n"}) == [
        "pages/pages.jsonl: has 4 bytes, datapackage.json says 3"
    ]
    assert _bundle(path, {**whole, "archive/b.warc.gz": zipped([INFO])}) == [
        "archive/b.warc.gz is not listed in datapackage.json"
    ]
    assert _bundle(path, {**whole, "datapackage-digest.json": b'{"hash": "sha256:0"}'}) == [
        "datapackage.json is not what datapackage-digest.json says"
    ]
    assert _bundle(path, _parts()) == ["datapackage.json is missing: no part was checked"]
    assert "cannot be read" in _bundle(path, {**_parts(), "datapackage.json": b"[" * 100_000})[0]


def test_an_index_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    assert _bundle(tmp_path / "a.wacz", _package(_parts(offset=1))) == [
        "indexes/index.cdx: 1 entries lead to no record, the first to a.warc.gz:1"
    ]


@pytest.mark.parametrize(
    "name", ["../a.txt", "pages/../../a.txt", "/etc/a", "..\\a", "C:\\a", "pages\\..\\a"]
)
def test_names_that_lead_out_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(WarcError, match="a file inside is named"):
        list(WarcReader(wacz(tmp_path / "a.wacz", {"archive/a.warc.gz": WARC, name: b"x"})))


def test_a_part_that_unpacks_hugely_is_named_and_not_read(tmp_path: Path) -> None:
    members = _package({**_parts(), "pages/extra.jsonl": bytes(20_000_000)})
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    reader = WarcReader(path)
    assert [page.url for page in reader] == [URL]
    problem = str(*reader.problems)
    assert "pages/extra.jsonl: cannot be read" in problem
    assert "100 times" in problem
