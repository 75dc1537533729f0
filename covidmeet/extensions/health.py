"""The row that every run leaves in ``runs``: its counts and a verdict."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler

from covidmeet.archive import runs
from covidmeet.archive.sqlite_errors import Error
from covidmeet.crawl.project_spider import floors_of
from covidmeet.crawl.request_meta import is_article
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import archive_failed, page_rejected, run_judged
from covidmeet.health.evidence import Evidence, PastRun
from covidmeet.health.one_off import ONE_OFF, one_off, told
from covidmeet.health.past import LOOKED_AT, Past
from covidmeet.health.sample import (
    ARCHIVED,
    FRONTS,
    LACKS,
    OUTSIDE,
    REJECTED,
    PageFacts,
    Sample,
    facts_of,
    origins_of,
    short_hash,
)
from covidmeet.health.verdict import HEALTHY, Judgement, judge
from covidmeet.items import COLUMNS, Article
from covidmeet.pipelines.stage import Rejected
from covidmeet.platforms import FALLBACKS
from covidmeet.reasons import Reject
from covidmeet.site import GENERIC

logger = logging.getLogger(__name__)

VERDICT = "run/verdict"
"""Name of the verdict among the crawl's counts."""
REASON = "run/reason"

_HISTORY = 10  # runs that a run is compared with
# Groups of counts that go into the row as they are.
_KEPT = (
    "documents/",
    "lists/",
    "issues/",
    "articles/",
    "index/",
    "captures/",
    "sitemaps/",
    "layouts/",
    "fields/",
    "origins/",
    "extraction/",
    "meetings/",
    "rejects/",
    "blocks/",
    "repairs/",
    "stripped/",
    "retry/",
    "warc/",
    "archive/",
)
_FIELDS = tuple(
    name for name in COLUMNS if name in ("title", "body", "published_at", "source", "reporters", "editors")
)
# Arguments that change how pages are fetched, not which.
_SAME_PAGES = frozenset({"via", "refetch"})
_DISAGREE = 0.5  # F1 of two candidates for a text; less is another text
_LISTS_WATCHED = 10_000


class Health:
    """Opens the run's row when the spider opens and closes it with the verdict."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)
        self._stats = crawler.stats
        self._began = time.monotonic()  # monotonic: not changed when the time of day is set
        self._lists: set[str] = set()
        self._sample = Sample()
        self._newest = ""
        self._archived_newest: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Health:
        extension = cls(crawler)
        for receiver, signal in (
            (extension.spider_opened, signals.spider_opened),
            (extension.spider_closed, signals.spider_closed),
            (extension.request_scheduled, signals.request_scheduled),
            (extension.item_scraped, signals.item_scraped),
            (extension.item_dropped, signals.item_dropped),
            (extension.item_error, signals.item_error),
            (extension.page_rejected, page_rejected),
        ):
            crawler.signals.connect(receiver, signal)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Begin the run's row."""
        self._began = time.monotonic()
        try:
            self._archived_newest = runs.newest_published(self._run.db, spider.name)
            runs.begin(self._run.db, self._run.run_id, spider.name)
        except Error as error:
            self._crawler.signals.send_catch_log(archive_failed, error=error)

    def request_scheduled(self, request: Request) -> None:
        """Remember which addresses are lists, to know them again where they are rejected."""
        if not is_article(request) and len(self._lists) < _LISTS_WATCHED:
            self._lists.add(request.url)

    def page_rejected(self, url: str, reject: Reject) -> None:
        """Count a list that could not be read; note another page."""
        if url in self._lists:
            self._stats.inc_value("lists/failed")
        elif reject.reason.is_kept:
            self._sample.add(PageFacts(short_hash(url), REJECTED))

    def item_scraped(self, item: Article) -> None:
        """Count what the article has."""
        self._count_changes(item)
        self._count_fields(item, ARCHIVED)

    def item_dropped(self, item: Article, exception: BaseException) -> None:
        """A page on another matter shows as well whether the layouts still match."""
        self._count_changes(item)
        if isinstance(exception, Rejected) and not exception.reject.reason.is_kept:
            self._count_fields(item, OUTSIDE)

    def item_error(self, item: Article) -> None:
        """What was repaired and stripped until a stage failed."""
        self._count_changes(item)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Judge the run, store the verdict, and close the archive."""
        self._run.end_batch()
        counts = self._counts()
        before = self._before(spider, counts)
        counts |= self._sample.counts(Past(before).known())
        judged = self._judge(spider, counts, reason, before)
        self._stats.set_value(VERDICT, judged.verdict)
        self._stats.set_value(REASON, judged.reason)
        level = logging.INFO if judged.verdict in HEALTHY else logging.ERROR
        logger.log(level, "Run of %s: %s (%s)", spider.name, judged.verdict, judged.reason)
        try:
            runs.finish(self._run.db, self._run.run_id, judged.verdict, judged.reason, counts, spider.name)
            self._crawler.signals.send_catch_log(run_judged, verdict=judged.verdict)
        except Error as error:
            logger.error("Could not keep the run's verdict: %s", error)
        finally:
            self._run.close()

    def _count_changes(self, item: Article) -> None:
        for group, counts in (("repairs", item.repairs), ("stripped", item.stripped)):
            for rule, count in counts.items():
                self._stats.inc_value(f"{group}/{rule}", count)

    def _count_fields(self, item: Article, kind: str) -> None:
        self._stats.inc_value("articles/extracted")
        # What a site's lists lead to on hosts of others is not laid out by the site.
        is_linked = bool(self._run.site.linked) and item.site == GENERIC.name
        self._stats.inc_value(f"layouts/{'linked' if is_linked else item.layout}")
        if item.unfinished:
            self._stats.inc_value("articles/unfinished")
        for name in _FIELDS:
            self._stats.inc_value(f"fields/{name}", 1 if getattr(item, name) else 0)
        has = {name: bool(getattr(item, name)) for name in LACKS}
        has["layout"] = is_linked or item.layout not in FALLBACKS
        meetings = self._count_meetings(item)
        origins = origins_of(item.fields)
        self._sample.add(facts_of(item.url, kind, item.body, item.published_at, has, meetings, origins))
        self._count_origins(item)
        published = item.published_at or ""
        # A future date is a mistake of its page, and would hide that the news is old.
        if published > self._newest and published[:10] <= _tomorrow():
            self._newest = published

    def _count_origins(self, item: Article) -> None:
        """Where the fields were found, and whether the candidates for the text disagreed."""
        for name, origin in item.fields.items():
            self._stats.inc_value(f"origins/{name}/{origin}")
        if "certainty" in item.extraction:
            self._stats.inc_value("extraction/compared")
            self._stats.inc_value("extraction/doubtful", int(bool(item.extraction.get("doubtful"))))
            disagree = float(item.extraction.get("agreement", 1)) < _DISAGREE
            self._stats.inc_value("extraction/disagree", int(disagree))

    def _count_meetings(self, item: Article) -> int | None:
        """How many meetings the text reports; None where none were looked for."""
        if item.meetings is None:
            return None
        self._stats.inc_value("meetings/found", len(item.meetings))
        self._stats.inc_value("meetings/articles_without", 0 if item.meetings else 1)
        left_out = {name for meeting in item.meetings for name in meeting.left_out}
        self._stats.inc_value("meetings/names_left_out", len(left_out))
        return len(item.meetings)

    def _counts(self) -> dict[str, Any]:
        stats = self._stats.get_stats()
        counts: dict[str, Any] = {name: value for name, value in stats.items() if name.startswith(_KEPT)}
        counts["bytes"] = stats.get("downloader/response_bytes", 0)
        counts["requests"] = stats.get("downloader/request_count", 0)
        counts["seconds"] = round(time.monotonic() - self._began, 3)
        if self._newest:
            counts["newest"] = self._newest
        if self._run.list_fronts:
            counts[FRONTS] = dict(sorted(self._run.list_fronts.items()))
        if arguments := self._run.arguments:
            counts["arguments"] = dict(sorted(arguments.items()))
        if names := self._run.one_off:
            counts[ONE_OFF] = names
        return counts

    def _before(self, spider: Spider, counts: Mapping[str, Any]) -> list[PastRun]:
        """The earlier runs for the same pages, newest first; none where the archive fails."""
        try:
            found = runs.latest(self._run.db, spider.name, LOOKED_AT, but=self._run.run_id)
        except Error:
            return []
        same = [run for run in found if run.finished and _purpose(run.counts) == _purpose(counts)]
        return [PastRun(run.counts, run.verdict) for run in same]

    def _judge(
        self, spider: Spider, counts: Mapping[str, Any], reason: str, before: Sequence[PastRun]
    ) -> Judgement:
        recent = before[:_HISTORY]
        judged = judge(
            Evidence(
                counts,
                reason,
                floors=floors_of(type(spider)),
                history=[run.counts for run in recent],
                healthy_history=[run.counts for run in recent if run.is_healthy],
                archived_newest=self._archived_newest,
                before=before,
            )
        )
        if names := one_off(counts):
            return Judgement(judged.verdict, f"{judged.reason}; {told(names)}")
        return judged


def _purpose(counts: Mapping[str, Any]) -> dict[str, str]:
    arguments = counts.get("arguments", {})
    asked = {name: value for name, value in arguments.items() if name not in _SAME_PAGES}
    # One through a gateway reads the same pages, but by a way that has its own bad days.
    return asked | {ONE_OFF: ",".join(one_off(counts))}


def _tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
