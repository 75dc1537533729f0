"""Writes the table of the archive's columns into the README, from ``items.Article``."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from covidmeet.items import Article

README = Path(__file__).parent.parent / "README.md"
_TABLE = re.compile(r"(?<=<!-- columns -->\n).*?(?=<!-- /columns -->)", re.DOTALL)


def table() -> str:
    """The Markdown table, a row a column."""
    lines = ["| column | meaning | format | may be empty |", "|---|---|---|---|"]
    for column in fields(Article):
        if "meaning" in column.metadata:
            facts = column.metadata
            empty = "yes" if facts["empty"] else ""
            lines.append(f"| `{column.name}` | {facts['meaning']} | {facts['form']} | {empty} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    README.write_text(_TABLE.sub(lambda _: table(), README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
