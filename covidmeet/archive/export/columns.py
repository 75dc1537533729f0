"""The columns of an export: those of ``articles`` in their order, then the day of publication."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from covidmeet.archive.export.errors import ExportError, unknown
from covidmeet.items import Article
from covidmeet.language import _, catalogue

CONTEXT = "column"
"""In the catalogue, of meanings."""

PUBLISHED_ON = "published_on"

# Forms of the archive's columns that are more than text, and what they hold.
_KINDS = {
    "date": "date",
    "time": "timestamp",  # UTC, to the second
    "JSON list": "list",
    "JSON object": "object",
    "number": "integer",
}


@dataclass(frozen=True)
class ExportColumn:
    """A column as it is exported: its meaning in two languages, its form as docs/reference.md names it."""

    name: str
    meaning: str
    form: str
    may_be_empty: bool

    @property
    def chinese(self) -> str:
        """The meaning in Chinese, by the catalogue."""
        return catalogue("zh").pgettext(CONTEXT, self.meaning)

    @property
    def kind(self) -> str:
        """``text``, ``date``, ``timestamp``, ``list``, ``object`` or ``integer``."""
        return _KINDS.get(self.form, "text")


def _of_the_archive() -> dict[str, ExportColumn]:
    columns = {}
    for column in fields(Article):
        if "meaning" in column.metadata:
            told = column.metadata
            columns[column.name] = ExportColumn(column.name, told["meaning"], told["form"], told["empty"])
    return columns


_DERIVED = ExportColumn(
    PUBLISHED_ON,
    "the day of publication in Beijing, from `published_at`",
    "date",
    may_be_empty=True,
)

COLUMNS: dict[str, ExportColumn] = {PUBLISHED_ON: _DERIVED} | _of_the_archive()
# Last, unless the archive has such a column of its own.
COLUMNS[PUBLISHED_ON] = COLUMNS.pop(PUBLISHED_ON)

ALL = "all"
"""Stands for all columns where names are given."""

_SINCE_PUBLISHED = ("captured_at", "gateway", "doubtful", "extraction", "fields")
# Scripts read CSV by the place of its columns: those that came later are given where they are named.
OF_CSV = tuple(column for name, column in COLUMNS.items() if name not in _SINCE_PUBLISHED)
"""The columns of CSV and TSV files where none are named: those first published, and the day."""


def columns_named(names: Iterable[str]) -> tuple[ExportColumn, ...]:
    """The columns of these names, in that order; raises ``ExportError`` where there is no such column."""
    names = list(names)
    if [name.strip() for name in names] == [ALL]:
        return tuple(COLUMNS.values())
    chosen: dict[str, ExportColumn] = {}
    for name in (name.strip() for name in names):
        if name not in COLUMNS:
            raise unknown("column", name, COLUMNS)
        if name in chosen:
            raise ExportError(_("the column {name} is named twice", name=name))
        chosen[name] = COLUMNS[name]
    if not chosen:
        raise ExportError(_("no column is named"))
    return tuple(chosen.values())
