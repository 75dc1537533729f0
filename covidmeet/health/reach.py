"""Checks on reach: refusals, unreachable hosts, lists without articles, lists of old articles."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

from covidmeet.health.evidence import Counts, Evidence, starting
from covidmeet.health.words import format_counts
from covidmeet.language import stored, stored_n
from covidmeet.reasons import Reason

BLOCKED_END = "blocked"
UNREACHABLE_END = "unreachable"
"""Reasons for closing after a host was given up; see ``middlewares.blocks``."""

SLOW = 5
"""Times the usual seconds a page, from which on a run is called slow."""
_FEWEST_PAGES = 5  # that tell a pace
_REFUSED = 0.25  # share of the pages asked for; less than that are single pages that a site withholds
_FEWEST_REFUSED = 2
_NONE_USABLE = 3  # pages; fewer may all be bad by chance where others are known
_OLD = timedelta(days=7)  # late arrivals are a few days older than the newest article
# Arguments under which a crawl is meant to find what is old.
_LOOKS_BACK = frozenset({"since", "until", "start", "url", "urls", "warc", "refetch", "pages"})


_FEWEST_NOTICES = 3
_NOTICES = 0.2  # of the pages that were read


def refused(run: Evidence) -> list[str]:
    """The site refuses the crawler."""
    count = run.rejects.get(Reason.BLOCKED, 0) - run.count("blocks/as_archived")
    hosts = starting(run.counts, "blocks/")
    for name in ("skipped", "as_archived"):
        hosts.pop(name, None)
    asked = run.archived + run.outside + run.rejected
    if not (
        run.closed == BLOCKED_END
        or (count and not run.count("lists/read") and run.has_lists)
        or (count >= _FEWEST_REFUSED and count >= _REFUSED * asked)
    ):
        return []
    by = stored(" by {hosts}", hosts=", ".join(list(hosts)[:3])) if hosts else ""
    skipped = run.count("blocks/skipped")
    given_up = (
        stored("; {pages} more not asked for", pages=stored_n("{count:,} page", "{count:,} pages", skipped))
        if skipped
        else ""
    )
    return [
        stored(
            "{count:,} of {pages} refused{by}{given_up}",
            count=count,
            pages=stored_n("{count:,} page", "{count:,} pages", asked),
            by=by,
            given_up=given_up,
        )
    ]


def no_list(run: Evidence) -> list[str]:
    """Lists were asked for and none came."""
    if run.count("lists/read") or not run.count("lists/failed") or run.archived or run.outside:
        return []
    return [stored("no list could be read: {rejects}", rejects=format_counts(run.rejects) or "no answer")]


def no_article(run: Evidence) -> list[str]:
    """Nothing at all was found."""
    if run.count("articles/found") or run.archived or run.outside or run.known or run.count("issues/settled"):
        return []
    if not run.count("lists/read"):
        return [] if run.rejected else [stored("nothing was found")]
    told = stored(
        "{lists} read, which named no article",
        lists=stored_n("{count:,} list", "{count:,} lists", run.count("lists/read")),
    )
    before = next((int(old["articles/found"]) for old in run.history if old.get("articles/found")), 0)
    return [
        stored("{told}; the last run that found any found {before:,}", told=told, before=before)
        if before
        else told
    ]


def none_usable(run: Evidence) -> list[str]:
    """Articles were found, and not one page could be used."""
    if not run.count("articles/found") or not run.rejected or run.archived or run.outside:
        return []
    if run.known and run.rejected < _NONE_USABLE:
        return []
    return [
        stored(
            "none of {pages} could be used: {rejects}",
            pages=stored_n("{count:,} page", "{count:,} pages", run.rejected),
            rejects=format_counts(run.rejects),
        )
    ]


def no_index(run: Evidence) -> list[str]:
    """An index of a web archive had been answering and is silent now, or nothing of it could be read."""
    if run.count("index/silent"):
        return [stored("the index gave rows before and gives none now")]
    brought = run.archived or run.outside or run.known or run.count("index/settled")
    if run.count("index/failed") and not brought:
        return [stored("no index could be read: {rejects}", rejects=format_counts(run.rejects))]
    return []


def sources_lost(run: Evidence) -> list[str]:
    """Of several queries of an index, or sitemaps, some could not be read to the end."""
    queries, sitemaps = run.count("index/failed"), run.count("sitemaps/failed")
    told = [
        stored(
            "{requests} to an index had no answer that could be read whole",
            requests=stored_n("{count:,} request", "{count:,} requests", queries),
        )
    ]
    return told[: bool(queries)] + (
        [
            stored(
                "{sitemaps} could not be read",
                sitemaps=stored_n("{count:,} sitemap", "{count:,} sitemaps", sitemaps),
            )
        ]
        if sitemaps
        else []
    )


def lists_lost(run: Evidence) -> list[str]:
    """Some lists came, others did not."""
    lost = run.count("lists/failed")
    return (
        [stored("{lists} could not be read", lists=stored_n("{count:,} list", "{count:,} lists", lost))]
        if lost
        else []
    )


def given_up(run: Evidence) -> list[str]:
    """A host stopped answering on the way."""
    if run.closed != UNREACHABLE_END:
        return []
    return [
        stored("a host stopped answering and was given up: {rejects}", rejects=format_counts(run.rejects))
    ]


def notices(run: Evidence) -> list[str]:
    """Pages that are not what the lists promised, or all alike: a notice stands in the articles' place."""
    reasons = []
    if (alike := run.count("articles/same_text")) >= _FEWEST_NOTICES:
        reasons.append(
            stored("{alike:,} pages on another matter have a text in common, as a notice has", alike=alike)
        )
    other = run.count("articles/not_as_listed")
    if other >= _FEWEST_NOTICES and other >= _NOTICES * run.extracted:
        reasons.append(
            stored(
                "{other:,} pages are not what their list says: a notice or a login in their place?",
                other=other,
            )
        )
    return reasons


def damaged_files(run: Evidence) -> list[str]:
    """A file that the user named is not whole, whatever was read of it."""
    damaged = run.count("rejects/damaged_warc")
    unreadable = run.count("rejects/unreadable_warc")
    told = (
        [
            stored(
                "WARC files are damaged in {places}",
                places=stored_n("{count:,} place", "{count:,} places", damaged),
            )
        ]
        if damaged
        else []
    )
    return told + (
        [
            stored(
                "{files} could not be read",
                files=stored_n("{count:,} WARC file", "{count:,} WARC files", unreadable),
            )
        ]
        if unreadable
        else []
    )


def only_old(run: Evidence) -> list[str]:
    """Lists that name nothing known and only articles of long ago are not this site's news any more."""
    newest, before = _day(run.counts.get("newest")), _day(run.archived_newest)
    looks_back = _LOOKS_BACK & set(run.counts.get("arguments", {}))
    if not newest or not before or looks_back or not run.has_lists:
        return []
    if run.known or run.count("articles/seen") or newest >= before - _OLD:
        return []
    return [
        stored(
            "the lists name only old articles: newest of {newest}, the archive has one of {before}",
            newest=newest,
            before=before,
        )
    ]


def pace(counts: Counts) -> float | None:
    """Seconds a page; None for a run of too few pages to tell."""
    count = int(counts.get("requests", 0))
    return float(counts.get("seconds", 0)) / count if count >= _FEWEST_PAGES else None


def usual_pace(run: Evidence) -> float | None:
    """The median of the runs before, in seconds a page; None without any."""
    known = [value for value in map(pace, run.history) if value]
    return median(known) if known else None


def _day(moment: object) -> date | None:
    try:
        return date.fromisoformat(str(moment)[:10])
    except ValueError:
        return None
