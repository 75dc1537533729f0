"""An entry of a list page, and the addresses of the links on one."""

from __future__ import annotations

from typing import NamedTuple

from covidmeet.extract.page import Page
from covidmeet.text.links import resolved

_NO_PAGE = ("#", "javascript:", "mailto:", "tel:")


class Entry(NamedTuple):
    """An article's address on a list, its day as the list or the address tells it, and the link's words."""

    url: str
    day: str | None
    title: str = ""


def base_of(page: Page) -> str:
    """The address that the links of a page are relative to."""
    bases = page.find("//base/@href")
    return (address_of(page.url, str(bases[0])) if bases else "") or page.url


def address_of(base: str, href: str) -> str:
    """The absolute web address of a link, "" for what leads to no page."""
    href = href.strip()
    if not href or href.lower().startswith(_NO_PAGE):
        return ""
    try:
        url = resolved(base, href)
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) else ""
