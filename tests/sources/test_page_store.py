"""Files of pages: their names, their size, and what becomes of them after a kill."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from covidmeet.archive import runs
from covidmeet.archive.captures import captures_of
from covidmeet.archive.db import connect
from covidmeet.kept.recovery import recover
from covidmeet.kept.stored_page import stored_page
from covidmeet.sources.exchange import Exchange
from covidmeet.sources.page_store import PageStore
from covidmeet.sources.warc_records import digest
from covidmeet.text.urls import url_hash
from tests.crawl.small_site import HOST, SITE, meeting


def exchange(number: int, text: str = "") -> Exchange:
    body = (text or meeting(number)).encode()
    moment = datetime(2026, 11, 26, 8, number, tzinfo=UTC)
    headers = (("Content-Type", "text/html"),)
    return Exchange(f"http://{HOST}/a/{number}.html", moment, 200, headers, body, digest(body))


def store(folder: Path, run: str = "r1", largest: int = 10**9) -> PageStore:
    return PageStore(folder / "archive.db", f"qinghe-{run}", largest=largest)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.joinpath("warc").iterdir())


def test_a_file_that_is_large_enough_is_closed(tmp_path: Path) -> None:
    pages = store(tmp_path, largest=1_000)
    places = [pages.keep(exchange(n)) for n in range(8)]
    assert len(names(tmp_path)) > 2
    assert [name.endswith(".open") for name in names(tmp_path)][-1:] == [True]
    assert not any(name.endswith(".open") for name in names(tmp_path)[:-1])
    pages.close()
    pages.close()
    assert not any(name.endswith(".open") for name in names(tmp_path))
    for number, (file, offset) in enumerate(places):
        assert stored_page(tmp_path / "archive.db", f"{file}:{offset}").body == exchange(number).body


def test_nothing_is_written_before_the_first_page(tmp_path: Path) -> None:
    store(tmp_path).close()
    assert not tmp_path.joinpath("warc").exists()


def test_a_reference_holds_across_files(tmp_path: Path) -> None:
    pages = store(tmp_path, largest=1)
    same = meeting(1) + "<!-- " + "x" * 500 + " -->"
    places = [pages.keep(exchange(n, same)) for n in range(3)]
    # The first file is closed, the last one is not.
    for file, offset in places:
        assert stored_page(tmp_path / "archive.db", f"{file}:{offset}").body == same.encode()


def test_what_a_killed_run_left_is_finished(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    db = connect(archive)
    for run in ("r1", "r2"):
        runs.begin(db, run, "qinghe")
    pages = store(tmp_path)
    places = [pages.keep(exchange(n)) for n in (1, 2)]
    waiting = tmp_path / "warc" / "qinghe-r1-00001.warc.gz.open"
    with waiting.open("ab") as stream:
        stream.write(waiting.read_bytes()[:200])  # the beginning of a member
    foreign = tmp_path / "warc" / "qinghe-other-00001.warc.gz.open"
    foreign.write_bytes(waiting.read_bytes())
    before = foreign.read_bytes()
    assert recover(db, archive, SITE, "qinghe", "r2") == 2
    assert names(tmp_path) == ["qinghe-other-00001.warc.gz.open", "qinghe-r1-00001.warc.gz"]
    assert foreign.read_bytes() == before
    for number, (file, offset) in enumerate(places, 1):
        assert stored_page(archive, f"{file}:{offset}").body == exchange(number).body
        (capture,) = captures_of(db, url_hash(f"http://{HOST}/a/{number}.html", SITE.urls))
        assert (capture.outcome, capture.file, capture.offset) == ("interrupted", file, offset)
        assert capture.digest == exchange(number).digest
    assert recover(db, archive, SITE, "qinghe", "r2") == 0
