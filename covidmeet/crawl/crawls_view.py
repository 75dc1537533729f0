"""Crawls of several sites, shown: a live table on a terminal, a line a site elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rich.box import HORIZONTALS
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from covidmeet.crawl import exit_codes
from covidmeet.crawl.log_formatter import printable
from covidmeet.crawl.processes import Ended
from covidmeet.crawl.progress_views import Snapshot, clock
from covidmeet.crawl.standard_streams import print_if_possible
from covidmeet.language import _
from covidmeet.status.look import SIGNS, STYLES
from covidmeet.stored_sentences import value

_A_SECOND = 4  # times the table is drawn
_COULD_NOT_START = "not run"
_RUNNING = "running elsewhere"


class CrawlsView(Protocol):
    """Where the crawls are shown."""

    def far(self, site: str, far: dict[str, Any] | None) -> None:
        """How far the crawl of ``site`` is; None when it begins."""

    def ended(self, one: Ended) -> None:
        """The crawl of a site ended."""

    def close(self, told: str) -> None:
        """All have ended; ``told`` is the last line."""


def line_of(one: Ended) -> str:
    """What became of a site's crawl, in one line."""
    if one.line:
        return one.line
    return printable(f"{one.site}: {value(_verdict(one))}: {one.refusal}")


def total_line(ended: Sequence[Ended]) -> str:
    """``1 of 2 healthy; exit code 2``."""
    healthy = sum(one.code == exit_codes.HEALTHY for one in ended)
    return _(
        "{healthy} of {count} healthy; exit code {worst}",
        healthy=healthy,
        count=len(ended),
        worst=exit_codes.worst(one.code for one in ended),
    )


class SiteLines:
    """A line when a site has ended; in a ``quiet`` run none before the end, and only of what is not well."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._kept: list[str] = []

    def far(self, site: str, far: dict[str, Any] | None) -> None:
        """Say nothing before the end."""

    def ended(self, one: Ended) -> None:
        """Print the line."""
        if not self._quiet:
            print_if_possible(line_of(one))
        elif one.code != exit_codes.HEALTHY:
            self._kept.append(line_of(one))

    def close(self, told: str) -> None:
        """Print what is left."""
        if self._quiet and not self._kept:
            return
        for line in (*self._kept, told):
            print_if_possible(line)


@dataclass(slots=True)
class _Row:
    stage: str = "waiting"
    far: Snapshot | None = None
    end: Ended | None = None


@dataclass
class SiteTable:
    """One row a site; it stays when all have ended, and below it why a site is not well."""

    console: Console
    sites: Sequence[str]
    _rows: dict[str, _Row] = field(init=False)
    _live: Live = field(init=False)

    def __post_init__(self) -> None:
        self._rows = {site: _Row() for site in self.sites}
        self._live = Live(
            get_renderable=self.table,
            console=self.console,
            refresh_per_second=_A_SECOND,
            vertical_overflow="ellipsis",
        )
        self._live.start()

    def far(self, site: str, far: dict[str, Any] | None) -> None:
        """Change the site's row."""
        row = self._rows[site]
        row.far = Snapshot(**far) if far else row.far
        row.stage = row.far.stage if row.far else "starting"

    def ended(self, one: Ended) -> None:
        """The site's row is final."""
        self._rows[one.site].end = one

    def close(self, told: str) -> None:
        """Leave the table as it is, and say what is to be said of the sites that are not well."""
        self._live.vertical_overflow = "visible"
        self._live.stop()
        for row in self._rows.values():
            if row.end is not None and row.end.code != exit_codes.HEALTHY:
                self.console.print(Text(line_of(row.end)))
        self.console.print(Text(told))

    def table(self) -> Table:
        """The rows as they are now; a name is never folded."""
        drawn = Table(box=HORIZONTALS, padding=(0, 1, 0, 0))
        drawn.add_column(_("site"), no_wrap=True, min_width=max(map(len, self.sites), default=4))
        drawn.add_column(_("stage"), no_wrap=True, min_width=8)
        for heading, width in (
            (_("found"), 6),
            (_("new"), 6),
            (_("rejected"), 8),
            (_("pages/min"), 9),
            (_("left"), 7),
        ):
            drawn.add_column(heading, justify="right", no_wrap=True, min_width=width)
        drawn.add_column(_("verdict"), no_wrap=True, min_width=10)
        for site, row in self._rows.items():
            drawn.add_row(Text(printable(site)), *_cells(row))
        return drawn


def _cells(row: _Row) -> list[Text]:
    """All cells but the site's."""
    far, end = row.far, row.end
    counts = (
        ["–"] * 4
        if far is None
        else [f"{far.found:,}", f"{far.new:,}", f"{far.rejected:,}", f"{far.rate:,.0f}"]
    )
    left = "" if end or far is None or far.left is None else clock(far.left)
    cells = [Text(_("ended") if end else value(row.stage)), *map(Text, (*counts, left))]
    if end is None:
        return [*cells, Text("")]
    verdict = _verdict(end)
    return [*cells, Text(f"{SIGNS.get(verdict, '✕')} {value(verdict)}", STYLES.get(verdict, "bold red"))]


def _verdict(one: Ended) -> str:
    if one.verdict:
        return one.verdict
    if one.code == exit_codes.ALREADY_RUNNING:
        return _RUNNING
    return _COULD_NOT_START if one.code == exit_codes.COULD_NOT_START else "stopped"
