"""What the archive knows of each site, month by month: a sample's coverage.

The unit is a capture: an answer that was received, a row of ``captures``.  A page without such a row counts
once: an article of which no fetch was noted, and an address that never answered or was never asked for,
and a page that only the index of a web archive names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from sqlite3 import Connection
from typing import NamedTuple

from covidmeet.archive.captures import ARTICLE, INTERRUPTED, LIST, PART, REDIRECT, ROBOTS
from covidmeet.reasons import Reason
from covidmeet.text.dates import date_in_url
from covidmeet.text.urls import hash_of

NEVER_ASKED = frozenset(
    (
        Reason.ROBOTS,
        Reason.ROBOTS_UNKNOWN,
        Reason.REFUSED,
        Reason.ADDRESS_REFUSED,
        Reason.TOO_MANY_LISTS,
    )
)
"""Reasons for which no request was sent; they count where the address has no capture."""

INDEX = "index"
"""Word for a page that the index of a web archive names and that was not asked for yet."""
_NO_PAGES = frozenset((LIST, PART, REDIRECT, ROBOTS, INTERRUPTED))

# The texts lie before the day in the rows of articles: site and day are read from an index, and the rows
# themselves only for articles without a day.
_DATED = """
with dated as materialized (
    select rowid as id, site, case
        when published_at glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]*' then substr(published_at, 1, 10) end as day
    from articles
)
"""
_ARCHIVED_ON = """
coalesce(day, (
    select date(coalesce(captured_at, first_seen), '+8 hours') from articles where rowid = dated.id))
"""
_WITHIN = "(:since is null or day >= :since) and (:until is null or substr(day, 1, length(:until)) <= :until)"
_KNOWN = f"""
{_DATED}, unheard as materialized (
    select url, reason, seen_at, run_id, hash_of(url) as own from rejects
    where url not in (select url from captures)
), known as (
    select case when outcome = 'article' then coalesce(dated.site, spider) else spider end as site,
        coalesce(day, date(coalesce(captures.captured_at, fetched_at), '+8 hours')) as day,
        outcome, 1 as answered, day is not null as published
    from captures left join articles on articles.url_hash = captures.url_hash
        left join dated on dated.id = articles.rowid
        left join runs on runs.run_id = captures.run_id
    union all
    select dated.site, {_ARCHIVED_ON}, 'article', 1, day is not null
    from articles join dated on dated.id = articles.rowid
    where not exists (
        select 1 from captures where captures.url_hash = articles.url_hash and outcome = 'article')
    union all
    select spider, date(max(seen_at), '+8 hours'), unheard.reason, 0, 0
    from unheard left join runs on runs.run_id = unheard.run_id
    where own not in (select url_hash from captures) and own not in (select url_hash from articles)
    group by url
    union all
    select site, day_of(url, min(timestamp)), 'index', 0, published_by(url) from index_captures
    where url_hash not in (select url_hash from captures)
        and url_hash not in (select url_hash from articles)
    group by site, url_hash
)
select coalesce(site, ''), coalesce(substr(day, 1, 7), ''), outcome, answered, count(*), sum(published)
from known where {_WITHIN} group by 1, 2, 3, 4
"""
_ARTICLES = f"""
{_DATED}, known as (select site, {_ARCHIVED_ON} as day, day is not null as published from dated)
select coalesce(site, ''), coalesce(substr(day, 1, 7), ''), count(*), sum(published) from known
where {_WITHIN} group by 1, 2
"""


class Fate(StrEnum):
    """What became of a capture; each has one."""

    ARCHIVED = "archived"
    REJECTED = "rejected"
    NEVER_ASKED = "never_asked"
    OTHER = "other"


class MonthOfSite(NamedTuple):
    """``month`` is ``2022-03``, empty where no day is known."""

    site: str
    month: str


@dataclass(slots=True)
class MonthCoverage:
    """Captures by fate, and of each fate by its word: a reason, ``list``, ``redirect`` …

    ``undated`` of them are in the month of their own time, for want of a day of publication.  ``articles``
    are rows of ``articles``, which may have several captures.  ``is_gap``: no page of the month
    is known, though articles that were published in earlier and in later months are archived.
    """

    articles: int = 0
    by_fate: dict[Fate, Counter[str]] = field(default_factory=lambda: {fate: Counter() for fate in Fate})
    undated: int = 0
    is_gap: bool = False

    def count(self, fate: Fate) -> int:
        """How many captures came to this."""
        return self.by_fate[fate].total()

    @property
    def known(self) -> int:
        """All captures; the sum over all fates."""
        return sum(map(self.count, Fate))

    @property
    def pages(self) -> int:
        """Captures of what is, or may be, an article's page."""
        return self.known - self.count(Fate.OTHER)

    def add(self, other: MonthCoverage) -> None:
        """Count those of ``other`` as well."""
        self.articles += other.articles
        self.undated += other.undated
        for fate in Fate:
            self.by_fate[fate].update(other.by_fate[fate])


Coverage = dict[MonthOfSite, MonthCoverage]


def coverage(
    db: Connection, sites: Collection[str] = (), since: str | None = None, until: str | None = None
) -> Coverage:
    """The months of each site, in order, gaps among them.

    The month is that of the day on which the page was published, where its article is archived and tells it,
    else of the time of the capture, in Beijing (UTC+8).  ``since`` and ``until`` are the first and the last
    day (``2022-03-01``) or month (``2022-03``); what has no day is then left out.  An empty ``sites`` is all.
    Reads only; raises SQLite's errors.
    """
    db.create_function("hash_of", 1, hash_of, deterministic=True)
    db.create_function("day_of", 2, _day_of, deterministic=True)
    db.create_function("published_by", 1, lambda url: date_in_url(url) is not None, deterministic=True)
    within = {"since": since, "until": until}
    found: Coverage = defaultdict(MonthCoverage)
    for site, month, outcome, answered, count, dated in db.execute(_KNOWN, within):
        if not sites or site in sites:
            cell = found[MonthOfSite(site, month)]
            cell.by_fate[_fate(outcome, bool(answered))][outcome] += count
            cell.undated += count - dated
    published: dict[str, list[str]] = defaultdict(list)
    for site, month, count, dated in db.execute(_ARTICLES, within):
        if not sites or site in sites:
            found[MonthOfSite(site, month)].articles += count
            published[site] += [month] if dated else []
    for gap in list(_gaps(found, published)):
        found[gap].is_gap = True
    return dict(sorted(found.items()))


def known_to(db: Connection) -> list[str]:
    """The names of all sites, and spiders, that the archive has anything of."""
    found = db.execute("select site from articles union select spider from runs order by 1")
    return [name for (name,) in found if name]


def total(months: Iterable[MonthCoverage]) -> MonthCoverage:
    """All of them together."""
    whole = MonthCoverage()
    for month in months:
        whole.add(month)
    return whole


def _fate(outcome: str, answered: bool) -> Fate:
    if outcome == ARTICLE:
        return Fate.ARCHIVED
    if answered:  # ``robots`` is then the answer to a request for robots.txt
        return Fate.OTHER if outcome in _NO_PAGES else Fate.REJECTED
    return Fate.NEVER_ASKED if outcome in NEVER_ASKED or outcome == INDEX else Fate.REJECTED


def _day_of(url: str, timestamp: str) -> str:
    """The day in an address, else that of a capture (14 digits)."""
    return date_in_url(url) or f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:8]}"


def _gaps(found: Coverage, published: Mapping[str, Sequence[str]]) -> Iterator[MonthOfSite]:
    """Between the first and the last of the ``published`` months of a site those without a page's capture."""
    for site, months in published.items():
        for month in _months(min(months), max(months)) if months else ():
            key = MonthOfSite(site, month)
            if key not in found or not found[key].pages:
                yield key


def _months(first: str, last: str) -> Iterator[str]:
    """All months from the first to the last.

    >>> list(_months("2021-11", "2022-01"))
    ['2021-11', '2021-12', '2022-01']
    """
    number, stop = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    for at in range(number, stop + 1):
        yield f"{at // 12:04}-{at % 12 + 1:02}"
