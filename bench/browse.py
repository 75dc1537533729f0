"""How long the server of ``covidmeet browse`` works on a page: writes bench/browse.md.

python -m bench.browse [--articles 100000] [--archive FILE]
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

from bench.search import LENGTH, QUERIES, best_ms, generate
from covidmeet.browse.views import Views

OUT = Path(__file__).with_suffix(".md")


def measured(views: Views) -> list[tuple[str, float, float | None]]:
    """Page, ms newest first, ms ranked where it has an order."""
    rows: list[tuple[str, float, float | None]] = [("front page", best_ms(lambda: views.front("en")), None)]
    for kind, queries in QUERIES.items():
        newest = max(best_ms(lambda q=query: views.search(q, 1, "en")) for query in queries)  # type: ignore[misc]
        ranked = max(best_ms(lambda q=query: views.search(q, 1, "en", ranked=True)) for query in queries)  # type: ignore[misc]
        rows.append((f"search: {kind}", newest, ranked))
    rows.append(("search: page 50", best_ms(lambda: views.search("会议", 50, "en")), None))
    rows.append(("an article", best_ms(lambda: views.article(f"{7:064}", "en")), None))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument(
        "--archive", type=Path, help="of so many articles, as `bench.search.generate` made it"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = asked.archive or Path(name) / "archive.db"
        if not asked.archive:
            generate(path, asked.articles)
        views = Views(path)
        views.figures("json")  # as the server does before it answers
        rows = measured(views)
    told = [
        "# The pages of `browse`\n\n",
        f"Made by `python -m bench.browse` on {date.today()}: {asked.articles:,} articles of {LENGTH:,}"
        " characters; CPU time of the server, ms, best of three, of several queries the worst.\n\n",
        "| page | newest first | ranked |\n|---|---|---|\n",
    ]
    for page, newest, ranked in rows:
        told.append(f"| {page} | {newest:.0f} | {'' if ranked is None else f'{ranked:.0f}'} |\n")
    OUT.write_text("".join(told), "utf-8")


if __name__ == "__main__":
    main()
