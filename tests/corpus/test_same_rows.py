"""The rows of a corpus are those of one process that reads the same files in order, however it is split."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove")

from covidmeet.corpus.into_archive import write_archive
from covidmeet.corpus.manifest import Corpus
from covidmeet.spiders.pages import PagesSpider
from tests.conftest import Crawl, Crawled
from tests.corpus.in_process import job, make
from tests.crawl.test_article_parts import THREE
from tests.sources.warc_records import record, response, zipped

__all__ = ["make"]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
# What the archive itself knows of a row.
OWN = ("first_seen", "last_seen", "run_id", "same_as", "seen_at")


def meeting(place: str, number: int = 1, more: str = "") -> bytes:
    return (
        f"<html><head><title>{place}召开疫情防控工作会议</title></head><body><h1>{place}召开疫情防控工作会议</h1>"
        f"<div class='info'>2022-11-03 08:0{number} 来源：青禾日报</div><div class='text'>"
        f"<p>11月3日，{place}召开疫情防控工作会议，研究部署第{number}阶段的防控措施。镇长江晚舟主持会议。</p>"
        f"<p>会议强调，各村要守好路口，把每一项措施落到实处，确保群众生活不受影响。{more}</p></div></body></html>"
    ).encode()


def page(url: str, body: bytes) -> bytes:
    return record(HEAD + body, url=url)


def digest(body: bytes) -> str:
    return "WARC-Payload-Digest: sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode() + "\r\n"


def files_in(folder: Path) -> list[Path]:
    """Every kind of record, and what belongs together in different files."""
    host = "http://www.hewan.example"
    first, second, third = THREE.items()
    other = meeting("白石镇")
    short = meeting("云溪镇", 3, "长" * 400)
    contents = [
        [
            page(f"{host}/1.html", meeting("河湾镇")),
            page(f"{host}/1.html", meeting("河湾镇", 2)),
            page(second[0], second[1].encode()),
            record(HEAD, kind="revisit", url=f"{host}/revisited.html", more=digest(other)),
            record(HEAD, kind="revisit", url=f"{host}/nowhere.html", more=digest(b"none")),
            record(meeting("某镇"), kind="conversion", url=f"{host}/1.html", mime="text/plain"),
            page(f"{host}/style.css", b"p { }"),
            record(HEAD + short[:500], url=f"{host}/cut.html", more="WARC-Truncated: length\r\n"),
        ],
        [
            page(f"{host}/other.html", other),
            page(first[0], first[1].encode()),
            page(f"{host}/1.html", meeting("河湾镇", 4)),
            response(b"", status="301 Moved", headers=f"Location: {host}/1.html\r\n", url=f"{host}/moved"),
            response(b"", status="301 Moved", headers=f"Location: {host}/gone\r\n", url=f"{host}/lost"),
            response(b"no", status="404 Not Found", url=f"{host}/404.html"),
            page(f"{host}/cut.html", short),
            page(f"{host}/sports.html", "<p>青禾县举行春季运动会，共有三百人参加了比赛。</p>".encode()),
        ],
        [
            page(third[0], third[1].encode()),
            record(
                "柳河镇召开疫情防控工作会议\n\n11月3日，柳河镇召开会议，研究部署疫情防控工作。镇长江晚舟主持会议。".encode(),
                kind="conversion",
                url=f"{host}/text.html",
                mime="text/plain",
            ),
            page(f"{host}/again.html", other),
            page(f"{host}/1.html", meeting("河湾镇"))[:300],
        ],
    ]
    files = []
    for number, records in enumerate(contents):
        files.append(folder / f"{number}.warc.gz")
        files[-1].write_bytes(zipped(records))
    files.append(folder / "no.warc.gz")
    files[-1].write_bytes(b"this is no WARC file")
    return files


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A crawl keeps a copy of a page whose head and payload are in two records, and leads to that."""
    return [
        {
            name: "" if name == "warc" and "revisited" in row["url"] else value
            for name, value in row.items()
            if name not in OWN
        }
        for row in rows
    ]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "files"
    folder.mkdir()
    return files_in(folder)


async def crawled(crawl: Crawl, files: list[Path], tmp_path: Path) -> Crawled:
    """By one process; its archive is beside no file, so that rows name these in full."""
    archive = tmp_path / "by-crawl" / "archive.db"
    archive.parent.mkdir()
    settings = {"DATABASE": str(archive), "KEEP": "off"}
    return await crawl(PagesSpider, settings, warc=",".join(map(str, files)))


def archived(corpus: Corpus, tmp_path: Path) -> Crawled:
    from covidmeet.archive.db import connect

    target = tmp_path / "merged" / f"{len(list(tmp_path.iterdir()))}.db"
    target.parent.mkdir(exist_ok=True)
    write_archive(corpus.folder, target)
    return Crawled({}, connect(target))


@pytest.mark.parametrize(("tasks", "form"), [(1, "jsonl"), (2, "parquet"), (4, "jsonl"), (7, "parquet")])
async def test_articles_and_rejects_are_those_of_one_process(
    tasks: int, form: str, crawl: Crawl, make: Callable[..., Corpus], files: list[Path], tmp_path: Path
) -> None:
    wanted = await crawled(crawl, files, tmp_path)
    corpus = make(job(files, tasks=tasks, form=form, words=False), tmp_path / "corpus")
    got = archived(corpus, tmp_path)
    assert told(got.rows()) == told(wanted.rows())
    assert told(got.rows("rejects")) == told(wanted.rows("rejects"))
    for table in ("fixes", "meetings", "people", "orders", "measures", "page_texts"):
        select = f"select * from {table}"
        assert sorted(map(str, got.db.query(select))) == sorted(map(str, wanted.db.query(select)))
    assert corpus.is_whole
    assert {row["url"].rpartition("/")[2] for row in wanted.rows()} >= {
        "1.html",
        "revisited.html",
        "cut.html",
    }
    counts = [counts.captures for counts in corpus.files.values()]
    assert counts == [8, 8, 4, 0]


async def test_the_filter_costs_no_article(
    crawl: Crawl, make: Callable[..., Corpus], files: list[Path], tmp_path: Path
) -> None:
    wanted = await crawled(crawl, files, tmp_path)
    corpus = make(job(files), tmp_path / "corpus")
    assert told(archived(corpus, tmp_path).rows()) == told(wanted.rows())
    passed = sum(counts.skipped["no word of the topic"] for counts in corpus.files.values())
    assert passed == 3  # a page on sports, one that is not there, one of which little is left
    assert corpus.is_whole


def test_both_formats_hold_the_same(make: Callable[..., Corpus], files: list[Path], tmp_path: Path) -> None:
    one, other = (make(job(files, form=form), tmp_path / form) for form in ("jsonl", "parquet"))
    assert list(one.articles()) == list(other.articles())
    assert list(one.rejects()) == list(other.rejects())
    assert len(list(one.articles())) == 7


def test_only_pages_of_the_hosts_asked_for(
    make: Callable[..., Corpus], files: list[Path], tmp_path: Path
) -> None:
    corpus = make(job(files, hosts=frozenset({"qinghe.example"})), tmp_path / "corpus")
    assert {row["url"] for row in corpus.articles()} == {next(iter(THREE))}
    assert corpus.is_whole
