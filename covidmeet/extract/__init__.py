"""A page to an article: by the first of its site's layouts that matches, else by trafilatura."""

from __future__ import annotations

import re

from covidmeet.extract import by_json, by_order, by_selectors, generic
from covidmeet.extract.page import Found, NotAnArticle, Page
from covidmeet.items import Article
from covidmeet.site import JsonLayout, Layout, Site
from covidmeet.text.blocked import soft_404, wall
from covidmeet.text.dates import date_in_url
from covidmeet.text.script import fold

__all__ = ["GENERIC", "NotAnArticle", "Page", "extract"]

GENERIC = "generic"
"""The layout of a page that none of its site's layouts matches."""

_SHORT = 80  # characters; a text this short may be a notice in an article's place


def extract(page: Page, site: Site, listed: str | None = None) -> Article:
    """The article of ``page``; ``listed`` is the date that a list gave for it, if any.

    Raises ``NotAnArticle`` for a page that the site withheld (``blocked``), that says there is none
    (``soft_404``), that by its title is no news (``out_of_scope``), or that holds no text (``no_text``).
    """
    layout, found = _json(page, site) if page.is_json else _html(page, site)
    if found.title and site.skip_titles and re.search(site.skip_titles, fold(found.title)):
        raise NotAnArticle("out_of_scope", f"by its title: {found.title[:60]}")
    head = [found.title, *found.info] if found.title else []
    return Article(
        url=page.url,
        site=site.name,
        layout=layout,
        charset=page.charset,
        text="\n".join([*head, *found.deck, *found.body]),
        titled=found.title is not None,
        info=len(found.info) if found.title else 0,
        published_at=found.published,
        dated=date_in_url(page.url) or listed,
    )


def _json(page: Page, site: Site) -> tuple[str, Found]:
    for layout in site.layouts:
        if isinstance(layout, JsonLayout):
            found = by_json.read(page.text, layout)
            if found:
                return layout.name, found
    raise NotAnArticle("no_text", "JSON without an article")


def _html(page: Page, site: Site) -> tuple[str, Found]:
    for selector in site.gone:
        if page.find(selector):
            raise NotAnArticle("soft_404", f"the site's own page for a missing article ({selector})")
    for layout in site.layouts:
        if not isinstance(layout, Layout) or (layout.needs and not page.says(layout.needs)):
            continue
        found = by_order.read(page) if layout.by_order else by_selectors.read(page, layout)
        if found:
            if sum(map(len, found.body)) < _SHORT:
                _check(page)
            return layout.name, found
        if layout.empty_is_block and any(page.find(selector) for selector in layout.body):
            raise NotAnArticle("blocked", f"a page of layout {layout.name} without its text")
    _check(page)
    return GENERIC, generic.read(page)


def _check(page: Page) -> None:
    """Pages from files were not looked at on their way, and a notice may stand where the text should."""
    if why := wall(page.root, page.text):
        raise NotAnArticle("blocked", why)
    if why := soft_404(page.root):
        raise NotAnArticle("soft_404", why)
