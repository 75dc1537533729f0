"""A coverage laid out: as tables for a person, as CSV and JSON for machines."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from rich.table import Table
from rich.text import Text

from covidmeet.show.words import Words
from covidmeet.status.coverage import Coverage, Fate, MonthCoverage, MonthOfSite, total
from covidmeet.stored_sentences import value
from covidmeet.text.printable import one_line

CONTEXT = "coverage"
WORDS = (
    "articles",
    "captures",
    "archived",
    "rejected",
    "never asked",
    "other",
    "all",
    "site",
    "month",
    "gap",
    "unknown",
    "outcome",
    "reason",
    "in the month of the capture, published on no known day",
    "Coverage",
    "By reason",
    "{} captures known = {} archived + {} rejected + {} never asked for + {} lists and others; {} articles",
)
_SUM = next(word for word in WORDS if "=" in word)


def coverage_words() -> Words:
    """The words in the language in use."""
    return Words(WORDS, (CONTEXT,))


def months_table(found: Coverage, words: Words) -> Table:
    """A row a month, a row for months in succession of which nothing is known, a sum a site."""
    undated = total(found.values()).undated
    caption = f"* {words['in the month of the capture, published on no known day']}: {undated:,}"
    table = Table(
        title=words["Coverage"],
        title_justify="left",
        caption=caption if undated else None,
        caption_justify="left",
    )
    table.add_column(words["site"], no_wrap=True)
    table.add_column(words["month"], no_wrap=True)
    for heading in ("captures", *map(_told, Fate), "articles"):
        table.add_column(words[heading], justify="right")
    last = None
    for site, first, until, count in _merged(found):
        if site != last:
            if last is not None:
                _sum_of_site(table, found, last, words)
            last = site
            shown = one_line(site or words["unknown"])
        if count:
            months = f"{first} – {until}" if count > 1 else first
            table.add_row(Text(shown), months, Text(words["gap"], style="yellow"))
        else:
            month = found[MonthOfSite(site, first)]
            mark = " *" if month.undated else ""
            table.add_row(Text(shown), (first or words["unknown"]) + mark, *_cells(month))
        shown = ""
    if last is not None:
        _sum_of_site(table, found, last, words)
    return table


def reasons_table(found: Coverage, words: Words) -> Table | None:
    """Of each site what its captures came to, but for those that are archived; None where all are."""
    table = Table(title=words["By reason"], title_justify="left")
    for heading in ("site", "outcome", "reason"):
        table.add_column(words[heading], overflow="fold")
    table.add_column(words["captures"], justify="right")
    for site in dict.fromkeys(key.site for key in found):
        whole = _of_site(found, site)
        for fate in Fate:
            if fate is Fate.ARCHIVED:
                continue
            for word, count in sorted(whole.by_fate[fate].items(), key=lambda one: (-one[1], one[0])):
                shown = Text(one_line(site or words["unknown"]))
                table.add_row(shown, words[_told(fate)], value(word), f"{count:,}")
        table.add_section()
    return table if table.row_count else None


def sum_line(found: Coverage, words: Words) -> str:
    """All captures, and what they came to, in a sentence that adds up."""
    whole = total(found.values())
    counts = [whole.known, *map(whole.count, Fate), whole.articles]
    return words[_SUM].format(*(f"{count:,}" for count in counts))


def write_csv(found: Coverage, file: TextIO) -> None:
    """A line a month of a site, gaps among them; a column for each word that is met: ``rejected:blocked``."""
    kinds = [
        (fate, word)
        for fate in Fate
        if fate is not Fate.ARCHIVED
        for word in sorted({word for month in found.values() for word in month.by_fate[fate]})
    ]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        [
            "site",
            "month",
            "captures",
            *Fate,
            "undated",
            "articles",
            "gap",
            *(f"{fate}:{word}" for fate, word in kinds),
        ]
    )
    for key, month in found.items():
        counts = (month.known, *map(month.count, Fate), month.undated, month.articles, int(month.is_gap))
        writer.writerow([*key, *counts, *(month.by_fate[fate][word] for fate, word in kinds)])


def as_plain(found: Coverage) -> list[Mapping[str, Any]]:
    """The months as JSON takes them; ``month`` is null where no day is known."""
    return [
        {
            "site": key.site or None,
            "month": key.month or None,
            "captures": month.known,
            **{str(fate): month.count(fate) for fate in Fate},
            "undated": month.undated,
            "articles": month.articles,
            "gap": month.is_gap,
            "reasons": {
                str(fate): dict(sorted(month.by_fate[fate].items()))
                for fate in Fate
                if fate is not Fate.ARCHIVED
            },
        }
        for key, month in found.items()
    ]


def _told(fate: Fate) -> str:
    return fate.replace("_", " ")


def _merged(found: Coverage) -> Iterator[tuple[str, str, str, int]]:
    """Site, first and last month, and how many months of a gap there are: 0 for a month of its own."""
    gap: list[MonthOfSite] = []
    for key, month in [*found.items(), (MonthOfSite("", ""), MonthCoverage())]:
        if gap and not (month.is_gap and month.known == 0 and key.site == gap[0].site):
            yield gap[0].site, gap[0].month, gap[-1].month, len(gap)
            gap = []
        if month.is_gap and month.known == 0:
            gap.append(key)
        elif key in found:
            yield *key, key.month, 0


def _sum_of_site(table: Table, found: Coverage, site: str, words: Words) -> None:
    table.add_section()
    table.add_row("", words["all"], *_cells(_of_site(found, site)), style="bold")
    table.add_section()


def _of_site(found: Coverage, site: str) -> MonthCoverage:
    return total(month for key, month in found.items() if key.site == site)


def _cells(month: MonthCoverage) -> list[str]:
    counts = (month.known, *map(month.count, Fate), month.articles)
    return [f"{count:,}" if count else "–" for count in counts]
