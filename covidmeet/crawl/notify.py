"""Tell somebody that a site's verdict turned worse; nothing of it changes what the crawl ends with."""

from __future__ import annotations

from scrapy.crawler import Crawler

from covidmeet.crawl.notices import News, send
from covidmeet.crawl.run import run_of
from covidmeet.extensions.health import REASON, VERDICT
from covidmeet.health.verdict import is_worse
from covidmeet.language import _
from covidmeet.stored_sentences import shown, value


def notify(crawler: Crawler, previous: str | None) -> None:
    """Send the news if the verdict is worse than ``previous``.

    Told are ``site``, ``verdict``, ``previous``, ``reason`` and ``archive``, in the environment of a command
    ``RUN_SITE``, ``RUN_VERDICT`` …
    """
    verdict = crawler.stats.get_value(VERDICT)
    if not is_worse(verdict, previous):
        return
    site, reason, archive = crawler.spidercls.name, crawler.stats.get_value(REASON), run_of(crawler).archive
    told = {"site": site, "verdict": verdict, "previous": previous, "reason": reason, "archive": archive}
    before = _(" (before: {previous})", previous=value(previous)) if previous else ""
    news = News(
        told,
        _("covidmeet: {site} is {verdict}", site=site, verdict=value(verdict)),
        f"{site}: {value(verdict)}{before}: {shown(reason)}\n{archive}",
        prefix="RUN",
    )
    send(news, crawler.settings.get)
