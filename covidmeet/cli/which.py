"""Which article a person means, and the sites whose rules tell it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from covidmeet.archive.reader import Readable
from covidmeet.cli.given import Given
from covidmeet.show.finding import find_article
from covidmeet.show.last_search import last_hits

if TYPE_CHECKING:
    from covidmeet.site import Site
    from covidmeet.text.urls import UrlRules


def article_meant(given: Given, db: Readable, word: str) -> str:
    """The ``url_hash`` of the article that ``word`` means, as ``find_article``; raises ``NoSuchArticle``."""
    return find_article(db, word, last_hits(given.archive().path), lambda host: _rules_of(given, host))


def known_sites(given: Given) -> tuple[Site, ...]:
    """All sites, also those of one's own; imports their spiders."""
    from covidmeet.crawl.site_registry import all_sites, sites_folder, use_folder

    use_folder(sites_folder(given.setting("SITES_DIR")))
    return all_sites()


def _rules_of(given: Given, host: str) -> Sequence[UrlRules]:
    """What the sites with pages on ``host`` know about their addresses."""
    from covidmeet.sites import has_host

    return [site.urls for site in known_sites(given) if host in site.urls.hosts or has_host(site, host)]
