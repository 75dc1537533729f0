"""Every sample page field by field; every list page through a crawl to the articles it links to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator
from werkzeug import Request, Response

from covidmeet.crawl.site_registry import all_sites
from covidmeet.site import Site
from covidmeet.sites import is_article
from tests.conftest import Crawl
from tools.expect import idle_of, unseen_selectors
from tools.pack_samples import PAGES, SAMPLES, folders_of, pack
from tools.sample_pages import SamplePage, differences, outcome, sample_pages

ALL = sample_pages()
SITE_NAMES = sorted({page.site for page in ALL})
EVERYWHERE = "generic"  # no site's own: what is left when none of its layouts matches
# Loopback needs no politeness; the pages are few.
QUICK = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
}


SITES = {site.name: site for site in all_sites()}


def parameters(pages: list[SamplePage]) -> list[Any]:
    """One test a page; where the program is known to be wrong, the test fails once it is right."""
    return [
        pytest.param(
            page,
            id=page.name,
            marks=[pytest.mark.xfail(strict=True, reason=why)] if (why := page.known_failure) else [],
        )
        for page in pages
    ]


def written(page: SamplePage) -> dict[str, Any]:
    """What a person wrote; fails where nobody has."""
    expected = page.expected
    assert expected is not None, f"{page.name}: no expect.json; `make expect SITE={page.site}` proposes one"
    assert "proposed" not in expected, (
        f"{page.name}: expect.json was proposed by the program; compare it with the page, correct it, and"
        " take the line “proposed” out"
    )
    return expected


@pytest.mark.parametrize("page", parameters([page for page in ALL if not page.is_list]))
def test_the_page_gives_what_a_person_read_in_it(page: SamplePage) -> None:
    expected = written(page)
    problems = differences(expected, outcome(page))
    assert not problems, f"{page.name}\n" + "\n".join(problems)


def test_every_folder_of_the_sample_web_is_a_whole_page() -> None:
    for folder in PAGES.glob("*/*/"):
        for name in ("page.body", "page.json"):
            assert folder.joinpath(name).is_file(), f"{folder.relative_to(PAGES)} has no {name}"


def test_every_page_says_how_it_came_to_be() -> None:
    for page in ALL:
        assert page.facts["note"], page.name
        assert isinstance(page.facts["status"], int), page.name
        assert all(len(pair) == 2 for pair in page.facts["headers"]), page.name


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_every_layout_has_a_page_and_every_page_a_layout_that_its_site_names(site: Site) -> None:
    named = {layout.name for layout in site.layouts}
    shown = {(page.expected or {}).get("layout") for page in sample_pages(site.name)} - {None}
    assert named - shown == set(), "layouts without a sample page"
    assert shown - named <= {EVERYWHERE}, "expectations with a layout that the site does not name"


def test_every_selector_finds_something_on_a_page_of_its_layout() -> None:
    """What is known from real pages alone is listed, and leaves the list when a page shows it."""
    idle = {one for site in SITES.values() for one in idle_of(site, sample_pages(site.name))}
    assert idle - unseen_selectors() == set(), "selectors that find nothing: mend or remove them"
    assert unseen_selectors() - idle == set(), "selectors that a page shows by now: take them off the list"


def test_every_site_has_pages_and_every_page_a_site() -> None:
    assert set(SITES) == set(SITE_NAMES)


@pytest.mark.parametrize("page", parameters([page for page in ALL if page.is_list]))
async def test_the_list_page_leads_to_its_articles(
    page: SamplePage, crawl: Crawl, httpserver: HTTPServer
) -> None:
    asked = serve(httpserver)
    via = httpserver.url_for("/web/") + "{url}"
    result = await crawl(page.site, QUICK, start=page.url, via=via, pages="2")
    expected = written(page)["list"]
    assert set(expected["articles"]) <= asked, "articles that were not asked for"
    assert set(expected.get("next", ())) <= asked, "further list pages that were not asked for"
    others = {url for url in asked if is_article(SITES[page.site], url)}
    for other in [page, *(other for other in ALL if other.url in expected.get("next", ()))]:
        others -= set((other.expected or {})["list"]["articles"])
    assert not others, "articles that no list names"
    linked = [sample for sample in ALL if sample.url in asked and "title" in (sample.expected or {})]
    assert {row["url"] for row in result.rows()} == {
        sample.expected["url"] for sample in linked if sample.expected
    }


def serve(server: HTTPServer) -> set[str]:
    """Let ``server`` stand for the web: a gateway to the sample pages.  Gives the set of URLs asked for."""
    by_url = {page.url: page for page in ALL}
    asked: set[str] = set()

    def answer(request: Request) -> Response:
        url = request.full_path.removeprefix("/web/").rstrip("?")
        asked.add(url)
        page = by_url.get(url)
        if page is None:
            return Response("not here", 404)
        return Response(page.body, page.facts["status"], [tuple(pair) for pair in page.facts["headers"]])

    server.expect_request(re.compile("/web/.*")).respond_with_handler(answer)
    return asked


@pytest.mark.parametrize("site", SITE_NAMES)
def test_the_packed_samples_are_the_pages(site: str) -> None:
    with SAMPLES.joinpath(f"{site}.warc.gz").open("rb") as stream:
        packed = [
            (
                record.rec_headers.get_header("WARC-Target-URI"),
                int(record.http_headers.get_statuscode()),
                [list(pair) for pair in record.http_headers.headers],
                record.raw_stream.read(),
            )
            for record in ArchiveIterator(stream)
        ]
    pages = [(p.url, p.facts["status"], p.facts["headers"], p.body) for p in sample_pages(site)]
    assert packed == pages, "run `make samples`"


def test_packing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        pack(folders_of("gz_gov"), tmp_path / name)
    assert tmp_path.joinpath("one").read_bytes() == tmp_path.joinpath("two").read_bytes()


def test_a_mismatch_is_told_field_by_field() -> None:
    expected = {
        "url": "u",
        "layout": "l",
        "title": "甲",
        "deck": [],
        "body": ["一。", "二。"],
        "published_at": None,
    }
    found = {"url": "u", "layout": "l", "title": "乙", "deck": [], "body": ["一。"], "published_at": None}
    problems = differences(expected, found)
    assert [problem.split(":")[0] for problem in problems] == ["title", "body"]
    assert "- 二。" in problems[1]


def test_an_expectation_must_name_the_fields_that_matter() -> None:
    assert "does not name body" in "\n".join(differences({"title": "甲"}, {"url": "u", "title": "甲"}))
    assert differences({"reject": "blocked"}, {}), "a page that was passed over is no success"
