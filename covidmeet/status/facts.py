"""What the archive tells of each site's crawls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from covidmeet.archive import runs
from covidmeet.archive.reader import Readable
from covidmeet.health.evidence import GAP_FLOOR, PastRun
from covidmeet.health.floors import fill_rates
from covidmeet.health.gaps import stale
from covidmeet.health.one_off import one_off
from covidmeet.health.past import LOOKED_AT, Past
from covidmeet.health.verdict import HEALTHY, rank
from covidmeet.language import stored
from covidmeet.status.changes import changes
from covidmeet.status.history import history

STRIP = 10  # runs
NEWEST = 3  # articles
WEEKS = 26
_LOOKED_AT = LOOKED_AT  # runs, for the last good one and the usual gap
RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as it is shown; times are ISO 8601 in UTC, ``seconds`` None where the run did not tell."""

    run_id: str
    started: str
    finished: str | None
    verdict: str
    reason: str
    seconds: float | None
    new: int


@dataclass(frozen=True, slots=True)
class Latest:
    """The article that was archived last."""

    url: str
    title: str | None
    published_at: str | None
    first_seen: str


@dataclass(frozen=True, slots=True)
class Fill:
    """Share of a run's articles that have a field, and the floor it may not go below (None: any)."""

    rate: float
    floor: float | None


@dataclass(slots=True)
class SiteStatus:
    """How one site's crawls are doing.

    ``strip``: the last ten runs, oldest first.  ``fill`` and ``layouts`` are those of the last run that read
    articles, which began at ``fill_of``.  ``weeks``: Monday → articles first archived in that week.
    ``overdue``: hours since the last run began, where they are too many.  ``newest``: the articles archived
    last, ``last_new`` first.  ``outlet``: the site's name in words.  ``broken``: why it cannot be crawled.
    ``stale`` says so where nothing new came for a multiple of the site's usual gap.  ``one_off``: the last
    run, where it was one that does not count.  ``traffic``: Monday → requests of the runs of that week.
    """

    site: str
    outlet: str = ""
    broken: str = ""
    running: bool = False
    scheduled: bool = False
    overdue: float | None = None
    stale: str | None = None
    one_off: Shown | None = None
    last_run: Shown | None = None
    last_good: Shown | None = None
    last_new: Latest | None = None
    newest: list[Latest] = field(default_factory=list)
    newest_published: str | None = None
    articles: int = 0
    strip: list[Shown] = field(default_factory=list)
    fill: dict[str, Fill] = field(default_factory=dict)
    fill_of: str | None = None
    layouts: dict[str, int] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    weeks: dict[str, int] = field(default_factory=dict)
    traffic: dict[str, int] = field(default_factory=dict)

    @property
    def verdict(self) -> str | None:
        """The last verdict; None for a site that was never crawled."""
        return self.last_run.verdict if self.last_run else None

    @property
    def is_well(self) -> bool:
        """Crawled in time, with a healthy verdict, and with something new now and then."""
        if self.broken:
            return False
        if self.verdict is None and self.one_off and not self.scheduled:
            return True
        healthy = self.verdict in HEALTHY or (self.running and self.verdict is not None)
        return healthy and self.overdue is None and self.stale is None


def site_status(
    db: Readable,
    site: str,
    floors: Mapping[str, float],
    running: bool,
    overdue_hours: float | None,
    now: datetime,
) -> SiteStatus:
    """All there is to know of ``site``; ``overdue_hours`` is None for what has no schedule."""
    everything = runs.latest(db, site, _LOOKED_AT)
    found = [run for run in everything if not one_off(run.counts)]
    status = SiteStatus(site, running=running, scheduled=overdue_hours is not None)
    latest = everything[0] if everything else None
    shown = [_shown(run, running and run is latest) for run in found]
    status.one_off = _shown(latest, running) if latest and latest not in found else None
    ended = [run for run in shown if run.verdict != RUNNING]
    status.last_run = ended[0] if ended else None
    status.last_good = next((run for run in ended if run.verdict in HEALTHY), None)
    status.strip = shown[:STRIP][::-1]
    status.overdue = _overdue(shown, overdue_hours, now)
    if status.scheduled:
        status.stale = next(stale(_past(found), floors.get(GAP_FLOOR)), None)
    _tell_articles(db, status, now)
    status.traffic = {week.monday: week.requests for week in history(db, site, weeks_until(now))}
    told = next((run for run in found if run.counts.get("articles/extracted")), None)
    if told is not None:
        status.fill_of = told.started
        status.fill = {name: Fill(rate, floors.get(name)) for name, rate in fill_rates(told.counts).items()}
        status.layouts = _layouts(told.counts)
    finished = [run for run in found if run.finished]
    status.changed = changes(finished[0], finished[1]) if len(finished) > 1 else []
    return status


def all_statuses(
    db: Readable,
    sites: Sequence[str],
    floors: Callable[[str], Mapping[str, float]],
    is_running: Callable[[str], bool],
    scheduled: Sequence[str],
    overdue_hours: float,
    now: datetime,
) -> list[SiteStatus]:
    """The status of each site, in their order."""
    return [
        site_status(
            db, site, floors(site), is_running(site), overdue_hours if site in scheduled else None, now
        )
        for site in sites
    ]


def worst_first(sites: Iterable[SiteStatus]) -> list[SiteStatus]:
    """The sites that need a person first: broken files, then by verdict, then overdue; else by name."""
    return sorted(
        sites, key=lambda site: (not site.broken, -rank(site.verdict), site.overdue is None, site.site)
    )


def last_starts(db: Readable) -> dict[str, float]:
    """When the last run of each spider began, in seconds of the epoch."""
    found = db.execute("select spider, max(started) from runs group by spider")
    return {name: _moment(started).timestamp() for name, started in found}


def crawled(db: Readable) -> list[str]:
    """Every spider that has a run in the archive."""
    return [name for (name,) in db.execute("select distinct spider from runs order by spider")]


def weeks_until(now: datetime) -> list[str]:
    """The Mondays of the last ``WEEKS`` weeks, oldest first, this week's last."""
    monday = now.date() - timedelta(days=now.weekday())
    return [(monday - timedelta(weeks=back)).isoformat() for back in reversed(range(WEEKS))]


def _shown(run: runs.RunRow, running: bool) -> Shown:
    """A run without a verdict goes on, or was cut off."""
    verdict, reason = run.verdict or "stopped", run.reason or runs.CUT_OFF
    if running and run.verdict is None:
        verdict, reason = RUNNING, stored("is running now")
    counts: Mapping[str, Any] = run.counts
    seconds = counts.get("seconds")
    return Shown(
        run.run_id,
        run.started,
        run.finished,
        verdict,
        reason,
        None if seconds is None else float(seconds),
        int(counts.get("articles/new", 0)),
    )


def _past(found: Sequence[runs.RunRow]) -> Past:
    """The finished runs that were started as the last one was."""
    finished = [run for run in found if run.finished]
    arguments = finished[0].counts.get("arguments") if finished else None
    return Past(
        [PastRun(run.counts, run.verdict) for run in finished if run.counts.get("arguments") == arguments]
    )


def _overdue(shown: Sequence[Shown], limit: float | None, now: datetime) -> float | None:
    if limit is None or not shown:
        return None
    hours = (now - _moment(shown[0].started)).total_seconds() / 3600
    return hours if hours > limit else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _tell_articles(db: Readable, status: SiteStatus, now: datetime) -> None:
    where, values = runs.articles_of(status.site)
    (status.articles,) = db.execute(f"select count(*) from articles where {where}", values).fetchone()
    rows = db.execute(
        "select url, title, published_at, first_seen from articles"
        f" where {where} order by first_seen desc, rowid desc limit {NEWEST}",
        values,
    )
    status.newest = [Latest(*row) for row in rows]
    status.last_new = status.newest[0] if status.newest else None
    # Of the same articles as the rest; a day to come is a mistake of its page.
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    (status.newest_published,) = db.execute(
        f"select max(published_at) from articles where {where} and published_at <= ?", [*values, tomorrow]
    ).fetchone()
    weeks = weeks_until(now)
    # From any day to the Monday of its week: on to Sunday, back six days.
    counted = db.execute(
        f"select date(first_seen, 'weekday 0', '-6 days'), count(*) from articles where {where}"
        " and date(first_seen) >= ? group by 1",
        [*values, weeks[0]],
    )
    found = dict(counted.fetchall())
    status.weeks = {week: int(found.get(week, 0)) for week in weeks}


def _layouts(counts: Mapping[str, Any]) -> dict[str, int]:
    return {name.removeprefix("layouts/"): n for name, n in counts.items() if name.startswith("layouts/")}
