"""What ``reprocess`` changed, for a person."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from covidmeet.cli.console import width
from covidmeet.kept.changes import Example, Kept, RowChanges

_PIPE = 160  # columns, where nobody says how wide


def show(changes: RowChanges, without_page: int, limit: int, dry: bool) -> None:
    """Print the table of changes, the rows that were not touched, and a line of sums."""
    console = Console(highlight=False, markup=False, width=width() or _PIPE)
    if changes.counts:
        console.print(_table(changes, dry))
    _list(
        console, "Rejected by today's rules; the row stays as it is", changes.kept, changes.kept_count, limit
    )
    _list(console, "Page not readable; the row stays as it is", changes.missing, changes.missing_count, limit)
    would = "would be " if dry else ""
    console.print(
        f"{changes.same:,} rows the same, {changes.changed:,} {would}changed, {changes.added:,} {would}added,"
        f" {changes.kept_count:,} kept though rejected, {changes.rejected_as_before:,} rejected as before,"
        f" {changes.missing_count:,} pages not readable, {without_page:,} rows without a stored page"
        + (f", {changes.other_spiders:,} pages of spiders without a site" if changes.other_spiders else "")
    )


def _table(changes: RowChanges, dry: bool) -> Table:
    table = Table(title="Would change" if dry else "Changed", title_justify="left")
    for heading in ("site", "field", "rule"):
        table.add_column(heading)
    table.add_column("rows", justify="right")
    table.add_column("examples", ratio=1, overflow="fold")
    for what, count in sorted(changes.counts.items(), key=lambda one: (one[0].site, -one[1], one[0])):
        examples = "\n".join(map(_told, changes.examples[what]))
        table.add_row(*what, f"{count:,}", examples)
    return table


def _told(example: Example) -> str:
    return f"{example.url}: {example.before or '–'} → {example.after or '–'}"


def _list(console: Console, title: str, rows: Sequence[Kept], count: int, limit: int) -> None:
    if not count:
        return
    console.print(f"{title}: {count:,}")
    for row in rows[:limit]:
        console.print(f"  {row.url}: {row.why}", soft_wrap=True)
    if count > limit:
        console.print(f"  … {count - min(limit, len(rows)):,} more; --limit shows more")
