"""Debian's Chromium, driven by Playwright; tests with it are skipped where one of the two is not there.

One browser serves all tests of a process, as it takes a second to start, so they share one event loop.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Route

PHONE, DESKTOP = 390, 1280
"""Widths in CSS pixels."""
IN_CHROMIUM = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
_OUTSIDE = re.compile(r"^(?!file:|data:|about:|http://127\.0\.0\.1:)")
_PROGRAM = shutil.which("chromium")
# Chromium refuses its own sandbox to root, as in a container.
_ARGUMENTS = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser."""
    if _PROGRAM is None:
        pytest.skip("needs chromium: make system-packages")
    pytest.importorskip("playwright")
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=_PROGRAM, args=_ARGUMENTS)
        yield started
        await started.close()


class Window:
    """A page, with what its console told and the addresses outside this machine that it would ask for."""

    def __init__(self, page: Page, outside: list[str]) -> None:
        self.page = page
        self.outside = outside
        self.told: list[str] = []
        page.on("console", lambda message: self.told.append(message.text))
        page.on("pageerror", lambda error: self.told.append(str(error)))

    async def texts(self, selector: str) -> list[str]:
        """What stands in the elements."""
        return await self.page.locator(selector).all_inner_texts()

    async def box(self, selector: str) -> dict[str, float]:
        """Place and size of the first such element."""
        found = await self.page.locator(selector).first.bounding_box()
        assert found, selector
        return {name: found[name] for name in ("x", "y", "width", "height")}

    async def too_wide(self) -> list[str]:
        """Elements that reach beyond the right edge, if the page scrolls sideways."""
        script = """() => document.scrollingElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll("main *")]
            .filter(one => one.getBoundingClientRect().right > innerWidth)
            .map(one => one.outerHTML.slice(0, 120))"""
        found: list[str] = await self.page.evaluate(script)
        return found


@asynccontextmanager
async def window(
    chromium: Browser, width: int = DESKTOP, scheme: Literal["light", "dark"] = "light", **options: Any
) -> AsyncIterator[Window]:
    """A window of its own, without cookies."""
    size: Any = {"width": width, "height": 800}
    context = await chromium.new_context(viewport=size, color_scheme=scheme, locale="en", **options)
    outside: list[str] = []

    async def refuse(route: Route) -> None:
        outside.append(route.request.url)
        await route.abort()

    # What a Content-Security-Policy forbids never comes as far as this.
    await context.route(_OUTSIDE, refuse)
    try:
        yield Window(await context.new_page(), outside)
    finally:
        await context.close()
