"""A page that was cut off is told from one that never closes its elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from covidmeet.process import Fetched, process
from covidmeet.reasons import Reason, Reject
from covidmeet.stages.reading import Reading
from covidmeet.text.unfinished import unfinished
from tests.growth import assert_linear
from tests.hostile.pages import article

TEXT = "会议强调，要压实各方责任，守好小门，抓紧抓细各项工作。"
WHOLE = {
    "closed": f"<html><body><div><p>{TEXT}</p></div></body></html>",
    "only body closed": f"<html><body><div><p>{TEXT}</p></body>",
    "nothing closes html": f"<html><body><div><p>{TEXT}</p></div>",
    "paragraphs are never closed": f"<html><body><p>{TEXT}<p>{TEXT}",
    "items are never closed": f"<html><body><ul><li>{TEXT}<li>{TEXT}</ul>",
    "a fragment": f"<div><p>{TEXT}",
    "text": f"{TEXT}\n{TEXT}",
    "something behind the end": f"<html><body><div></body></html><!-- {'x' * 9_000} --><div>",
    "a comment holds a tag": "<html><body><!-- <div> --><p>x</p>",
    "a script holds a tag": '<html><body><script>document.write("<div>")</script><p>x</p>',
    "several paragraphs left open": "<html><body><p>a<p>b</p><p>c<p>d</p><p>e",
}
CUT = {
    "in a paragraph": f"<html><body><div><p>{TEXT}</p><p>{TEXT[:9]}",
    "without boxes": f"<html><body><h1>题</h1><p>{TEXT}</p><p>{TEXT[:9]}",
    "in a tag": f"<html><body><p>{TEXT}</p><p cla",
    "in an attribute": f'<html><body><p>{TEXT}</p><a href="http://a',
    "in a comment": "<html><body><p>x</p><!-- so",
    "in a script": "<html><body><p>x</p><script>var a = 1;",
    "in the head": "<!DOCTYPE html><html><head><title>题</title>",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_page_is_whole(name: str) -> None:
    assert unfinished(WHOLE[name]) is None


@pytest.mark.parametrize("name", CUT)
def test_a_cut_is_seen(name: str) -> None:
    assert unfinished(CUT[name])


def test_sample_pages() -> None:
    """None is taken for cut, not even without its last tags; of their beginnings, nearly all are."""
    found = cuts = 0
    for path in sorted(Path("data/samples").glob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                body = record.content_stream().read() if record.rec_type == "response" else b""
                text = body.decode("gb18030" if b"charset=gb" in body[:2000].lower() else "utf-8", "replace")
                if "<html" not in text[:2000].lower():
                    continue
                assert unfinished(text) is None
                assert unfinished(re.sub(r"(?i)</(?:html|body)\s*>", "", text)) is None
                cuts += 9
                found += sum(bool(unfinished(text[: len(text) * tenth // 10])) for tenth in range(1, 10))
    assert cuts > 500
    assert found > 0.95 * cuts


@pytest.mark.parametrize("header", ["Content-Length", "Transfer-Encoding", "Server"])
def test_the_protocol_is_believed_first(header: str) -> None:
    half = article(1)[: article(1).index("会议强调")].encode()
    value = {"Content-Length": str(len(half)), "Transfer-Encoding": "chunked"}.get(header, "x")
    fetched = Fetched(
        "https://qinghe.example/a/1", half, headers=(("Content-Type", "text/html"), (header, value))
    )
    if header != "Server":
        assert process(fetched, Reading()).body
        return
    unfinished_article = process(fetched, Reading())
    assert unfinished_article.body
    assert "会议强调" not in unfinished_article.body
    assert unfinished_article.unfinished


@pytest.mark.parametrize("kept", ["<html><head><title>会议</title>", "<h1>青禾市召开疫情防控工作会议</h1>"])
def test_a_beginning_without_the_text_is_rejected(kept: str) -> None:
    fetched = Fetched("https://qinghe.example/a/1", kept.encode(), truncated="length")
    with pytest.raises(Reject) as caught:
        process(fetched, Reading())
    assert caught.value.reason in (Reason.BROKEN_OFF, Reason.NO_TEXT)


@pytest.mark.parametrize(
    "piece", ["<div>", "<!--", "<", "<p><script>", "<a ", "</html", "<style><title>", "<!-- <"]
)
def test_it_takes_linear_time(piece: str) -> None:
    def prepare(count: int) -> Callable[[], object]:
        source = "<html>" + piece * count
        return lambda: unfinished(source)

    assert_linear(piece, prepare, (10_000, 20_000, 40_000, 80_000))
