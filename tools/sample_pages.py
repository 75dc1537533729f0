"""The sample web: pages as served, what is expected of them, and what a crawl makes of them.

``tests/pages/<site>/<slug>/`` holds ``page.body`` (the bytes as served), ``page.json`` (URL, status,
headers) and ``expect.json``, which a person wrote from reading the page.
"""

from __future__ import annotations

import asyncio
import difflib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.project import get_project_settings

from covidmeet.archive.db import connect
from covidmeet.items import JSON_COLUMNS
from tools.pack_samples import pack

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "pages"

# What an expectation of an article must name; it may name any other column of the archive, too.
REQUIRED = ("url", "layout", "title", "deck", "body", "published_at")
# Lists of lines in an expectation, one text in the archive.
_LINES = ("deck", "body", "body_original")
KNOWN_FAILURE = "known_failure"
_VERDICTS = ("reject", "out_of_scope", "list")


@dataclass(frozen=True)
class SamplePage:
    """One page of the sample web."""

    folder: Path

    @property
    def site(self) -> str:
        return self.folder.parent.name

    @property
    def name(self) -> str:
        return f"{self.site}/{self.folder.name}"

    @cached_property
    def facts(self) -> dict[str, Any]:
        """``page.json``: ``url``, ``status``, ``headers`` (pairs in order) and a ``note``."""
        loaded: dict[str, Any] = json.loads(self.folder.joinpath("page.json").read_text(encoding="utf-8"))
        return loaded

    @property
    def url(self) -> str:
        return str(self.facts["url"])

    @property
    def body(self) -> bytes:
        return self.folder.joinpath("page.body").read_bytes()

    @property
    def expectation_file(self) -> Path:
        return self.folder / "expect.json"

    @cached_property
    def expected(self) -> dict[str, Any] | None:
        """``expect.json``, or None where nobody has written it yet."""
        if not self.expectation_file.exists():
            return None
        loaded: dict[str, Any] = json.loads(self.expectation_file.read_text(encoding="utf-8"))
        return loaded

    @property
    def known_failure(self) -> str:
        """Why the program does not meet the expectation yet; empty where it does.

        The entry ``known_failure`` of ``expect.json``: the expectation is right, and stays.
        """
        return str((self.expected or {}).get(KNOWN_FAILURE, ""))

    @property
    def is_list(self) -> bool:
        return "list" in (self.expected or {})


def sample_pages(site: str | None = None, root: Path = PAGES) -> list[SamplePage]:
    """All pages of ``site``, or of every site, by name."""
    return [SamplePage(path.parent) for path in sorted(root.glob(f"{site or '*'}/*/page.json"))]


def outcome(page: SamplePage) -> dict[str, Any]:
    """What a crawl makes of the page: see ``crawled``; for callers outside an event loop."""
    return asyncio.run(crawled(page))


async def crawled(page: SamplePage) -> dict[str, Any]:
    """What ``scrapy crawl`` makes of the page, read from a WARC file like any archived page.

    The row of the archive (lists of lines and JSON columns as lists), or ``{"reject": reason, "detail": …}``,
    or ``{"out_of_scope": True}``; empty where the page was passed over.
    """
    with tempfile.TemporaryDirectory() as folder:
        warc, database = Path(folder, "page.warc.gz"), Path(folder, "archive.db")
        pack([page.folder], warc)
        settings = get_project_settings()
        settings.setdict(
            {"DATABASE": str(database), "TWISTED_REACTOR_ENABLED": False, "LOG_ENABLED": False}, "cmdline"
        )
        runner = AsyncCrawlerRunner(settings)
        crawler = runner.create_crawler(page.site)
        await runner.crawl(crawler, warc=str(warc), mirrors="1")
        assert crawler.stats is not None
        db = connect(database)
        rows = list(db.query("select * from articles")) + list(db.query("select * from rejects"))
        db.close()
        if not rows and crawler.stats.get_value("articles/out_of_scope"):
            return {"out_of_scope": True}
    assert len(rows) <= 1, f"{page.name}: one page became {len(rows)} rows"
    return _readable(rows[0]) if rows else {}


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    if "reason" in row:
        return {"reject": row["reason"], "detail": row["detail"]}
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if name in JSON_COLUMNS:
        return json.loads(value)
    return (value.split("\n") if value else []) if name in _LINES else value


def differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """What is not as expected, a readable paragraph a field; empty where all is well."""
    if not found:
        return ["the crawl passed the page over: no article, no reject, not even out of scope"]
    verdict = next((name for name in _VERDICTS if name in expected), None)
    missing = [] if verdict else [name for name in REQUIRED if name not in expected]
    problems = [f"the expectation does not name {name}" for name in missing]
    if not verdict and "url" not in found:
        return [*problems, f"expected an article, found {dict(found)}"]
    for name, value in expected.items():
        if name != KNOWN_FAILURE and found.get(name) != value:
            problems.append(f"{name}:\n" + _diff(value, found.get(name)))
    return problems


def _diff(expected: Any, found: Any) -> str:
    lines = difflib.ndiff(_as_lines(expected), _as_lines(found))
    return "\n".join("    " + line.rstrip("\n") for line in lines)


def _as_lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(line) for line in value]
    return [value] if isinstance(value, str) else [repr(value)]
