"""What ``reprocess`` changed, for a person."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from covidmeet.cli.console import width
from covidmeet.kept.changes import Example, Kept, RowChanges
from covidmeet.language import _
from covidmeet.stored_sentences import shown

_PIPE = 160  # columns, where nobody says how wide


def show(changes: RowChanges, without_page: int, limit: int, dry: bool) -> None:
    """Print the table of changes, the rows that were not touched, and a line of sums."""
    console = Console(highlight=False, markup=False, width=width() or _PIPE)
    if changes.counts:
        console.print(_table(changes, dry))
    _list(
        console,
        _("Rejected by today's rules; the row stays as it is"),
        changes.kept,
        changes.kept_count,
        limit,
    )
    _list(
        console, _("Page not readable; the row stays as it is"), changes.missing, changes.missing_count, limit
    )
    would = _("would be ") if dry else ""
    console.print(
        _(
            "{same:,} rows the same, {changed:,} {would}changed, {added:,} {would}added, "
            "{kept_count:,} kept though rejected, {rejected_as_before:,} rejected as before, "
            "{missing_count:,} pages not readable, {without_page:,} rows without a stored page",
            same=changes.same,
            changed=changes.changed,
            would=would,
            added=changes.added,
            kept_count=changes.kept_count,
            rejected_as_before=changes.rejected_as_before,
            missing_count=changes.missing_count,
            without_page=without_page,
        )
        + (
            _(", {other_spiders:,} pages of spiders without a site", other_spiders=changes.other_spiders)
            if changes.other_spiders
            else ""
        )
    )


def _table(changes: RowChanges, dry: bool) -> Table:
    table = Table(title=_("Would change") if dry else _("Changed"), title_justify="left")
    for heading in (_("site"), _("field"), _("rule")):
        table.add_column(heading)
    table.add_column(_("rows"), justify="right")
    table.add_column(_("examples"), ratio=1, overflow="fold")
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
        console.print(f"  {row.url}: {shown(row.why)}", soft_wrap=True)
    if count > limit:
        console.print(_("  … {count:,} more; --limit shows more", count=count - min(limit, len(rows))))
