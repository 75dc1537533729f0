"""The pages of ``covidmeet browse`` as a browser shows them: layout, colours, keyboard, the stored page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from covidmeet.text.urls import hash_of
from tests.browse.conftest import Served
from tests.browser import DESKTOP, IN_CHROMIUM, PHONE, window
from tests.show.conftest import COPY, HOSTILE, PLAIN

if TYPE_CHECKING:
    from playwright.async_api import Browser

pytestmark = IN_CHROMIUM


def pages_of(served: Served) -> list[str]:
    own = served.shelf
    hashes = (own.mirror, own.stored, hash_of(PLAIN), hash_of(COPY), hash_of(HOSTILE), served.hostile_page)
    return ["/", "/search?q=会议", "/search?q=(", *(f"/article/{url_hash}" for url_hash in hashes)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
async def test_pages_fit_their_width_and_break_no_rule_of_theirs(
    width: int, scheme: Literal["light", "dark"], chromium: Browser, served: Served
) -> None:
    async with window(chromium, width, scheme) as shown:
        for path in pages_of(served):
            await shown.page.goto(served.address + path)
            assert await shown.too_wide() == [], path
        assert not [line for line in shown.told if "Failed to load resource" not in line]
        ground = await shown.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(15, 18, 21)") == (scheme == "dark")
        assert shown.outside == []


async def test_repairs_and_doubt_are_seen_in_place(chromium: Browser, served: Served) -> None:
    async with window(chromium) as shown:
        await shown.page.goto(f"{served.address}/article/{served.shelf.mirror}")
        assert "?qǐng)?bào)" in await shown.texts("section.text del")
        crossed = "getComputedStyle(document.querySelector('del')).textDecorationLine"
        assert await shown.page.evaluate(crossed) == "line-through"
        (doubtful,) = await shown.texts("ins.doubtful")
        assert doubtful.endswith("?")
        broken = "getComputedStyle(document.querySelector('ins.doubtful')).borderBottomStyle"
        assert await shown.page.evaluate(broken) == "dashed"
        old, new = await shown.box("section.text del"), await shown.box("section.text del + ins")
        assert abs(old["y"] - new["y"]) < 3
        assert 0 <= new["x"] - old["x"] - old["width"] < 3


async def test_scripts_stand_beside_each_other_where_there_is_room(chromium: Browser, served: Served) -> None:
    for width, beside in ((DESKTOP, True), (PHONE, False)):
        async with window(chromium, width) as shown:
            await shown.page.goto(f"{served.address}/article/{served.shelf.mirror}")
            left = await shown.box(".pair p[lang=zh-Hant]")
            right = await shown.box(".pair p[lang=zh-Hans]")
            assert (left["y"] == right["y"] and left["x"] < right["x"]) == beside
            assert beside or left["y"] + left["height"] <= right["y"]


async def test_meetings_revisions_copies_and_provenance_are_seen(chromium: Browser, served: Served) -> None:
    async with window(chromium) as shown:
        await shown.page.goto(f"{served.address}/article/{served.shelf.mirror}?lang=zh")
        assert (await shown.texts("blockquote"))[0] in "\n".join(await shown.texts("p[lang=zh-Hans]"))
        assert {"修复", "出处"} <= set(await shown.texts("h2"))
        await shown.page.goto(f"{served.address}/article/{hash_of(PLAIN)}")
        assert "江晚舟" in "".join(await shown.texts("details del"))
        assert "林知秋" in "".join(await shown.texts("details ins"))
        assert await shown.page.locator("iframe").count() == 0  # its page was not kept
        await shown.page.click(".copies a")
        assert shown.page.url == f"{served.address}/article/{hash_of(COPY)}"


async def test_a_stored_page_is_replayed_without_rights(chromium: Browser, served: Served) -> None:
    async with window(chromium) as shown:
        await shown.page.goto(f"{served.address}/article/{served.hostile_page}")
        await shown.page.click("summary:has-text('The stored page')")
        frame = shown.page.frame_locator("iframe")
        await frame.locator("#own").click()
        assert await frame.locator("title").inner_text() == "青禾县召开疫情防控工作会议"
        await frame.locator("button").click()
        await shown.page.goto(f"{served.address}/stored/{served.hostile_page}")
        await shown.page.locator("#own").click()
        await shown.page.locator("button").click()
        await shown.page.wait_for_timeout(100)
        assert (shown.outside, shown.page.url.startswith(served.address)) == ([], True)
        assert await shown.page.title() == "青禾县召开疫情防控工作会议"


async def test_one_reads_and_searches_by_keyboard(chromium: Browser, served: Served) -> None:
    async with window(chromium) as shown:
        page = shown.page
        await page.goto(served.address)
        await page.keyboard.press("Tab")
        skip = await shown.box(".skip")
        assert skip["x"] >= 0
        focused = "getComputedStyle(document.activeElement).outlineStyle"
        assert await page.evaluate(focused) == "solid"
        await page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.querySelector('main').contains(document.activeElement)")
        await page.focus("input[type=search]")
        await page.keyboard.type("江晚舟 OR 林知秋")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("mark")
        assert set(await shown.texts("mark")) == {"江晚舟", "林知秋"}
        await page.click(".facets a:has-text('generic')")
        assert "site:generic" in await page.input_value("input[type=search]")


async def test_the_other_language_is_kept(chromium: Browser, served: Served) -> None:
    async with window(chromium) as shown:
        await shown.page.goto(f"{served.address}/search?q=会议")
        await shown.page.click("nav a[hreflang=zh]")
        assert await shown.page.get_attribute("html", "lang") == "zh-CN"
        await shown.page.goto(served.address)
        assert await shown.page.get_attribute("html", "lang") == "zh-CN"
