"""The figures of the front page, drawn as SVG without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from covidmeet.text.printable import one_line

_SLOT, _HEIGHT, _CELL, _NAME, _TOP = 6.0, 90.0, 14, 110, 22
_STEPS = 5
_YEAR_CELLS = 3  # cells that the figures of a year take
_MOST_MONTHS, _MOST_BARS, _MOST_WEEKS = 60, 15, 260
Cells = Mapping[tuple[str, str], int]
"""(row, column) → a count."""


def stacked_weeks(counts: Cells, weeks: Sequence[str], label: str) -> str:
    """A bar a week (``weeks`` are Mondays), with a part a site: ``counts`` by (site, week)."""
    weeks = weeks[-_MOST_WEEKS:]
    sites = sorted({site for site, _ in counts})
    totals = {week: sum(counts.get((site, week), 0) for site in sites) for week in weeks}
    most = max(totals.values(), default=0)
    bars = []
    for place, week in enumerate(weeks):
        at = _HEIGHT
        for number, site in enumerate(sites):
            if not (count := counts.get((site, week), 0)):
                continue
            height = _HEIGHT * count / most
            at -= height
            bars.append(
                f'<rect class="s{number % 8}" x="{place * _SLOT:g}" y="{at:.2f}" width="{_SLOT - 1:g}"'
                f' height="{height:.2f}"><title>{_text(site)} {week}: {count:,}</title></rect>'
            )
    legend = "".join(
        f'<li><svg class="key" aria-hidden="true"><rect class="s{number % 8}" width="12" height="12"/></svg>'
        f"{_text(site)} {sum(counts.get((site, week), 0) for week in weeks):,}</li>"
        for number, site in enumerate(sites)
    )
    ends = f"<span>{weeks[0]}</span><span>≤ {most:,}</span><span>{weeks[-1]}</span>" if weeks else ""
    width = max(len(weeks), 1) * _SLOT
    return (
        f'<figure class="weeks"><svg viewBox="0 0 {width:g} {_HEIGHT:g}" preserveAspectRatio="none"'
        f' role="img" aria-label="{_text(label)}">{"".join(bars)}</svg>'
        f'<figcaption>{ends}</figcaption><ul class="legend">{legend}</ul></figure>'
    )


def heat_map(counts: Cells, gaps: frozenset[tuple[str, str]], months: Sequence[str], label: str) -> str:
    """A cell a month of a site, the darker the more; a gap has a cross, so that colour is not all."""
    months = months[-_MOST_MONTHS:]
    sites = sorted({site for site, _ in counts})
    most = max((counts.get((site, month), 0) for site in sites for month in months), default=0)
    cells = []
    for column, month in enumerate(months):
        # The first month has its year only where no January stands close behind it.
        if month.endswith("-01") or (not column and int(month[5:7]) + _YEAR_CELLS <= 13):
            cells.append(f'<text x="{_NAME + column * _CELL}" y="{_TOP - 6}">{_text(month[:4])}</text>')
    for row, site in enumerate(sites):
        y = _TOP + row * _CELL
        cells.append(f'<text x="{_NAME - 6}" y="{y + 11}" text-anchor="end">{_text(site)}</text>')
        for column, month in enumerate(months):
            count, x = counts.get((site, month), 0), _NAME + column * _CELL
            title = f"{_text(site)} {month}: {count:,}"
            cells.append(
                f'<rect class="h{_step(count, most)}" x="{x}" y="{y}" width="{_CELL - 2}"'
                f' height="{_CELL - 2}"><title>{title}</title></rect>'
            )
            if (site, month) in gaps:
                cells.append(f'<path class="gap" d="M{x + 2} {y + 2}l8 8m0 -8l-8 8"/>')
    width, height = _NAME + max(len(months), 1) * _CELL, _TOP + len(sites) * _CELL
    return (
        f'<figure class="heat" tabindex="0"><svg width="{width}" height="{height}" role="img"'
        f' aria-label="{_text(label)}">{"".join(cells)}</svg></figure>'
    )


def _step(count: int, most: int) -> int:
    """0 for none, else 1 to 5."""
    return 0 if not count else min(1 + (count - 1) * _STEPS // max(most, 1), _STEPS)


def bars(counts: Sequence[tuple[str, int]], label: str) -> str:
    """A bar a name, the greatest first, with its figure in text."""
    most = max((count for _, count in counts), default=0)
    rows = "".join(
        f"<tr><th scope='row'>{_text(name)}</th><td class='wide'><svg width='100%' height='12'"
        f' aria-hidden="true"><rect class="s0" width="{100 * count / most:.1f}%" height="12"/></svg></td>'
        f"<td>{count:,}</td></tr>"
        for name, count in counts[:_MOST_BARS]
    )
    return f'<table class="bars" aria-label="{_text(label)}">{rows}</table>'


def _text(value: str) -> str:
    return escape(one_line(value))
