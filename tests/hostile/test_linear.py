"""No text and no page takes more than linear time: see ``growth``."""

from __future__ import annotations

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract import Page
from covidmeet.process import Fetched, process
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from tests.growth import Growth
from tests.hostile.growth import measure_all, measured
from tests.hostile.page_shapes import PAGES
from tests.hostile.text_shapes import TEXTS

# What once took exponential or quadratic time, or most.
QUICK = (
    ("text", "empty-comment"),
    ("text", "newline-inside"),
    ("text", "bullet-lines"),
    ("page", "same-id"),
    ("page", "same-id-beside"),
    ("page", "hidden"),
    ("page", "hidden-beside"),
    ("page", "white-space"),
    ("page", "one-pre"),
    ("page", "br"),
    ("page", "empty-link"),
    ("page", "attributes"),
    ("page", "lists-beside-foreign"),
)


def test_there_are_enough_shapes() -> None:
    assert len(TEXTS) >= 100
    assert len(PAGES) >= 100


@pytest.mark.parametrize(("kind", "name"), QUICK)
def test_what_once_was_slow(kind: str, name: str) -> None:
    # Another process may have disturbed one of them: what is steep is steep twice.
    twice = (measured(kind, name, (6_250, 12_500, 25_000, 50_000)) for _ in range(2))
    growth = min(twice, key=lambda one: one.exponent)
    assert growth.seconds[-1] < 1, str(growth)
    assert growth.exponent < 1.5, str(growth)  # of small pages; the others are measured by the slow test


@pytest.mark.slow
def test_texts_and_pages_take_linear_time() -> None:
    shapes = [("text", name) for name in TEXTS]
    shapes += [("page", name) for name in PAGES]
    steep = [growth for growth in measure_all(shapes) if not growth.is_fine]
    # Another process may have disturbed one: what is slow is slow twice.
    steep = [growth for growth in map(_again, steep) if not growth.is_fine]
    assert not steep, "\n".join(map(str, steep))


def _again(growth: Growth) -> Growth:
    return measured(growth.kind, growth.name)


@pytest.mark.parametrize("size", [100_000, 1_000_000, 4_000_000])
@pytest.mark.parametrize("name", ["attributes", "attributes-of-body", "more-bodies", "attributes-closing"])
def test_tags_beyond_any_real_page_are_refused_unparsed(
    name: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Page, "root", property(lambda _: pytest.fail("the page was parsed")))
    reading = Reading(Sites(all_sites()))
    with pytest.raises(Reject) as refused:
        process(Fetched("https://www.gz.gov.cn/xw/content/post_1.html", PAGES[name](size)), reading)
    assert refused.value.reason is Reason.TOO_COMPLEX


@pytest.mark.parametrize("unit", ["\n", "•\n", " \n", "\u3000\n", "• · \n"])
def test_a_site_is_recognised_in_linear_time(unit: str) -> None:
    assert Sites(all_sites()).recognise(unit * 50_000 + "扫一扫在手机打开当前页").name == "gz_gov"
