"""Near copies in a corpus: found by the engine's stages, verified, and cited as in an archive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("datatrove")
pytest.importorskip("tokenizers")

from covidmeet.corpus.manifest import Corpus
from covidmeet.corpus.near_copies import find_near_copies
from covidmeet.corpus.shards import rows_of
from covidmeet.text.urls import hash_of
from tests.corpus.in_process import job, make
from tests.corpus.test_same_rows import page
from tests.reports import report, with_errors
from tests.sources.warc_records import zipped

__all__ = ["make"]


def body(text: str, day: int) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return (
        f"<html><head><title>全市召开疫情防控工作会议</title></head><body><h1>全市召开疫情防控工作会议</h1>"
        f"<div>2022-11-{day:02} 08:00 来源：青禾日报</div><div>{paragraphs}</div></body></html>"
    ).encode()


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_near_copies_lead_to_the_one_that_was_published_first(
    form: str, make: Callable[..., Corpus], tmp_path: Path
) -> None:
    texts = {
        "own": (report(1), 9),
        "copy": (report(1), 10),
        "edited": (with_errors(report(1), 0.02, 7), 8),
        "other": (report(2), 7),
    }
    files = []
    for name, (text, day) in texts.items():
        files.append(tmp_path / f"{name}.warc.gz")
        files[-1].write_bytes(zipped([page(f"http://www.hewan.example/{name}.html", body(text, day))]))
    corpus = make(job(files, topic="all", form=form), tmp_path / "corpus")
    assert len(list(corpus.articles())) == 4
    assert find_near_copies(corpus, tmp_path / "work") == 2
    rows = list(rows_of(corpus.folder / f"near-copies.{form}"))
    cited = hash_of("http://www.hewan.example/edited.html")
    assert {row["url"].rpartition("/")[2]: row["cited"] for row in rows} == {
        "own.html": cited,
        "copy.html": cited,
    }
    assert all(0.6 <= float(row["similarity"]) <= 1 for row in rows)
