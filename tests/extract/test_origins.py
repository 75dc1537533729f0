"""Where each field of an article was found, and how its text was."""

from __future__ import annotations

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract.origins import CANDIDATES, ORIGINS
from covidmeet.items import Article
from covidmeet.process import Fetched, process
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from tests.extract.test_any_page import FIRST, MENU, RELATED, SECOND, THIRD, TITLE, page, text_of

UNDATED = "http://news.linshui.example/yw/c12a3456.html"
TEXT = text_of(FIRST, SECOND, THIRD)
INFO = "<div>2022-04-12 08:15　来源：临水日报</div>"
LD = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-04-12"}</script>'
META = "<meta name='PubDate' content='2022-04-12 08:15'><meta name='ContentSource' content='临水日报'>"


def read(html: str, url: str = UNDATED, listed: str | None = None) -> Article:
    article = process(Fetched(url, html.encode(), listed=listed), Reading(Sites(all_sites())))
    assert set(article.fields.values()) <= ORIGINS.keys()
    assert {name for name in article.fields if not getattr(article, name)} == set()
    assert article.extraction["candidate"] in CANDIDATES
    return article


def any_page(info: str = "", head: str = "", text: str = TEXT) -> str:
    return page(f"{MENU}<h1>{TITLE}</h1>{info}<div>{text}</div>{RELATED}").replace("<head>", f"<head>{head}")


@pytest.mark.parametrize(
    ("html", "url", "listed", "published", "source"),
    [
        (any_page(INFO), UNDATED, None, "info", "info"),
        (any_page(INFO, META), UNDATED, None, "info", "info"),
        (any_page("", META), UNDATED, None, "meta", "meta"),
        (any_page("", LD), UNDATED, None, "json_ld", None),
        (any_page(), UNDATED.replace("yw", "2022/0412"), None, "address", None),
        (any_page(), UNDATED, "2022-04-12", "list", None),
        (any_page(), UNDATED.replace("yw", "2022/0412"), "2022-04-11", "address", None),
        (any_page(), UNDATED, None, None, None),
    ],
)
def test_time_and_source_on_a_page_of_any_host(
    html: str, url: str, listed: str | None, published: str | None, source: str | None
) -> None:
    article = read(html, url, listed)
    expected = {"title": "head", "published_at": published, "source": source}
    assert article.fields == {name: origin for name, origin in expected.items() if origin}


def test_names_in_the_text_and_in_a_line_above() -> None:
    fields = read(
        any_page(INFO.replace("日报", "日报 责任编辑：江晚舟"), text=f"{TEXT}<p>（记者 林知夏）</p>")
    ).fields
    assert (fields["editors"], fields["reporters"]) == ("info", "text")


def test_a_layout_names_the_places() -> None:
    url = "https://mp.weixin.qq.com/s/abc"
    html = (
        f"<html><head><title>{TITLE}</title></head><body><h1 id='activity-name'>{TITLE}</h1>"
        f"<a id='js_name'>临水发布</a><div id='js_content'>{TEXT}</div>"
        '<script>var ct = "1668039300";</script></body></html>'
    )
    article = read(html, url)
    assert article.fields == {"title": "layout", "published_at": "layout", "source": "layout"}
    assert article.extraction == {"candidate": "platform"}


def test_how_sure_the_choice_is() -> None:
    found = read(any_page(INFO)).extraction
    assert found["candidate"] == "container"
    assert 0.8 < found["certainty"] <= 1
    assert found["agreement"] == 1
    assert "doubtful" not in found


def test_candidates_that_disagree_are_told() -> None:
    """A page of many titles and buttons around one sentence."""
    titles = "".join(
        f"<div><a href='/{n}.html'>{FIRST[:12]}{n}</a></div><div>江某{n} 回复 点赞</div>" for n in range(12)
    )
    article = read(page(f"<h1>{TITLE}</h1>{titles}<p>{FIRST}</p>{titles}"))
    assert article.body == FIRST
    found = article.extraction
    assert (found["candidate"], found["doubtful"]) == ("below_headline", True)
    assert max(found["certainty"], found["agreement"]) < 0.8


def test_a_document_says_that_it_is_one() -> None:
    text = f"{TITLE}\n\n来源：临水日报 2022-04-12\n\n{FIRST}\n{SECOND}\n"
    article = process(Fetched("file:///a.txt", text.encode()), Reading(Sites(all_sites())))
    assert article.extraction == {"candidate": "document"}
    assert article.fields == {"title": "text", "published_at": "text", "source": "text"}
