"""A published folder opened from a disc: its search finds what Python finds, its pages lead to each other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.phrase import without_blanks
from covidmeet.archive.query_tree import QueryError
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.search import search
from covidmeet.publish.folder_links import article_path, stored_path
from covidmeet.text.fold import fold
from tests.browse.conftest import add_hostile_page
from tests.browser import DESKTOP, IN_CHROMIUM, PHONE, window
from tests.made_articles import article
from tests.publish.conftest import publish_from
from tests.show.conftest import Shelf, filled

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = IN_CHROMIUM
_PIECES = (
    *("青禾縣", "青禾县", "召开", "会议", "（扩大）", "“四早”", "核酸", "檢測", "检测", "隔离", "乾", "著"),
    *("ＡＰＰ", "COVID-19", "2022 年", "１２月", "①", "ﬁ", "e\u0301", "𠮷", "👪", "\u00ad"),
    *("。", "、", "—", " ", "\n"),
)
_ASKED = (
    *("会议 核酸", "核酸 OR 隔离", "会议 -核酸", "NOT 会议", "(核酸 OR 隔离) 召开", "title:会议"),
    *("site:north", "site:none OR 核酸检测", "since:2022-03 until:2022-05", "-since:2022", "-title:会议"),
    *("“四早”", "COVID-19", "会议（扩大）", '"会议 召开"', "，", "，核酸", "until:2022-02-28 -site:north"),
    *("source:青禾日報", "", "( )", "核酸 OR", "OR 核酸", "a AND", "since:2022-13", "site:", '"核酸'),
    *("核酸)", "-", "--核酸"),
)


@dataclass
class PublishedFolder:
    """The folder's address, and the archive that it was made of."""

    address: str
    shelf: Shelf
    hostile_page: str


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedFolder]:
    folder = tmp_path_factory.mktemp("disc") / "published 文章"  # a name that an address has to escape
    shelf = filled(folder.with_name("archive.db"))
    hostile_page = add_hostile_page(shelf.path)
    draw = random.Random(19)
    db = connect(shelf.path)
    for number in range(70):
        text = "".join(draw.choices(_PIECES, k=40))
        day = f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}" if number % 9 else None
        title = "".join(draw.choices(_PIECES, k=3)).replace("\n", "").strip() or "无题"
        one = article(str(number), body=text, published_at=day, title=title)
        one.site, one.source = ("north", "south")[number % 2], ("青禾日报", None)[number % 2]
        store(db, one, "run")
    db.conn.close()
    publish_from(shelf.path, folder)
    yield PublishedFolder(folder.as_uri(), shelf, hostile_page)


def queries(archive: Path) -> list[str]:
    """Substrings of the texts, quoted, and queries with each part of the language."""
    draw = random.Random(20)
    with closing(open_read_only(archive)) as db:
        texts = [body for (body,) in db.execute("select body from articles order by url_hash")]
    found = list(_ASKED)
    while len(found) < 250:
        text = draw.choice(texts)
        at = draw.randrange(len(text))
        part = text[at : at + draw.randrange(1, 9)]
        # Python also finds the e of an é that is written as two characters, as the text has it unfolded.
        is_whole = without_blanks(fold(part)) in without_blanks(fold(text))
        if is_whole and not set(part) & set('\n"“”'):
            found.append(f'"{part}"')
    return found


async def test_the_search_finds_what_python_finds(chromium: Browser, published: PublishedFolder) -> None:
    script = """async (queries) => {
        const answers = [];
        for (const query of queries) {
            try {
                const found = await covidmeet.search(query), hits = [];
                for await (const hit of found.hits) hits.push([hit.published, hit.hash]);
                answers.push({hits, most: found.most, exact: found.exact});
            } catch (error) { answers.push({at: error.at}); }
        }
        return answers;
    }"""
    asked = queries(published.shelf.path)
    async with window(chromium) as shown:
        await shown.page.goto(f"{published.address}/zh/search.html")
        answers = await shown.page.evaluate(script, asked)
        assert shown.told == []
    wrong = []
    with closing(open_read_only(published.shelf.path)) as db:
        for query, answer in zip(asked, answers, strict=True):
            try:
                hits = [(hit.published_at or "", hit.url_hash) for hit in search(db, query, limit=1000)]
            except QueryError as error:
                if answer.get("at") != error.at:
                    wrong.append((query, error.at, answer))
                continue
            told = [tuple(one) for one in answer.get("hits", ())]
            days = [day for day, _ in told]
            same = sorted(told) == sorted(hits) and days == sorted(days, reverse=True)
            if not same or answer["most"] < len(hits) or (answer["exact"] and answer["most"] != len(hits)):
                wrong.append((query, len(hits), answer))
    assert not wrong, wrong[:5]


async def test_one_searches_and_reads_from_a_disc(chromium: Browser, published: PublishedFolder) -> None:
    async with window(chromium, PHONE) as shown:
        page = shown.page
        await page.goto(f"{published.address}/index.html")
        await page.click("a[lang=zh-CN]")
        await page.fill("input[type=search]", "檢測")
        await page.press("input[type=search]", "Enter")
        await page.wait_for_selector("main[data-state=done]")
        assert set(await shown.texts("#hits p mark")) <= {"检测", "檢測"}
        assert await page.locator("#hits li").count() == 20
        assert "显示 20 篇" in await page.inner_text("#status")
        await page.click("#more")
        await page.wait_for_function("document.querySelectorAll('#hits li').length > 20")
        await page.wait_for_function("document.activeElement.closest('li') !== null")
        await page.click("#hits li:nth-child(25) a")
        assert "/zh/article/" in page.url
        await page.goto(f"{published.address}/en/search.html?q=(核酸")
        await page.wait_for_selector("main[data-state=failed]")
        assert await shown.texts("#fault mark") == ["("]
        assert shown.outside == []


async def test_pages_fit_a_phone_and_a_desktop(chromium: Browser, published: PublishedFolder) -> None:
    article_page = f"en/{article_path(published.shelf.mirror)}"
    paths = ("index.html", "en/index.html", "en/search.html?q=会议", "zh/list/undated.html", article_page)
    for width in (PHONE, DESKTOP):
        async with window(chromium, width, "dark") as shown:
            for path in paths:
                await shown.page.goto(f"{published.address}/{path}")
                assert await shown.too_wide() == [], path
            ground = await shown.page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert ground == "rgb(15, 18, 21)"  # the style is loaded from its file
            assert shown.told == []


async def test_a_stored_page_does_nothing_wherever_it_is_opened(
    chromium: Browser, published: PublishedFolder
) -> None:
    own = published.hostile_page
    async with window(chromium) as shown:
        await shown.page.goto(f"{published.address}/en/{article_path(own)}")
        await shown.page.click("summary:has-text('The stored page')")
        inner = shown.page.frame_locator("iframe").frame_locator("iframe")
        await inner.locator("#own").click()
        await inner.locator("button").click()
        await shown.page.goto(f"{published.address}/{stored_path(own)}")
        inner = shown.page.frame_locator("iframe")
        await inner.locator("#own").click()
        await inner.locator("button").click()
        await shown.page.wait_for_timeout(100)
        assert await inner.locator("title").inner_text() == "青禾县召开疫情防控工作会议"
        assert (shown.outside, shown.page.url.endswith(stored_path(own))) == ([], True)
