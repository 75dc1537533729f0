"""Writes the tables of the README that follow from the code: columns and sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from covidmeet.items import Article
from covidmeet.spiders.documents import DocumentsSpider

README = Path(__file__).parent.parent / "README.md"


def columns() -> str:
    """A row a column of ``articles``."""
    lines = ["| column | meaning | format | may be empty |", "|---|---|---|---|"]
    for column in fields(Article):
        if "meaning" in column.metadata:
            facts = column.metadata
            empty = "yes" if facts["empty"] else ""
            lines.append(f"| `{column.name}` | {facts['meaning']} | {facts['form']} | {empty} |")
    return "\n".join(lines) + "\n"


def sites() -> str:
    """A row a site: its outlet by the first line of its file, and its layouts, newest first."""
    lines = ["| spider | outlet | layouts |", "|---|---|---|"]
    for site in DocumentsSpider.sites:
        facts = import_module(f"covidmeet.spiders.{site.name}").__doc__ or ""
        outlet = facts.split("\n")[0].removeprefix(f"{site.name}: ").rstrip(".")
        layouts = ", ".join(f"`{layout.name}`" for layout in site.layouts)
        lines.append(f"| `{site.name}` | {outlet} | {layouts} |")
    return "\n".join(lines) + "\n"


TABLES: dict[str, Callable[[], str]] = {"columns": columns, "sites": sites}


def main() -> None:
    text = README.read_text("utf-8")
    for name, table in TABLES.items():
        above, _, rest = text.partition(f"<!-- {name} -->\n")
        _, mark, below = rest.partition(f"<!-- /{name} -->")
        text = f"{above}<!-- {name} -->\n{table()}{mark}{below}"
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
