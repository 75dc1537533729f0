"""What comes behind the captures of WARC files: revisits, and texts that somebody took from pages."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.db import connect
from covidmeet.kept.reprocess import Reprocessing
from covidmeet.kept.selection import select_pages
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, SETTINGS, SITE, QingheSpider, meeting
from tests.sources.warc_records import record, response, zipped

ONE_PROCESS = {**SETTINGS, "PROCESS_WORKERS": 0}
OWN, OTHER = (f"http://{HOST}/a/{number}.html" for number in (1, 2))
BODY = meeting(1).encode()
DIGEST = "WARC-Payload-Digest: sha1:" + base64.b32encode(hashlib.sha1(BODY).digest()).decode() + "\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
REVISIT = record(HEAD, kind="revisit", url=OTHER, more=DIGEST)
ORIGINAL = record(HEAD + BODY, url="http://elsewhere.example/copy.html")
BODY_TEXT = "11月3日，青禾市召开会议，研究部署疫情防控工作。市长江晚舟主持会议。"
TEXT = f"青禾市召开疫情防控工作会议\n\n{BODY_TEXT}\n".encode()


def again(database: Path) -> Any:
    db = connect(database)
    work = Reprocessing(db, database, (SITE,), 10_000_000, 10_000_000)
    list(work.run(select_pages(db)))
    db.close()
    return work.changes


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_revisit_whose_original_is_in_another_file_and_of_another_address(
    order: tuple[int, int], crawl: Crawl, database: Path, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.warc.gz" for number in order]
    files[0].write_bytes(zipped([REVISIT]))
    files[1].write_bytes(zipped([ORIGINAL]))
    result = await crawl(QingheSpider, ONE_PROCESS, warc=",".join(map(str, sorted(files))))
    (row,) = result.rows()
    assert (row["url"], row["captured_at"]) == (OTHER, "2022-11-14T01:16:04+00:00")
    assert result.rows("rejects") == []
    # Its row can be made again: what two records tell is kept as one.
    assert row["warc"].startswith("warc/qinghe-")
    for file in files:
        file.unlink()
    assert (again(database).same, again(database).missing_count) == (1, 0)


async def test_a_revisit_without_its_original_is_told(crawl: Crawl, tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(zipped([REVISIT]))
    result = await crawl(QingheSpider, ONE_PROCESS, warc=str(file))
    assert [(row["url"], row["reason"]) for row in result.rows("rejects")] == [(OTHER, "not_captured")]
    assert result.stats["warc/skipped/revisit"] == 1


async def test_the_text_of_a_wet_file_is_an_article(crawl: Crawl, database: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.warc.wet.gz"
    file.write_bytes(zipped([record(TEXT, kind="conversion", url=OWN, mime="text/plain")]))
    result = await crawl(QingheSpider, ONE_PROCESS, warc=str(file))
    (row,) = result.rows()
    assert (row["url"], row["site"], row["title"]) == (OWN, "qinghe", "青禾市召开疫情防控工作会议")
    assert row["body"] == BODY_TEXT
    assert again(database).same == 1


@pytest.mark.parametrize("same_run", [True, False])
async def test_the_page_outranks_its_text(same_run: bool, crawl: Crawl, tmp_path: Path) -> None:
    wet, warc = tmp_path / "a.warc.wet.gz", tmp_path / "b.warc.gz"
    wet.write_bytes(zipped([record(TEXT, kind="conversion", url=OWN, mime="text/plain")]))
    warc.write_bytes(zipped([response(BODY, url=OWN)]))
    if same_run:
        result = await crawl(QingheSpider, ONE_PROCESS, warc=f"{wet},{warc}")
    else:
        await crawl(QingheSpider, ONE_PROCESS, warc=str(warc))
        result = await crawl(QingheSpider, ONE_PROCESS, warc=str(wet))
    (row,) = result.rows()
    assert "b.warc.gz" in row["warc"]
    assert result.stats["warc/skipped/text of a known page"] == 1
    assert result.rows("revisions") == []


async def test_the_beginning_of_a_page_is_archived_until_more_of_it_is_found(
    crawl: Crawl, database: Path, tmp_path: Path
) -> None:
    cut, whole = tmp_path / "a.warc", tmp_path / "b.warc"
    cut.write_bytes(response(BODY, url=OWN)[:-40])
    whole.write_bytes(response(BODY, url=OWN))
    result = await crawl(QingheSpider, ONE_PROCESS, warc=str(cut))
    (beginning,) = result.rows()
    (capture,) = result.rows("captures")
    assert json.loads(beginning["extraction"])["unfinished"] == "captured in part (the record is cut short)"
    assert (capture["outcome"], capture["file"][:11]) == ("article", "warc/qinghe")
    assert (again(database).same, again(database).missing_count) == (1, 0)
    (row,) = (await crawl(QingheSpider, ONE_PROCESS, warc=str(whole))).rows()
    assert "unfinished" not in json.loads(row["extraction"])
    result = await crawl(QingheSpider, ONE_PROCESS, warc=str(cut))
    (kept,) = result.rows()
    assert kept | {"last_seen": ""} == row | {"last_seen": ""}
    assert {revision["cause"] for revision in result.rows("revisions")} == {"unfinished"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_in_one_run_too_the_whole_page_is_taken(
    order: tuple[int, int], crawl: Crawl, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.warc" for number in order]
    files[0].write_bytes(response(BODY, url=OWN)[:-40])
    files[1].write_bytes(response(BODY, url=OWN))
    (row,) = (await crawl(QingheSpider, ONE_PROCESS, warc=",".join(map(str, sorted(files))))).rows()
    assert "unfinished" not in json.loads(row["extraction"])
