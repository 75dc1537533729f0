"""Writes the tables of the README and of docs/reference.md that follow from the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract.origins import CANDIDATES, ORIGINS
from covidmeet.health.trend_rules import RULES
from covidmeet.items import Article
from covidmeet.reasons import Reason
from covidmeet.stages import STAGES
from covidmeet.text.positions import LEFT_OUT, LONGEST, POSITIONS, PROSE
from covidmeet.text.rules import SHARED, Effect, Rule
from covidmeet.text.segment import SPAM_RULES

_ROOT = Path(__file__).parent.parent
README = _ROOT / "README.md"
REFERENCE = _ROOT / "docs" / "reference.md"
SCHEDULING = _ROOT / "docs" / "scheduling.md"

_GOES = {
    Effect.DROP: "the line",
    Effect.START: "the line; the headline is below it",
    Effect.END: "the line and everything below it",
}


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


def stripped() -> str:
    """A row a rule under which lines are stripped: by words, by the words of one site, spam, by position."""
    lines = ["| rule | where | what goes | characters at most | example |", "|---|---|---|---|---|"]
    lines += _by_words("any page", SHARED)
    for site in all_sites():
        lines += _by_words(f"`{site.name}`", site.chrome)
    lines += _by_words("any page", SPAM_RULES, bounded=False)
    for position in POSITIONS:
        bound = "" if position in (LEFT_OUT, PROSE) else LONGEST
        lines.append(
            f"| `{position.name}` | any page | {position.meaning} | {bound} | {_cell(position.example)} |"
        )
    return "\n".join(lines) + "\n"


def _by_words(where: str, rules: Iterable[Rule], *, bounded: bool = True) -> Iterator[str]:
    """One row for all rules of one name."""
    by_name: dict[str, list[Rule]] = {}
    for rule in rules:
        by_name.setdefault(rule.name, []).append(rule)
    for name, found in by_name.items():
        goes = " or ".join(dict.fromkeys(_GOES[rule.effect] for rule in found))
        bound = max(rule.longest for rule in found) if bounded else ""
        example = " · ".join(_cell(rule.example) for rule in found)
        yield f"| `{name}` | {where} | {goes} | {bound} | {example} |"


def _cell(text: str) -> str:
    """A line of a page inside a Markdown table."""
    return f"`{text}`".replace("|", "\\|")


def trends() -> str:
    """A row a rule by which a run is compared with those before it."""
    lines = ["| rule | told when | why | example |", "|---|---|---|---|"]
    lines += [f"| `{rule.name}` | {rule.told()} | {rule.reason} | {rule.example} |" for rule in RULES]
    return "\n".join(lines) + "\n"


def _meanings(heading: str, meanings: Mapping[str, str]) -> str:
    lines = [f"| {heading} | meaning |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {meaning} |" for name, meaning in meanings.items())]) + "\n"


def candidates() -> str:
    """A row a way in which a text is found."""
    return _meanings("`candidate`", CANDIDATES)


def origins() -> str:
    """A row a place where a field is found."""
    return _meanings("origin", ORIGINS)


DOCUMENTS: dict[Path, dict[str, Callable[[], str]]] = {
    SCHEDULING: {"trends": trends},
    REFERENCE: {
        "columns": columns,
        "sites": sites,
        "candidates": candidates,
        "origins": origins,
        "stripped": stripped,
        "reasons": reasons,
        "stages": stages,
    },
}


def section(text: str, name: str) -> str:
    """The table between the marks ``name``; raises ``ValueError`` where there is none."""
    match = _between(name).search(text)
    if match is None:
        raise ValueError(f"no table {name}")
    return match[0]


def _between(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)


def main() -> None:
    for path, tables in DOCUMENTS.items():
        text = path.read_text("utf-8")
        for name, table in tables.items():
            above, below = _between(name).split(text)
            text = above + table() + below
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
