"""The sample web: pages as served, what is expected of them, and what a crawl makes of them.

``tests/pages/<site>/<slug>/`` holds ``page.body`` (the bytes as served), ``page.json`` (URL, status,
headers) and ``expect.json``, which a person wrote from reading the page.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from covidmeet.crawl.site_registry import all_sites
from covidmeet.newsite.expectation import outcome_of
from covidmeet.process import Fetched

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "tests" / "pages"
_CAPTURED = "2024-01-01T00:00:00Z"  # as in the packed samples

# What an expectation of an article must name; it may name any other column of the archive, too.
REQUIRED = ("url", "layout", "title", "deck", "body", "published_at")
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
    def fetched(self) -> Fetched:
        headers = tuple((str(name), str(value)) for name, value in self.facts["headers"])
        return Fetched(self.url, self.body, int(self.facts["status"]), headers, captured_at=_CAPTURED)

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
    def article_url(self) -> str | None:
        """The address of the article that a person read in the page, None where it is to give none."""
        expected = self.expected or {}
        return expected.get("url") if not any(verdict in expected for verdict in _VERDICTS) else None

    @property
    def is_list(self) -> bool:
        return "list" in (self.expected or {})


def sample_pages(site: str | None = None, root: Path = PAGES) -> list[SamplePage]:
    """All pages of ``site``, or of every site, by name."""
    return [SamplePage(path.parent) for path in sorted(root.glob(f"{site or '*'}/*/page.json"))]


def outcome(page: SamplePage) -> dict[str, Any]:
    """What every route makes of the page, as ``outcome_of`` gives it."""
    site = next(site for site in all_sites() if site.name == page.site)
    return outcome_of(page.fetched, site)


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
