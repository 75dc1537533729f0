"""The meetings that the article reports, for the tables that are written with it."""

from __future__ import annotations

from covidmeet.facts import facts as meetings_of
from covidmeet.items import Article
from covidmeet.stages.reading import Reading


def facts(article: Article, reading: Reading) -> None:
    """Set ``meetings``; with the facts switched off it stays None, and tables are left as they are."""
    if reading.facts:
        article.meetings = meetings_of(article, reading.sites.named(article.site or ""))
