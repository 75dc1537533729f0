"""Writes the table of the user's settings into docs/scheduling.md, from where they are stated."""

from __future__ import annotations

import re
from pathlib import Path

from covidmeet.crawl.settings_table import SETTINGS

DOCUMENT = Path(__file__).parent.parent / "docs" / "scheduling.md"
_TABLE = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)


def table() -> str:
    """The Markdown table, a row a setting."""
    lines = ["| setting | default | what | must be |", "|---|---|---|---|"]
    for setting in SETTINGS:
        default = _shown(setting.default)
        lines.append(f"| `{setting.name}` | {default} | {setting.meaning} | {setting.kind.must_be} |")
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    """A default as one would write it after ``-s``; a path of this project from its folder."""
    if isinstance(value, bool):
        return "`1`" if value else "`0`"
    if isinstance(value, float):
        return f"`{value:g}`"
    if value in (None, "", []):
        return ""
    project = f"{DOCUMENT.parent.parent}/"
    return f"`{str(value).removeprefix(project)}`"


def main() -> None:
    DOCUMENT.write_text(_TABLE.sub(lambda _: table(), DOCUMENT.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
