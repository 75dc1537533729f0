"""Proposed expectations: they make no test pass, and nothing that a person wrote is overwritten."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.site import Layout
from tools import expect
from tools.pack_samples import PAGES
from tools.sample_pages import SamplePage

PAGE = "gz_gov/post-2022"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A sample web of one site."""
    shutil.copytree(PAGES / "gz_gov", tmp_path / "gz_gov")
    return tmp_path


def test_a_page_without_an_expectation_gets_a_proposal_that_is_marked(root: Path) -> None:
    written = SamplePage(PAGES / PAGE).expected
    assert written is not None
    file = root / PAGE / "expect.json"
    file.unlink()
    assert expect.propose("gz_gov", root) == 1
    proposed = json.loads(file.read_text(encoding="utf-8"))
    assert proposed.pop("proposed") is True
    assert {name: proposed[name] for name in written} == written


def test_a_proposal_stays_one_until_a_person_takes_the_mark_out(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / PAGE / "expect.json"
    file.unlink()
    expect.propose("gz_gov", root)
    before = file.read_bytes()
    assert expect.propose("gz_gov", root) == 1
    assert "still a proposal" in capsys.readouterr().out
    assert file.read_bytes() == before


def test_an_expectation_that_differs_is_shown_and_left_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / PAGE / "expect.json"
    expected = json.loads(file.read_text(encoding="utf-8"))
    expected["title"] = "另一个标题"
    file.write_text(json.dumps(expected, ensure_ascii=False), encoding="utf-8")
    before = file.read_bytes()
    assert expect.propose("gz_gov", root) == 1
    assert "- 另一个标题" in capsys.readouterr().out
    assert file.read_bytes() == before


def test_a_known_failure_is_named_and_needs_no_review(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = root / PAGE / "expect.json"
    expected = json.loads(file.read_text(encoding="utf-8"))
    expected |= {"title": "另一个标题", "known_failure": "the headline is cut short"}
    file.write_text(json.dumps(expected, ensure_ascii=False), encoding="utf-8")
    assert expect.propose("gz_gov", root) == 0
    assert "known: the headline is cut short" in capsys.readouterr().out


def test_a_page_that_meets_its_expectation_needs_no_review(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert expect.propose("gz_gov", root) == 0
    told = capsys.readouterr().out.splitlines()
    assert "gz_gov/post-2022: as expected" in told
    assert told[-1] == "gz_gov: 16 pages, 0 of them wait for a person"


def test_a_selector_that_finds_nothing_on_any_page_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = next(site for site in all_sites() if site.name == "gz_gov")
    first, *others = site.layouts
    assert isinstance(first, Layout)
    changed = replace(site, layouts=(replace(first, drop=(*first.drop, ".no-such-box")), *others))
    monkeypatch.setattr(expect, "all_sites", lambda: (changed,))
    assert expect.propose("gz_gov", root) == 1
    assert "layout gz_gov: drop .no-such-box: finds nothing on any page" in capsys.readouterr().out


def test_a_page_that_the_crawl_passes_over_gets_a_list_to_fill_in(root: Path) -> None:
    folder = root / PAGE
    folder.joinpath("expect.json").unlink()
    facts = json.loads(folder.joinpath("page.json").read_text(encoding="utf-8"))
    facts["url"] = "https://www.gz.gov.cn/xw/gzyw/"
    folder.joinpath("page.json").write_text(json.dumps(facts), encoding="utf-8")
    assert expect.propose("gz_gov", root) == 1
    proposed = json.loads(folder.joinpath("expect.json").read_text(encoding="utf-8"))
    further = ["https://www.gz.gov.cn/xw/gzyw/index_2.html"]
    assert proposed == {"proposed": True, "list": {"articles": [], "next": further}}


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 2), (["gz_gov", "cbg"], 2), (["../pages/gz_gov"], 1), (["nobody"], 1)]
)
def test_a_site_without_pages_is_told_so(arguments: list[str], code: int) -> None:
    assert expect.main(arguments) == code
