"""The front page: counts, figures, and the newest articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from sqlite3 import Connection

from covidmeet.browse.figures import bars, heat_map, stacked_weeks
from covidmeet.browse.html_page import ListedArticle, article_list, page
from covidmeet.browse.links import SERVED, PageLinks
from covidmeet.browse.words import browse_words
from covidmeet.status.coverage import coverage

_NEWEST = 10
_DAY = "published_at glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'"
# Read from the index of site and day: the rows themselves hold the texts.
_DAYS = (
    "select site, substr(published_at, 1, 10) as day, count(*) from articles"
    f" where {_DAY} and {{among}} group by 1, 2"
)
_NEWEST_OF_SITE = (
    f"select rowid, published_at from articles where site = ? and {_DAY} order by published_at desc limit ?"
)
_REPAIRS = (
    "select key, sum(value) from articles, json_each(articles.repairs)"
    " where articles.repairs not in ('', '{{}}') and {among} group by key order by 2 desc, 1"
)
# Copies of a text tell of no further meeting.
_MEETINGS = (
    "select date(held_on, 'weekday 0', '-6 days'), level, count(*) from meetings where held_on glob '20*'"
    " and {among} and not exists (select 1 from articles a where a.url_hash = meetings.url_hash"
    " and a.same_as is not null) group by 1, 2"
)
_COUNTS = (
    ("articles", "select count(*) from articles where {among}"),
    ("sites", "select count(distinct site) from articles where {among}"),
    ("meetings", "select count(*) from meetings where {among}"),
    ("repaired articles", "select count(*) from articles where repairs not in ('', '{{}}') and {among}"),
    ("doubtful articles", "select count(*) from articles where doubtful > 0 and {among}"),
    ("revisions", "select count(*) from revisions where {among}"),
    ("copies", "select count(*) from copies where {among}"),
)
_OF_ALL = "true"
_REJECTS = ("rejected pages", "select count(*) from rejects")


@dataclass(slots=True)
class FrontFigures:
    """What the front page shows; weeks are Mondays, months ``2022-03``."""

    counts: dict[str, int] = field(default_factory=dict)
    weeks: Counter[tuple[str, str]] = field(default_factory=Counter)
    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    gaps: frozenset[tuple[str, str]] = frozenset()
    repairs: list[tuple[str, int]] = field(default_factory=list)
    meetings: Counter[tuple[str, str]] = field(default_factory=Counter)


def figures_of(db: Connection, among: str = _OF_ALL) -> FrontFigures:
    """All figures; at 100,000 articles this reads each row once, so callers keep the result.

    ``among`` is a condition of SQL on ``url_hash``: the figures are those of these articles.  Gaps and
    rejected pages are told of the whole archive only.
    """
    asked = _COUNTS if among != _OF_ALL else (*_COUNTS, _REJECTS)
    found = FrontFigures(
        {name: int(db.execute(sql.format(among=among)).fetchone()[0]) for name, sql in asked}
    )
    by_month = Counter[tuple[str, str]]()
    for site, day, count in db.execute(_DAYS.format(among=among)):
        if monday := monday_of(day):
            found.weeks[site, monday] += count
            by_month[site, day[:7]] += count
    found.months = by_month if among != _OF_ALL else _add_coverage(db, found)
    repairs = db.execute(_REPAIRS.format(among=among))
    found.repairs = [(str(rule), int(count)) for rule, count in repairs]
    for week, level, count in db.execute(_MEETINGS.format(among=among)):
        if week:
            found.meetings[level, week] += count
    return found


def _add_coverage(db: Connection, found: FrontFigures) -> Counter[tuple[str, str]]:
    """The articles by site and month as ``covidmeet coverage`` counts them; ``found`` gets the gaps."""
    months = coverage(db)
    found.gaps = frozenset((key.site, key.month) for key, known in months.items() if known.is_gap)
    return Counter({(key.site, key.month): known.articles for key, known in months.items() if key.month})


def monday_of(day: str) -> str:
    """The Monday of a day's week; empty where there is no such day."""
    try:
        own = date.fromisoformat(day)
        return (own - timedelta(days=own.weekday())).isoformat()
    except (ValueError, OverflowError):
        return ""


def as_rows(found: FrontFigures) -> Iterator[dict[str, str | int]]:
    """All figures as rows of one table: ``figure``, ``name``, ``time``, ``count``."""
    for name, count in found.counts.items():
        yield {"figure": "counts", "name": name, "time": "", "count": count}
    parts = (("articles_by_week", found.weeks), ("coverage", found.months), ("meetings", found.meetings))
    for figure, cells in parts:
        for (name, time), count in sorted(cells.items()):
            yield {"figure": figure, "name": name, "time": time, "count": count}
    for name, count in found.repairs:
        yield {"figure": "repairs", "name": name, "time": "", "count": count}


def front_page(
    found: FrontFigures,
    newest: Iterable[ListedArticle],
    language: str,
    links: PageLinks = SERVED,
    lists: str = "",
) -> str:
    """The page as HTML, with the ``newest`` articles; ``lists`` is HTML that stands below the counts."""
    words = browse_words(language)
    counts = "".join(f"<li><b>{count:,}</b>{words[name]}</li>" for name, count in found.counts.items())
    drawn = [
        (name := "Articles a week, by day of publication", _weekly(found.weeks, words[name], words)),
        (name := "Meetings a week", _weekly(found.meetings, words[name], words)),
        (name := "Coverage by site and month", _coverage(found, words[name], words)),
        (
            name := "Places repaired, by rule",
            bars(found.repairs, words[name]) if found.repairs else _nothing(words),
        ),
    ]
    figures = "".join(f"<section><h2>{words[name]}</h2>{inner}</section>" for name, inner in drawn)
    files = (
        f'<p class="soft"><a href="{links.figures}.csv">CSV</a> · <a href="{links.figures}.json">JSON</a></p>'
        if links.figures
        else ""
    )
    inner = (
        f'<h1>covidmeet</h1><ul class="counts">{counts}</ul>{lists}<div class="cards">{figures}'
        f"<section><h2>{words['Newest articles']}</h2>{article_list(newest, words, links)}</section></div>"
        f"{files}"
    )
    return page("covidmeet", inner, language, links=links)


def _coverage(found: FrontFigures, label: str, words: Mapping[str, str]) -> str:
    if not found.months:
        return _nothing(words)
    gap = f"; × {words['gap']}" if found.gaps else ""
    drawn = heat_map(found.months, found.gaps, _months(found.months), label)
    return f'{drawn}<p class="soft">{words["Articles, a month a cell"]}{gap}</p>'


def _weekly(cells: Counter[tuple[str, str]], label: str, words: Mapping[str, str]) -> str:
    return stacked_weeks(cells, _weeks(cells), label) if cells else _nothing(words)


def _nothing(words: Mapping[str, str]) -> str:
    return f'<p class="soft">{words["No data."]}</p>'


def _weeks(cells: Counter[tuple[str, str]]) -> list[str]:
    """All weeks from the first to the last, those without any too."""
    first, last = (date.fromisoformat(pick(week for _, week in cells)) for pick in (min, max))
    return [(first + timedelta(weeks=n)).isoformat() for n in range((last - first).days // 7 + 1)]


def _months(cells: Counter[tuple[str, str]]) -> list[str]:
    first, last = (pick(month for _, month in cells) for pick in (min, max))
    start, stop = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, stop + 1)]


def newest_articles(db: Connection, sites: Iterable[str]) -> list[ListedArticle]:
    """The newest of all ``sites`` together."""
    # Site by site, because the index begins with it.
    newest = [row for site in sites for row in db.execute(_NEWEST_OF_SITE, [site, _NEWEST])]
    keys = sorted(newest, key=lambda row: str(row[1]), reverse=True)[:_NEWEST]
    found = "select url_hash, site, published_at, title from articles where rowid = ?"
    return [ListedArticle(*db.execute(found, [key]).fetchone()) for key, _ in keys]
