"""WACZ: pages come out of the WARCs in a zip file, and hostile zip files are refused."""

from __future__ import annotations

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
