"""Which stored pages are to be made again, and how each was read when it came."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from covidmeet.archive.captures import ARTICLE, INTERRUPTED, LIST, PART, REDIRECT, ROBOTS
from covidmeet.archive.reader import Readable
from covidmeet.reasons import Reason
from covidmeet.stages.reading import EVERY_TOPIC, Scope

DOCUMENTS = "documents"
"""The spider of files, which may be of any site, or of none."""

PAGES = "pages"
"""The spider of pages of any host."""

DEFAULT_TOPIC = "meetings"
"""What the spider of a site takes, unless it was told otherwise."""
# No rule of ours decided these.
_NOT_AGAIN = (ARTICLE, PART, LIST, REDIRECT, ROBOTS, INTERRUPTED, Reason.DROPPED.value)


class ReadAs(NamedTuple):
    """How pages were read: by which spider, and what was asked for."""

    spider: str
    scope: Scope


@dataclass(slots=True)
class Group:
    """Pages that were read alike: rowids of ``articles``, and of ``captures`` that ended in a reject."""

    articles: array[int] = field(default_factory=lambda: array("q"))
    rejects: array[int] = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.articles) + len(self.rejects)


@dataclass(slots=True)
class PageSelection:
    """The pages by the manner in which they were read, and how many articles have no stored page."""

    groups: dict[ReadAs, Group]
    without_page: int = 0

    def __len__(self) -> int:
        return sum(map(len, self.groups.values()))

    @property
    def spiders(self) -> set[str]:
        return {manner.spider for manner in self.groups}


def select_pages(
    db: Readable, sites: Collection[str] = (), since: str | None = None, where: str | None = None
) -> PageSelection:
    """The pages of ``sites`` (spiders' names, or sites as pages were recognised; none: all).

    ``since`` is a day (ISO 8601) from which on an article was first archived, or a rejected page fetched;
    ``where`` a reason: only pages that were rejected for it.
    """
    manners = _manners(db)
    groups: dict[ReadAs, Group] = defaultdict(Group)
    selected = PageSelection(groups)
    if where is None:
        found = db.execute(
            "select rowid, run_id, site, warc is not null from articles where first_seen >= ? order by rowid",
            [since or ""],
        )
        for rowid, run_id, site, is_kept in found:
            # Taken when it came: without the run's own word nothing is to be left out today.
            manner = manners.get(run_id) or ReadAs(str(site), Scope())
            if sites and manner.spider not in sites and site not in sites:
                continue
            if is_kept:
                groups[manner].articles.append(rowid)
            else:
                selected.without_page += 1
    for rowid, run_id in _rejected(db, since, where):
        how = manners.get(run_id)
        if how is not None and (not sites or how.spider in sites):
            groups[how].rejects.append(rowid)
    return selected


def _rejected(db: Readable, since: str | None, where: str | None) -> list[tuple[int, str]]:
    """Of each page without an article the newest capture for each reason."""
    never = ", ".join(f"'{outcome}'" for outcome in _NOT_AGAIN)
    return db.execute(
        "select max(rowid), run_id from captures c"
        f" where outcome not in ({never}) and (:outcome is null or outcome = :outcome)"
        " and file is not null and fetched_at >= :since"
        " and not exists (select 1 from articles a where a.url_hash = c.url_hash)"
        " group by url_hash, outcome order by 1",
        {"outcome": where, "since": since or ""},
    ).fetchall()


def manner_of(db: Readable, run_id: str | None) -> ReadAs | None:
    """How the pages of a run were read; None where the run is not known."""
    row = db.execute("select spider, counts from runs where run_id = ?", [run_id]).fetchone()
    return _read_as(*row) if row else None


def _manners(db: Readable) -> dict[str, ReadAs]:
    return {
        run_id: _read_as(spider, counts)
        for run_id, spider, counts in db.execute("select run_id, spider, counts from runs")
    }


def _read_as(spider: str, counts: str | None) -> ReadAs:
    arguments = json.loads(counts or "{}").get("arguments", {})
    topic = arguments.get("topic") or (EVERY_TOPIC if spider == DOCUMENTS else DEFAULT_TOPIC)
    return ReadAs(spider, Scope(topic, arguments.get("since") or None, arguments.get("until") or None))
