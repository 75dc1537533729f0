"""The rules by which a run is compared with those before it, with all their thresholds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrendRule:
    """One rule.

    ``step``: by how much a share must have risen, or to what part of the usual a number must have fallen;
    ``chance``: how improbable that must be where nothing has changed (1: not reckoned); ``least``: runs or
    pages without which nothing is said.  ``alarm``, ``reason`` and ``example`` are its row in the docs, in
    which ``{step}`` and the others stand for the values.
    """

    name: str
    alarm: str
    reason: str
    example: str
    step: float
    chance: float = 1.0
    least: int = 15

    def told(self) -> str:
        """``alarm`` with the thresholds."""
        return self.alarm.format(
            step=f"{self.step:g}",
            points=f"{100 * self.step:.0f}",
            chance=f"{self.chance:g}",
            least=self.least,
        )


_SHARE = (
    "the share among the newest 10, 20, 40 or 80 pages is {points} points above that of the pages before,"
    " with a chance under {chance}"
)

FOUND = TrendRule(
    "found",
    "the lists name fewer than {step} of the usual, and fewer than ever in the usual runs, in the median of"
    " three runs; under a quarter of the usual, at once",
    "a list that shrinks, or from which a redesign hides all but one entry, still names something",
    "found 12 in the median of three runs; the usual is 20",
    step=0.75,
    least=5,
)
NEW = TrendRule(
    "new",
    "ten runs brought less than 0.25, or twenty or forty less than 0.5 of what runs before brought, and"
    " less than ever, with a chance under {chance}, and under 0.002 by whole weeks (1e-9 where there are too"
    " few weeks); where new ones come regularly, less than {step}",
    "a list of which half is frozen goes on with the other half",
    "11 new in ten runs; usual are 31",
    step=0.65,
    chance=1e-3,
    least=8,
)
FROZEN = TrendRule(
    "frozen",
    "no page that was not seen before, or the same articles on the first page of one of several lists, for"
    " {step} times the longest gap before, and {least} runs at least, with a chance under 0.001",
    "a list that is served from a forgotten cache looks like a quiet week",
    "no unknown page on the lists for 11 runs; the longest gap before was 3",
    step=2.0,
    least=11,
)
STALE = TrendRule(
    "stale",
    "no new article for {step} times the longest gap before, and {least} runs at least, with a chance under"
    " 0.001 (in `status` only)",
    "nothing is wrong with the run; a person must look whether the site has ended or moved",
    "no new article for 16 runs; the longest gap before was 4",
    step=2.0,
    least=16,
)
SCOPE = TrendRule(
    "scope",
    "the share in scope among the new pages of 12, 20 or 40 runs is under 0.4, 0.65 or {step} of the lowest"
    " share of so many runs before (0.65 at least where nearly all were), with a chance under {chance}, and"
    " under 0.002 by whole weeks (1e-9 where there are too few weeks)",
    "the sites' own word for the matter has changed, or notices stand in place of the articles",
    "9 of 41 new pages of 12 runs are in scope; before 61 of 80",
    step=0.75,
    chance=1e-4,
)
GENERIC = TrendRule(
    "layout",
    _SHARE,
    "a redesign that is rolled out slowly, or on a part of the site, stays above the floor for long",
    "no layout of the site matches on 4 of the newest 40 pages; before on 0 of 90",
    step=0.06,
    chance=2e-4,
)
FIELD = TrendRule(
    "field",
    _SHARE + " (title, source and date, each)",
    "a field that is lost on a part of the pages stays above its floor",
    "source is empty on 5 of the newest 20 pages; before on 1 of 90",
    step=0.1,
    chance=1e-4,
)
ORIGIN = TrendRule(
    "origin",
    _SHARE + " (title, source and date, each); counted are pages on which the field stands elsewhere than on"
    " most pages before",
    "a field that is still filled, from another place, is the first that shows a redesign",
    "published_at is of another origin (mostly address, before info) on 19 of the newest 20 pages; before on"
    " 2 of 90",
    step=0.5,
    chance=1e-6,
)
LENGTH = TrendRule(
    "length",
    _SHARE + "; counted are texts shorter than four fifths of those before",
    "bodies that are cut to the first paragraph are articles to every other rule",
    "13 of the newest 20 texts have under 310 characters; before 18 of 90; median 96, before 540",
    step=0.25,
    chance=1e-6,
)
SHARED = TrendRule(
    "shared",
    _SHARE,
    "one text under many addresses is a notice, or one body for all",
    "5 of the newest 10 texts stand under several addresses; before 2 of 90",
    step=0.12,
    chance=1e-4,
)
NOTICE = TrendRule(
    "notice",
    _SHARE + "; counted are texts whose first or last line others have too",
    "a notice in the layout becomes the first or last line of every text",
    "10 of the newest 10 texts begin or end with a line that others have; before 6 of 90",
    step=0.3,
    chance=1e-4,
)
MEETINGS = TrendRule(
    "meetings",
    _SHARE + "; counted are archived pages in which no meeting that was held is found, of those looked at",
    "texts that lost what tells of the meeting, or pages of another kind, are articles to every other rule",
    "no meeting is found in 9 of the newest 20 pages; before in 8 of 90",
    step=0.25,
    chance=1e-5,
)
REJECTS = TrendRule(
    "rejects",
    _SHARE + "; counted are addresses, each once",
    "a share of pages that fail is small beside all that are known and not fetched again",
    "4 of the newest 20 pages rejected; before 0 of 90",
    step=0.12,
    chance=2e-4,
)
DATES = TrendRule(
    "dates",
    _SHARE + "; counted are days before 1995",
    "a page whose date cannot be read may show the zero of its clock",
    "10 of the newest 10 dates are impossible; before 0 of 90",
    step=0.1,
    chance=1e-3,
)
ALIKE = TrendRule(
    "alike",
    "one day, not that of the run, is the day of a third of the new pages in {step} of the last eight runs"
    " with any, and half as often again as any day before",
    "a date of the layout, or of the day of a move, in place of the article's own",
    "2022-11-20 is the day of new pages in 6 of 8 runs",
    step=6,
    least=8,
)

RULES = (
    FOUND,
    NEW,
    FROZEN,
    STALE,
    SCOPE,
    GENERIC,
    FIELD,
    ORIGIN,
    LENGTH,
    SHARED,
    NOTICE,
    MEETINGS,
    REJECTS,
    DATES,
    ALIKE,
)
"""In the order in which they are told."""
