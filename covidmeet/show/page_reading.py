"""How a page is read today, step by step: what ``process`` decides, with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from covidmeet.extract import Page
from covidmeet.extract.generic import choice_of
from covidmeet.items import Article
from covidmeet.platforms import LAYOUTS
from covidmeet.process import Fetched, attempt_whole, decode_page
from covidmeet.reasons import Reject
from covidmeet.show.page_lines import PageLine, lines_of
from covidmeet.site import GENERIC, JsonLayout, Layout, Site
from covidmeet.stages.reading import Reading
from covidmeet.text.topic import TopicDecision, topic_decision


class TriedLayout(NamedTuple):
    """A layout that was tried; ``why`` it does not match, empty for the one that does.

    ``needs`` is the pattern that was missed, if that is why.  Of the text that was chosen without a layout
    ``certainty`` is the F1 that is expected of it, 0 to 1.
    """

    name: str
    why: str = ""
    needs: str = ""
    certainty: float | None = None


@dataclass(frozen=True, slots=True)
class Decoding:
    """``how`` names the rule that decided on ``encoding``; ``damaged`` counts places, ``repairs`` by rule."""

    encoding: str
    how: str
    declared: Sequence[str]
    damaged: int
    repairs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PageReading:
    """What became of a page: an ``article``, or a ``reject``, also one of an article that got so far.

    ``lines`` are those of the whole page; without an article nothing is said of them but their text.
    """

    fetched: Fetched
    decoding: Decoding | None
    layouts: Sequence[TriedLayout]
    article: Article | None
    reject: Reject | None
    topic: TopicDecision | None
    asked_topic: str
    lines: Sequence[PageLine] = field(default_factory=list)


def read_page(fetched: Fetched, reading: Reading) -> PageReading:
    """Read a page as a crawl does, by the rules of today; reads no file and fetches nothing."""
    try:
        page = decode_page(fetched, reading)
    except Reject:  # which ``attempt_whole`` tells as well
        page = None
    outcome = attempt_whole(fetched, reading)
    article = outcome if isinstance(outcome, Article) else None
    reject = outcome if isinstance(outcome, Reject) else outcome.reject
    return PageReading(
        fetched,
        Decoding(page.charset, page.how, page.declared, page.damaged, page.repairs) if page else None,
        list(_tried(page, article, reading)) if page else [],
        article,
        reject,
        topic_decision(article.title or "", article.deck.splitlines(), article.body.splitlines())
        if article and article.body
        else None,
        reading.scope.topic,
        _lines(page, article),
    )


def _tried(page: Page, article: Article | None, reading: Reading) -> Iterator[TriedLayout]:
    """The layouts of the page's site and of systems that sites share, up to the one that was taken.

    Of a page without an article all of them.
    """
    taken = article.layout if article else None
    is_document = page.url.startswith("file:")
    for layout in () if is_document else (*_site_of(page, article, reading).layouts, *LAYOUTS):
        if layout.name == taken:
            break
        yield _missed(page, layout)
    if taken == GENERIC.name:
        yield TriedLayout(taken, certainty=choice_of(page).certainty)
    elif taken:
        yield TriedLayout(taken)


def _site_of(page: Page, article: Article | None, reading: Reading) -> Site:
    if article is not None:
        return reading.sites.named(article.site or "")
    try:
        return reading.sites.of_page(page)[0]
    except Reject:
        return GENERIC


def _missed(page: Page, layout: Layout | JsonLayout) -> TriedLayout:
    if isinstance(layout, JsonLayout) != page.is_json:
        return TriedLayout(layout.name, f"of pages in {'HTML' if page.is_json else 'JSON'}")
    if isinstance(layout, Layout) and layout.needs and not page.matches(layout.needs):
        return TriedLayout(layout.name, "what it needs is not on the page", layout.needs)
    return TriedLayout(layout.name, "no text where it expects it")


def _lines(page: Page | None, article: Article | None) -> list[PageLine]:
    if article is not None:
        return lines_of(article)
    shown = page.lines if page and not page.is_json else (page.text.splitlines() if page else [])
    return [PageLine(number, "", False, text, "") for number, text in enumerate(shown, start=1)]
