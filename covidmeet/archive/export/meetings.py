"""The meetings that articles report, as a table of an export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from covidmeet.archive.export.columns import ExportColumn
from covidmeet.archive.export.meeting_columns import DERIVED, MEETING_COLUMNS, WIDE_COLUMNS
from covidmeet.archive.export.selection import ORDERS, Selection


@dataclass(frozen=True)
class MeetingSelection(Selection):
    """The meetings of the articles that are asked for, in the articles' order."""

    columns: tuple[ExportColumn, ...] = MEETING_COLUMNS
    key: str = "meeting_id"

    def statement(self, names: list[str]) -> tuple[str, dict[str, Any]]:
        """As of articles; title and body are the article's, for a phrase to be confirmed in."""
        values = ", ".join(f"cast({self._value(name)} as blob)" for name in names)
        where, parameters = self.where()
        chosen = f"select rowid as id from articles where {where} order by {ORDERS[self.order]} limit -1"
        joined = (
            f"({chosen}) as chosen cross join articles a on a.rowid = chosen.id"
            " cross join meetings m on m.url_hash = a.url_hash"
        )
        return f"select {values} from {joined}", parameters

    @staticmethod
    def _value(name: str) -> str:
        return DERIVED.get(name, "a.body" if name == "body" else f"m.{name}")


def meetings_asked(table: str, asked: dict[str, Any]) -> MeetingSelection:
    """The selection for ``table``, one of ``TABLES`` but ``articles``."""
    return MeetingSelection(columns=WIDE_COLUMNS if table == "meetings-wide" else MEETING_COLUMNS, **asked)
