"""``import covidmeet``: extract, repair, open; and the examples of docs/python.md."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import covidmeet
from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.process import Fetched, process
from covidmeet.site import Site
from covidmeet.sources.warc import WarcReader
from covidmeet.stages.reading import Reading
from tests.show.conftest import COPY, PLAIN, plain
from tools.sample_pages import sample_pages

SAMPLES = sorted(Path("data/samples").resolve().glob("*.warc.gz"))
DUTENEWS = next(path for path in SAMPLES if path.name.startswith("dutenews"))


@pytest.fixture
def archive(database: Path) -> Path:
    db = connect(database)
    kept = next(page for page in WarcReader(DUTENEWS) if "1300002" in page.url)
    for article in (
        process(kept, Reading()),
        plain(PLAIN, published_at="2022-03-02T08:00:00+08:00", reporters=["江晚舟"], repairs={"reading": 2}),
        plain(COPY, published_at="2022-03-31", site="other", content_hash="b" * 64),
        plain("http://x.example/undated", body="没有日期的报道。"),
    ):
        store(db, article, "run", "2026-01-01T00:00:00+00:00")
    db.conn.close()
    return database


def test_a_package_that_is_also_a_function_can_be_called_and_imported_from() -> None:
    from covidmeet.repair import Repaired, repair

    package: object = covidmeet.repair
    assert isinstance(package, ModuleType)
    called: Repaired = covidmeet.repair("ÒßÇé·À¿Ø")
    assert called == repair("ÒßÇé·À¿Ø")
    assert called.text == "疫情防控"
    assert sys.modules["covidmeet.repair"].repair is repair


@pytest.mark.slow
@pytest.mark.parametrize(
    "program",
    [
        "import covidmeet; covidmeet.repair('a')",
        "import covidmeet.repair; covidmeet.repair.repair('a'); covidmeet.repair('a')",
        "from covidmeet.repair import repair; repair('a'); import covidmeet; covidmeet.repair('a')",
        "import covidmeet.process, covidmeet; covidmeet.extract",
        "from covidmeet import repair; repair('a')",
    ],
)
def test_whatever_is_imported_first(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@pytest.mark.slow
def test_importing_it_imports_next_to_nothing() -> None:
    program = (
        "import sys, importlib, typing; before = set(sys.modules); import covidmeet;"
        " print(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"covidmeet", "covidmeet.version", "__future__"}


def test_the_stub_has_every_name() -> None:
    """Of functions and classes it has the types; of the two packages what calling them gives."""
    stub = Path("covidmeet/__init__.pyi").read_text("utf-8")
    assert set(re.findall(r"(?: as |^)(\w+)(?=$|:)", stub, re.MULTILINE)) - {"_api", "_Repaired"} == {
        "__version__",
        *vars(covidmeet)["_WHERE"],
    }


def test_names_that_there_are_not_are_no_attributes() -> None:
    assert {"extract", "open", "repair", "Reject"} <= set(dir(covidmeet))
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        vars(covidmeet)["__getattr__"]("extrakt")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_page_gives_the_same_article_with_and_without_its_address(path: Path) -> None:
    compared = alike = 0
    for fetched in WarcReader(path):
        headers = dict(fetched.headers)
        try:
            known = covidmeet.extract(fetched.body, fetched.url, headers=headers)
        except covidmeet.Reject:
            continue
        unknown = covidmeet.extract(fetched.body, headers=headers)
        assert (unknown.url, unknown.url_hash) == ("", None)
        assert unknown.content_hash == known.content_hash
        # A page without any sign of its site is read as one of none.
        assert unknown.site in (known.site, "generic")
        compared += 1
        alike += (unknown.layout, unknown.title) == (known.layout, known.title)
    assert (
        compared >= len({page.article_url for page in sample_pages(path.name.partition(".")[0])} - {None}) > 0
    )
    assert alike >= compared - min(2, compared // 4)


def test_text_and_bytes_are_read_alike() -> None:
    text = "青禾县召开疫情防控工作会议\n3月2日，青禾县召开疫情防控工作会议，江晚舟出席。\n会议强调，要防控。"
    articles = [covidmeet.extract(page, sites=()) for page in (text, text.encode("gb18030"))]
    assert [article.title for article in articles] == ["青禾县召开疫情防控工作会议"] * 2
    assert articles[0].body == articles[1].body
    assert [article.charset for article in articles] == ["utf-8", "gb18030"]


def test_what_is_no_article_raises_with_its_reason() -> None:
    with pytest.raises(covidmeet.Reject) as empty:
        covidmeet.extract("", sites=[Site("any")])
    assert empty.value.reason is covidmeet.Reason.EMPTY
    text = "青禾县图书馆开放\n3月2日，青禾县图书馆开放，江晚舟剪彩。读者可以借阅三万册图书，周末也开放。"
    assert covidmeet.extract(text, sites=()).body
    with pytest.raises(covidmeet.Reject, match="out_of_scope"):
        covidmeet.extract(text, sites=(), topic="meetings")
    with pytest.raises(ValueError, match="topic"):
        covidmeet.extract(text, topic="x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="isoformat"):
        covidmeet.extract(text, since="March")


def test_articles_are_selected(archive: Path) -> None:
    def urls(**asked: Any) -> list[str]:
        with covidmeet.open(archive) as db:
            return [article.url for article in db.articles(**asked)]

    assert len(urls()) == 4
    assert urls(since="2022-03-02", until=date(2022, 3, 31)) == [PLAIN, COPY]
    assert urls(since="2022-03-03", until="2022-03-31") == [COPY]
    assert urls(site="other") == [COPY]
    assert urls(site=["other", "nowhere"]) == [COPY]
    assert urls(search="科學防控") == [COPY, PLAIN]
    assert urls(search="科学防控", site="other") == [COPY]
    with pytest.raises(ValueError, match="isoformat"):
        urls(since="yesterday")


def test_rows_are_typed(archive: Path) -> None:
    with covidmeet.open(archive) as db:
        row = next(db.articles(until="2022-03-02"))
    assert (row.reporters, row.repairs, row.deck) == (["江晚舟"], {"reading": 2}, "")


def test_a_page_is_what_the_row_was_made_from(archive: Path) -> None:
    with covidmeet.open(archive) as db:
        rows = {row.url: row for row in db.articles()}
        kept = next(row for row in rows.values() if row.warc)
        assert process(Fetched(kept.url, db.page(kept)), Reading()).content_hash == kept.content_hash
        with pytest.raises(covidmeet.PageNotKept, match="is not kept"):
            db.page(rows[PLAIN])
        kept.warc = "gone.warc.gz:0"
        with pytest.raises(covidmeet.PageNotKept, match="no such file"):
            db.page(kept)
        kept.warc, kept.url = None, "file:///no/such/file.txt"
        with pytest.raises(covidmeet.PageNotKept, match="is gone"):
            db.page(kept)


def test_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(covidmeet.ArchiveError, match="there is no archive here"):
        covidmeet.open(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_pandas_has_times(archive: Path) -> None:
    pandas = pytest.importorskip("pandas")
    with covidmeet.open(archive) as db:
        frame = db.articles().dataframe("pandas").set_index("url")
    assert frame.loc[PLAIN, "published_at"] == pandas.Timestamp("2022-03-02T08:00:00+08:00")
    assert frame.loc[COPY, "published_on"] == pandas.Timestamp("2022-03-31")
    assert frame["published_at"].isna().sum() == 1
    assert str(frame["first_seen"].dtype).endswith("UTC]")
    assert frame.loc[PLAIN, "reporters"] == ["江晚舟"]
    assert frame.loc[PLAIN, "repairs"] == '{"reading": 2}'


def test_a_table_of_polars_has_dates(archive: Path) -> None:
    polars = pytest.importorskip("polars")
    with covidmeet.open(archive) as db:
        frame = db.articles().dataframe("polars")
        none = db.articles(search="从未说过的话").dataframe("polars")
    assert none.schema == frame.schema
    row = frame.row(by_predicate=polars.col("url") == PLAIN, named=True)
    assert (row["published_on"], row["reporters"]) == (date(2022, 3, 2), ["江晚舟"])
    assert row["published_at"].astimezone(UTC) == datetime(2022, 3, 2, tzinfo=UTC)
    assert row["first_seen"] == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_library_that_is_not_there_is_named(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with covidmeet.open(archive) as db:
        with pytest.raises(ValueError, match="must be one of pandas, polars"):
            db.articles().dataframe("arrow")  # type: ignore[arg-type]
        monkeypatch.setattr("covidmeet.data_frames.find_spec", lambda name: None)
        with pytest.raises(ImportError, match="neither pandas nor polars"):
            db.articles().dataframe()


def test_the_examples_of_the_documentation(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("pandas")
    text = Path("docs/python.md").read_text("utf-8")
    monkeypatch.setenv("COVIDMEET_DATABASE", str(archive))
    test = doctest.DocTestParser().get_doctest(text.replace("```", ""), {}, "python.md", "python.md", 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert (result.failed, result.attempted > 10) == (0, True)
