"""Writes the tables of the README that follow from the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from covidmeet.crawl.site_registry import all_sites
from covidmeet.items import Article
from covidmeet.reasons import Reason
from covidmeet.stages import STAGES

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
    for site in all_sites():
        facts = import_module(f"covidmeet.spiders.{site.name}").__doc__ or ""
        outlet = facts.split("\n")[0].removeprefix(f"{site.name}: ").rstrip(".")
        layouts = ", ".join(f"`{layout.name}`" for layout in site.layouts)
        lines.append(f"| `{site.name}` | {outlet} | {layouts} |")
    return "\n".join(lines) + "\n"


def stages() -> str:
    """A row a stage, in their order."""
    lines = ["| order | stage | what it does | why there |", "|---|---|---|---|"]
    lines += [f"| {stage.order} | {stage.name} | {stage.what} | {stage.why} |" for stage in STAGES]
    return "\n".join(lines) + "\n"


def reasons() -> str:
    """A row a reason for which a page is rejected."""
    lines = ["| reason | meaning |", "|---|---|"]
    lines += [f"| `{reason}` | {reason.meaning} |" for reason in Reason if reason.is_kept]
    return "\n".join(lines) + "\n"


TABLES: dict[str, Callable[[], str]] = {
    "columns": columns,
    "sites": sites,
    "stages": stages,
    "reasons": reasons,
}


def main() -> None:
    text = README.read_text("utf-8")
    for name, table in TABLES.items():
        above, _, rest = text.partition(f"<!-- {name} -->\n")
        _, mark, below = rest.partition(f"<!-- /{name} -->")
        text = f"{above}<!-- {name} -->\n{table()}{mark}{below}"
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
