"""How a run compares with the runs before it: shares of pages, by the rules of ``trend_rules``.

By runs and by pages, never by the time between runs: a site may be crawled every hour or once a week.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from covidmeet.health import trend_rules as rules
from covidmeet.health.binomial import at_least
from covidmeet.health.past import Past
from covidmeet.health.sample import (
    EARLIEST,
    LACKS,
    ORIGINS,
    PLACES,
    REJECTED,
    WITHOUT_MEETING,
    PageFacts,
)
from covidmeet.language import stored

_WINDOWS = (10, 20, 40, 80)  # pages; the small ones see a break, the large ones a small share
_LAST_WORD = 5  # pages, which may show that all is well again
_SHORT = 0.2  # quantile of the lengths before
_SHORTER = 0.6  # of the median before; a little shorter is another kind of news

_Is = Callable[[PageFacts], bool]


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of the ``total`` newest pages, and of the pages before them."""

    hits: int
    total: int
    hits_before: int
    total_before: int

    @property
    def now(self) -> float:
        return self.hits / self.total

    @property
    def before(self) -> float:
        return self.hits_before / self.total_before

    def chance(self) -> float:
        """Of so many hits or more where nothing has changed; few pages before prove little."""
        usual = (self.hits_before + 1) / (self.total_before + 2)  # Laplace's rule of succession
        return at_least(self.hits, self.total, usual)


def shares(past: Past) -> Iterator[str]:
    """What has become more frequent among the newest pages than it was, each as a sentence."""
    windows = [(recent, before) for recent, before in map(past.split, _WINDOWS) if recent and before]
    read = [(_read(recent), _read(before)) for recent, before in windows]
    for find in (_layout, _fields, _origins, _lengths, _shared, _notices, _meetings, _rejects, _dates):
        pairs = windows if find is _rejects else read
        told = next((reason for recent, before in pairs for reason in find(recent, before)), None)
        if told:
            yield told


def _read(pages: Sequence[PageFacts]) -> list[PageFacts]:
    return [page for page in pages if page.kind != REJECTED]


def _risen(
    rule: rules.TrendRule, recent: Sequence[PageFacts], before: Sequence[PageFacts], hit: _Is
) -> Share | None:
    """The share of hits if it has risen by the rule, and the very last pages do not show the contrary."""
    if len(before) < rule.least or len(recent) < _LAST_WORD:
        return None
    hits = sum(map(hit, recent))
    if hits < rule.step * len(recent):  # most end here: the pages before are many
        return None
    share = Share(hits, len(recent), sum(map(hit, before)), len(before))
    if share.now < share.before + rule.step or share.chance() >= rule.chance:
        return None
    last = recent[:_LAST_WORD]
    return share if sum(map(hit, last)) / len(last) > share.before else None


def _layout(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    share = _risen(rules.GENERIC, recent, before, partial(_lacks, LACKS["layout"]))
    if share:
        yield stored("no layout of the site matches on {told}", told=_told(share, preposition="on"))


def _fields(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    lost = []
    for name, letter in LACKS.items():
        if name != "layout":
            share = _risen(rules.FIELD, recent, before, partial(_lacks, letter))
            if share:
                lost.append(
                    stored("{name} is empty on {told}", name=name, told=_told(share, preposition="on"))
                )
    if lost:
        yield "; ".join(lost)


def _origins(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    moved = []
    for place, name in enumerate(ORIGINS):
        new, old = (
            [page for page in pages if page.origins[place : place + 1] in PLACES]
            for pages in (recent, before)
        )
        usual = _most_common_origin(old, place)
        if not (new and usual):
            continue
        share = _risen(rules.ORIGIN, new, old, partial(_is_elsewhere, place, usual))
        if share:
            places = stored(
                "mostly {PLACES}, before {PLACES2}",
                PLACES=PLACES[_most_common_origin(new, place)],
                PLACES2=PLACES[usual],
            )
            moved.append(
                stored(
                    "{name} is of another origin ({places}) on {told}",
                    name=name,
                    places=places,
                    told=_told(share, preposition="on"),
                )
            )
    if moved:
        yield "; ".join(moved)


def _most_common_origin(pages: Sequence[PageFacts], place: int) -> str:
    found = Counter(page.origins[place] for page in pages).most_common(1)
    return found[0][0] if found else ""


def _is_elsewhere(place: int, usual: str, page: PageFacts) -> bool:
    return page.origins[place] != usual


def _lacks(letter: str, page: PageFacts) -> bool:
    return letter in page.lacks


def _lengths(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    if len(before) < rules.LENGTH.least or len(recent) < _LAST_WORD:
        return
    lengths = sorted(page.length for page in before)
    limit, usual = lengths[int(_SHORT * len(lengths))], median(lengths)
    # Of texts of nearly one length a few characters less mean nothing.
    limit = min(limit, round(_SHORTER * usual) + 1) if limit > _SHORTER * usual else limit
    share = _risen(rules.LENGTH, recent, before, lambda page: page.length < limit)
    if share:
        now = round(median(page.length for page in recent))
        told = _told(share, stored("texts have under {limit} characters", limit=limit))
        yield stored("{told}; median {now}, before {round}", told=told, now=now, round=round(usual))


def _shared(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    # The first with a text is none too many.
    first = {page.text: page.url for page in (*recent, *before)}
    share = _risen(
        rules.SHARED, recent, before, lambda page: first[page.text] != page.url and page.text != ""
    )
    if share:
        yield _told(share, stored("texts stand under several addresses"))


def _notices(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    known = Counter(edge for page in (*recent, *before) for edge in {page.first, page.last} if edge)
    share = _risen(rules.NOTICE, recent, before, lambda page: max(known[page.first], known[page.last]) > 1)
    if share:
        yield _told(share, stored("texts begin or end with a line that others have"))


def _meetings(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    recent, before = ([page for page in pages if page.looked_for_meetings] for pages in (recent, before))
    share = _risen(rules.MEETINGS, recent, before, partial(_lacks, WITHOUT_MEETING))
    if share:
        yield stored("no meeting is found in {told}", told=_told(share, preposition="in"))


def _rejects(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    share = _risen(rules.REJECTS, recent, before, lambda page: page.kind == REJECTED)
    if share:
        yield _told(share, stored("pages rejected"))


def _dates(recent: Sequence[PageFacts], before: Sequence[PageFacts]) -> Iterator[str]:
    share = _risen(rules.DATES, recent, before, lambda page: "" < page.day < EARLIEST)
    if share:
        yield _told(share, stored("dates are impossible"))


_TOLD = {
    "": stored("{hits} of the newest {total} {what}; before {hits_before} of {total_before}"),
    "on": stored("{hits} of the newest {total} pages; before on {hits_before} of {total_before}"),
    "in": stored("{hits} of the newest {total} pages; before in {hits_before} of {total_before}"),
}


def _told(share: Share, what: str = "", preposition: str = "") -> str:
    return _TOLD[preposition].format(
        hits=share.hits,
        total=share.total,
        what=what,
        hits_before=share.hits_before,
        total_before=share.total_before,
    )
