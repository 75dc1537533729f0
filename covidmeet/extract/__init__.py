"""A page to an article: by a layout of its site, by one of a shared system, else by probability."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from covidmeet.extract import by_json, by_order, by_selectors, generic
from covidmeet.extract.joining import read_parts
from covidmeet.extract.metas import facts_by_head, time_by_head
from covidmeet.extract.page import Extraction, Page
from covidmeet.extract.pager import Pager, pager_of
from covidmeet.items import Article
from covidmeet.language import stored
from covidmeet.platforms import LAYOUTS, is_shared
from covidmeet.reasons import Reason, Reject
from covidmeet.repair.callable_package import make_callable
from covidmeet.repair.fixes import Unrepaired
from covidmeet.site import GENERIC, JsonLayout, Layout, Site
from covidmeet.text.data_files import kind_of_data
from covidmeet.text.dates import date_in_url
from covidmeet.text.gb18030 import REPLACEMENT
from covidmeet.text.html_lines import with_indent
from covidmeet.text.lines import Line, of_text
from covidmeet.text.script import fold
from covidmeet.text.wrapping import unwrapped

__all__ = ["Page", "extract", "extract_document"]

# ``covidmeet.extract(page)`` goes the whole path from bytes to an article.
make_callable(__name__, "covidmeet.api:extract")

_TEXT = "text"  # the layout of a document


def extract(
    page: Page, site: Site, listed: str | None = None, parts: Mapping[str, Page | Reject] | None = None
) -> Article:
    """The article of ``page``; ``listed`` is the date that a list gave for it, if any.

    ``parts`` are the article's other pages by address, or why there is none.

    Raises ``Reject`` for a page that the site made for missing articles (``soft_404``), that has lost its
    text (``blocked``), that by its title is no news (``out_of_scope``), or that holds no text
    (``no_text``).
    """
    parts = parts or {}
    pager = Pager() if page.is_json else pager_of(page)
    missing: dict[str, str] = {}
    count = 1
    if page.is_json:
        found = _json(page, site)
    elif not pager.is_part:
        found = _html(page, site)
    else:
        page, found, missing, count = read_parts(page, pager, parts, lambda one: _html(one, site))
    if found.title and site.skip_titles and re.search(site.skip_titles, fold(found.title)):
        raise Reject(Reason.OUT_OF_SCOPE, stored("by its title: {title}", title=found.title[:60]))
    read = [page, *(part for part in parts.values() if isinstance(part, Page) and count > 1)]
    # A folder on disk may have the day on which a page was saved.
    in_address = None if page.url.startswith("file:") else date_in_url(page.url)
    dated = in_address or listed
    # A site's own layouts state where its pages say it.
    head, head_origins = facts_by_head(page, dated) if found.by_head else time_by_head(page)
    how = found.how | ({"pages": count} if count > 1 else {}) | ({"missing": missing} if missing else {})
    return Article(
        site=site.name,
        layout=found.layout,
        charset=page.charset,
        lines=found.lines,
        outside=found.outside,
        repairs=dict(sum((Counter(one.repairs) for one in read), Counter())),
        unrepaired=_undecodable(sum(one.damaged for one in read), found.lines),
        published_at=found.published,
        dated=dated,
        dated_by="address" if in_address else "list",
        head=head,
        head_origins=head_origins,
        pager=pager,
        extraction=how,
        fields={name: origin for name, origin in found.origins.items() if origin},
    )


def extract_document(page: Page) -> Article:
    """A text document, or what a saved page shows, as an article of which nothing is known but its lines.

    Raises ``Reject`` (``no_text``) for JSON and tables of values, which are no documents.
    """
    if page.is_html:
        lines = unwrapped(
            [Line(text, places=(number,)) for number, text in enumerate(page.lines)],
            [with_indent(raw) for raw in page.raw_lines],
        )
    else:
        _refuse_data(page)
        lines = unwrapped(of_text(page.text))
    return Article(
        layout=_TEXT,
        charset=page.charset,
        lines=lines,
        repairs=dict(page.repairs),
        unrepaired=_undecodable(page.damaged, lines),
        extraction={"candidate": "document"},
    )


def _refuse_data(page: Page) -> None:
    """Raise ``Reject`` (``no_text``) for a file of records instead of paragraphs."""
    if kind := kind_of_data(page.text):
        raise Reject(Reason.NO_TEXT, stored("{kind}, no document", kind=kind))


def _undecodable(damaged: int, lines: list[Line]) -> list[Unrepaired]:
    lost = sum(line.text.count(REPLACEMENT) for line in lines) if damaged else 0
    return [Unrepaired("undecodable", 0, REPLACEMENT)] * lost


def _json(page: Page, site: Site) -> Extraction:
    for layout in site.layouts:
        if isinstance(layout, JsonLayout):
            found = by_json.read(page.text, layout)
            if found:
                found.layout, found.how = layout.name, {"candidate": "json"}
                found.origins = dict.fromkeys(("title", "published_at"), "json")
                return found
    raise Reject(Reason.NO_TEXT, stored("JSON without an article"))


def _html(page: Page, site: Site) -> Extraction:
    for selector in site.gone:
        if page.find(selector):
            raise Reject(
                Reason.SOFT_404,
                stored("the site's own page for a missing article ({selector})", selector=selector),
            )
    for layout in (*site.layouts, *LAYOUTS):
        if not isinstance(layout, Layout) or (layout.needs and not page.matches(layout.needs)):
            continue
        found = by_order.read(page) if layout.by_order else by_selectors.read(page, layout)
        if found:
            kind = "lines" if layout.by_order else "platform" if layout in LAYOUTS else "layout"
            found.layout, found.how = layout.name, {"candidate": kind}
            found.by_head = is_shared(layout)
            return found
        if layout.empty_is_block and any(page.find(selector) for selector in layout.body):
            raise Reject(Reason.BLOCKED, stored("a page of layout {name} without its text", name=layout.name))
    found = generic.read(page)
    found.layout, found.by_head = GENERIC.name, True
    return found
