"""Text documents end to end: the sample documents, files that are no documents, and doing it twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Crawl, Crawled

SAMPLES = Path("data/samples/documents")
EXPECTED = Path("tests/documents")
JSON_FIELDS = ("reporters", "editors", "repairs", "stripped")


def fields(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the expectations write it: lists and counts decoded, lines as a list."""
    plain = {name: json.loads(value) if name in JSON_FIELDS else value for name, value in row.items()}
    return plain | {name: plain[name].split("\n") if plain[name] else [] for name in ("deck", "body")}


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.stem)
async def test_a_sample_document_becomes_the_row_that_a_reader_expects(sample: Path, crawl: Crawl) -> None:
    expected = json.loads((EXPECTED / f"{sample.stem}.json").read_text("utf-8"))
    (row,) = (await crawl("documents", path=str(sample))).rows()
    found = fields(row)
    assert {name: found[name] for name in expected} == expected
    assert row["url"].endswith("/" + sample.name)


def test_every_expectation_has_its_sample() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == {path.stem for path in SAMPLES.iterdir()}


async def test_the_text_as_published_keeps_its_script(crawl: Crawl) -> None:
    (row,) = (await crawl("documents", path=str(SAMPLES / "gz_gov-mirror-beizhu.txt"))).rows()
    assert row["body_original"].startswith("4月8日,全市疫情防控工作視頻會議召開,")
    assert row["body"].startswith("4月8日,全市疫情防控工作视频会议召开,")


async def test_every_stored_fix_says_where_it_stands(crawl: Crawl) -> None:
    result = await crawl("documents", path=str(SAMPLES / "huizhou-mirror-wangchao.txt"))
    (row,) = result.rows()
    (stored,) = result.rows("fixes")
    fixes = json.loads(stored["fixes"])
    in_body = [fix for fix in fixes if fix["field"] == "body"]
    assert {fix["field"] for fix in fixes} == {"title", "deck", "body"}
    for fix in in_body:
        assert row["body_original"].startswith(fix["after"], fix["offset"])
    restored = next(fix for fix in in_body if fix["after"].startswith("保“院內"))
    assert "?" in restored["before"]
    damaged = row["body_original"]
    for fix in reversed(in_body):
        damaged = damaged[: fix["offset"]] + fix["before"] + damaged[fix["offset"] + len(fix["after"]) :]
    page = (SAMPLES / "huizhou-mirror-wangchao.txt").read_text("utf-8")
    assert damaged in page


def tables(
    result: Crawled, names: tuple[str, ...] = ("articles", "revisions", "fixes", "articles_fts")
) -> Any:
    return {name: [row | {"last_seen": ""} for row in result.rows(name)] for name in names}


async def test_the_same_crawl_again_changes_only_last_seen_and_runs(crawl: Crawl) -> None:
    first = await crawl("documents", path=str(SAMPLES))
    second = await crawl("documents", path=str(SAMPLES))
    assert tables(second) == tables(first)
    assert [run["verdict"] for run in second.rows("runs")] == ["ok", "quiet"]
    count = len(list(SAMPLES.iterdir()))
    assert first.stats["articles/new"] == count
    assert second.stats["articles/seen"] == count


async def test_a_changed_document_keeps_its_old_text_in_revisions(crawl: Crawl, tmp_path: Path) -> None:
    document = tmp_path / "notice.txt"
    text = "河湾镇召开防控工作会议\n3月2日，河湾镇召开防控工作会议，镇长出席会议并讲话。\n"
    document.write_text(text, "utf-8")
    await crawl("documents", path=str(document))
    document.write_text(text.replace("3月2日", "3月3日"), "utf-8")
    result = await crawl("documents", path=str(document))
    (article,), (revision,) = result.rows(), result.rows("revisions")
    assert article["body"].startswith("3月3日，河湾镇")
    assert revision["body"].startswith("3月2日，河湾镇")
    assert revision["url_hash"] == article["url_hash"]
    assert revision["content_hash"] != article["content_hash"]
    assert result.stats["articles/changed"] == 1


async def test_the_same_text_in_another_file_is_kept_and_linked(crawl: Crawl, tmp_path: Path) -> None:
    text = "河湾镇召开防控工作会议\n3月2日，河湾镇召开防控工作会议，镇长出席会议并讲话。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "b.txt").write_text(text.replace("，", ","), "utf-8")
    first, copy = (await crawl("documents", path=str(tmp_path))).rows()
    assert first["same_as"] is None
    assert copy["same_as"] == first["url_hash"]
    assert "," in copy["body"]


def write_bad_files(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text("\n \u3000\n", "utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (folder / "menu.txt").write_text("首页 新闻 政务 服务\n联系我们\n", "utf-8")
    (folder / "tiny.txt").write_text("会议今天召开。会议结束。\n", "utf-8")
    (folder / "lost.txt").write_text(
        "河湾镇召开会议\n" + "镇长\ufffd\ufffd\ufffd强调要抓好防控工作。" * 5, "utf-8"
    )
    with (folder / "huge.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    (folder / ".hidden").write_text("x", "utf-8")
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    (folder / "good.txt").write_text(
        "河湾镇召开防控工作会议\n3月2日，河湾镇召开防控工作会议，镇长出席会议并讲话。\n", "utf-8"
    )


async def test_files_that_are_no_documents_are_rejected_with_their_reason(
    crawl: Crawl, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_bad_files(folder)
    result = await crawl("documents", path=str(folder))
    reasons = {row["url"].rsplit("/", 1)[1]: (row["reason"], row["detail"]) for row in result.rows("rejects")}
    assert {name: reason for name, (reason, _) in reasons.items()} == {
        "empty.txt": "empty",
        "blank.txt": "empty",
        "picture.txt": "binary",
        "menu.txt": "no_body",
        "tiny.txt": "too_short",
        "lost.txt": "still_damaged",
        "huge.txt": "too_large",
        "dangling.txt": "unreadable",
    }
    assert reasons["picture.txt"][1] == "PNG image"
    assert reasons["huge.txt"][1] == "200,000,000 bytes; DOCUMENT_MAX_BYTES is 20,000,000"
    assert [row["url"].rsplit("/", 1)[1] for row in result.rows()] == ["good.txt"]
    assert result.stats["documents/hidden"] == 1
    (run,) = result.rows("runs")
    assert (run["verdict"], run["reason"]) == ("degraded", "8 rejected, 1 archived")


async def test_a_link_that_leads_out_of_the_folder_is_not_followed(crawl: Crawl, tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "in"
    outside.mkdir()
    folder.mkdir()
    text = "河湾镇召开防控工作会议\n3月2日，河湾镇召开防控工作会议，镇长出席会议并讲话。\n"
    (outside / "secret.txt").write_text(text, "utf-8")
    (folder / "own.txt").write_text(text, "utf-8")
    (folder / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "again.txt").symlink_to(folder / "own.txt")
    result = await crawl("documents", path=str(folder))
    told = {row["url"].rsplit("/", 1)[1]: (row["reason"], row["detail"]) for row in result.rows("rejects")}
    out = ("unreadable", "a link that leads out of the folder")
    assert told == {"file.txt": out, "folder": out}
    assert {row["url"].rsplit("/", 1)[1] for row in result.rows()} == {"own.txt", "again.txt"}


async def test_rejecting_again_adds_no_row(crawl: Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    await crawl("documents", path=str(folder))
    result = await crawl("documents", path=str(folder))
    (row,) = result.rows("rejects")
    assert row["run_id"] == result.rows("runs")[-1]["run_id"]


async def test_what_is_archived_survives_a_document_that_went_bad(crawl: Crawl, tmp_path: Path) -> None:
    document = tmp_path / "notice.txt"
    document.write_text(
        "河湾镇召开防控工作会议\n3月2日，河湾镇召开防控工作会议，镇长出席会议并讲话。\n", "utf-8"
    )
    (before,) = (await crawl("documents", path=str(document))).rows()
    document.write_bytes(b"\x00" * 5000)
    result = await crawl("documents", path=str(document))
    assert result.rows() == [before]
    assert result.rows("rejects")[0]["reason"] == "binary"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "gb18030", "big5", "utf-16"])
async def test_the_charset_is_decided_on_the_bytes(encoding: str, crawl: Crawl, tmp_path: Path) -> None:
    text = (
        "河灣鎮召開防控工作會議\n3月2日，河灣鎮召開防控工作會議，鎮長出席會議並講話，"
        "強調要把群眾的健康放在第一位，把各項工作做細做實，不能有任何鬆懈。\n"
    )
    document = tmp_path / "notice.txt"
    document.write_bytes(text.encode(encoding))
    (row,) = (await crawl("documents", path=str(document))).rows()
    assert row["body_original"] == text.split("\n")[1]
    assert row["title"] == "河湾镇召开防控工作会议"


async def test_a_saved_page_is_read_as_what_it_shows(crawl: Crawl, tmp_path: Path) -> None:
    document = tmp_path / "saved.html"
    document.write_text(
        "<!DOCTYPE html>\n<html><head><title>河湾镇召开防控工作会议-河湾网</title>"
        "<script>var a = 1;</script></head>"
        "<body><div>首页 &gt; 要闻</div><h1>河湾镇召开防控工作会议</h1><p>2022-03-02 来源：河湾网</p>"
        "<p>3月2日，河湾镇召开防控工作会议，镇长出席会议并讲话。</p></body></html>",
        "utf-8",
    )
    (row,) = (await crawl("documents", path=str(document))).rows()
    assert row["title"] == "河湾镇召开防控工作会议"
    assert row["body"] == "3月2日，河湾镇召开防控工作会议，镇长出席会议并讲话。"
    assert (row["published_at"], row["source"]) == ("2022-03-02", "河湾网")


async def test_a_folder_with_nothing_in_it_is_a_failed_run(crawl: Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (run,) = (await crawl("documents", path=str(folder))).rows("runs")
    assert (run["verdict"], run["reason"]) == ("broken", "nothing was found")
