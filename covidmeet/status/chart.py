"""Numbers of weeks as bars."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from covidmeet.language import _

_SLOT = 10.0  # units of the drawing for a week; it is stretched to the width of the page
_GAP = 2.0
_HEIGHT = 100.0


def weekly(weeks: Mapping[str, int], what: str) -> str:
    """A figure of ``what``: one bar a week (Monday → number), oldest first, by the fullest week.

    The drawing has no text, because text would be stretched with it; the labels stand below.
    """
    most = max(weeks.values(), default=0)
    bars = []
    for place, (monday, count) in enumerate(weeks.items()):
        height = _HEIGHT * count / most if most else 0.0
        week = _("week of {monday}: {count:,}", monday=monday, count=count)
        bars.append(
            f'<rect class="bar" x="{place * _SLOT + _GAP / 2:g}" y="{_HEIGHT - height:g}"'
            f' width="{_SLOT - _GAP:g}" height="{height:g}"><title>{week}</title></rect>'
        )
    width = max(len(weeks), 1) * _SLOT
    first, last = min(weeks, default=""), max(weeks, default="")
    told = _(
        "{what} per week, {first} to {last}: {weeks}",
        what=what,
        first=first,
        last=last,
        weeks=_told(weeks),
    )
    lines = "".join(f'<line class="grid" x1="0" x2="{width:g}" y1="{y}" y2="{y}"/>' for y in (0, _HEIGHT))
    return (
        f'<figure><svg viewBox="0 -1 {width:g} {_HEIGHT + 2:g}" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(told)}">{lines}{"".join(bars)}</svg>'
        f"<figcaption><span>{first}</span><span>{_('most: {most:,} a week', most=most)}</span>"
        f"<span>{last}</span></figcaption>"
        "</figure>"
    )


def _told(weeks: Mapping[str, int]) -> str:
    """The weeks that have any, for screen readers."""
    return ", ".join(f"{monday} {count:,}" for monday, count in weeks.items() if count) or _("none")
