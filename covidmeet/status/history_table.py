"""The weeks of a site's crawls as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from covidmeet.language import _
from covidmeet.status.history import Week
from covidmeet.status.look import SIGNS, STYLES
from covidmeet.stored_sentences import value

_BAR = 20  # characters of the longest bar
_MEGABYTE = 1e6


def history_table(site: str, weeks: Sequence[Week]) -> Table:
    """A row a week, the newest last, with a bar for its requests."""
    drawn = Table(
        box=HORIZONTALS,
        padding=(0, 1, 0, 0),
        title=_("{site}: its crawls by week", site=site),
        title_justify="left",
    )
    drawn.add_column(_("week of"))
    for heading in (_("runs"), _("requests"), "MB", _("new"), _("rejected")):
        drawn.add_column(heading, justify="right")
    drawn.add_column(_("worst"), no_wrap=True)
    drawn.add_column(_("requests"), width=_BAR, no_wrap=True)
    most = max((week.requests for week in weeks), default=0)
    for week in weeks:
        worst = week.worst or ""
        drawn.add_row(
            week.monday,
            f"{week.runs:,}",
            f"{week.requests:,}",
            f"{week.bytes / _MEGABYTE:,.1f}",
            f"{week.new:,}",
            f"{week.rejected:,}",
            Text(f"{SIGNS.get(worst, '')} {value(worst)}".strip(), STYLES.get(worst, "")),
            "█" * (-(-_BAR * week.requests // most) if most else 0),
        )
    return drawn
