"""The user agent: it names the crawler and how to reach the person who runs it."""

from __future__ import annotations

import logging

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from covidmeet.text.hosts import refusal

logger = logging.getLogger(__name__)


class Identity:
    """Add-on: makes ``USER_AGENT`` of ``CONTACT``, unless a user agent was set."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self._first_request, signals.request_reached_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Identity:
        return cls(crawler)

    def update_settings(self, settings: BaseSettings) -> None:
        """Called by Scrapy before anything is built."""
        if (settings.getpriority("USER_AGENT") or 0) <= SETTINGS_PRIORITIES["default"]:
            settings.set("USER_AGENT", user_agent(settings["CONTACT"]), priority="addon")

    def _first_request(self, request: Request) -> None:
        self._crawler.signals.disconnect(self._first_request, signals.request_reached_downloader)
        if refusal(request.url) is None and not self._crawler.settings["CONTACT"]:
            logger.warning("CONTACT is empty: name an address under which sites can reach you")


def user_agent(contact: str) -> str:
    """``covidmeet (+CONTACT)``; line ends, which would end the header, are taken out."""
    contact = " ".join(contact.split())
    return "covidmeet" + (f" (+{contact})" if contact else "")
