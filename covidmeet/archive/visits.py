"""What became of addresses that are no article's own: where they led, or that they were out of scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from covidmeet.archive.timestamps import now
from covidmeet.archive.transactions import transaction

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Visit:
    """``url_hash`` of an address; ``led_to``, the ``url_hash`` of its article, or None: out of scope.

    ``published_at`` is the article's, as archived.  Of a page out of scope ``seen_at`` is when it was last
    read (ISO 8601, UTC), and ``times`` how often it was read and found to be so; the first time counts 0
    where the page proved little.
    """

    url_hash: str
    led_to: str | None
    published_at: str | None = None
    seen_at: str = ""
    times: int = 1


# Of an article only the beginning may be there.
_WHOLE = "json_extract(nullif(a.extraction, ''), '$.unfinished') is null"
_VISIT = f"""
select a.url_hash, published_at, '', 1 from articles a where url_hash = :own and {_WHOLE}
union all
select v.led_to, a.published_at, v.seen_at, v.times from visits v
left join articles a on a.url_hash = v.led_to
where v.url_hash = :own and v.led_to is a.url_hash and {_WHOLE}
limit 1
"""


def visit_of(db: Database, url_hash: str) -> Visit | None:
    """What is known of an address, an article's own or another.

    None for an article that was deleted, or of which only the beginning was received.
    """
    row = db.execute(_VISIT, {"own": url_hash}).fetchone()
    return None if row is None else Visit(url_hash, *row)


def note_visits(db: Database, visits: Sequence[Visit]) -> None:
    """Keep the visits; a later one replaces an earlier one.

    The same redirect again writes nothing; of a page that is out of scope again the number of times grows.
    """
    fresh = [visit for visit in visits if visit.led_to is None or not _is_noted(db, visit)]
    if not fresh:
        return
    with transaction(db):
        for visit in fresh:
            db.execute(
                "insert into visits (url_hash, led_to, seen_at, times) values (?, ?, ?, ?)"
                " on conflict (url_hash) do update set seen_at = excluded.seen_at, led_to = excluded.led_to,"
                " times = case when coalesce(led_to, excluded.led_to) is null then times + 1 else 1 end",
                [visit.url_hash, visit.led_to, now(), visit.times],
            )


def _is_noted(db: Database, visit: Visit) -> bool:
    row = db.execute("select led_to from visits where url_hash = ?", [visit.url_hash]).fetchone()
    return row is not None and row[0] == visit.led_to
