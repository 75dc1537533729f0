"""How many facts are found, and how many are right: ``python -m bench.facts [FOLDER] [--errors]``.

Reads labelled reports (``gold.json``) and scores what ``facts`` finds in them with the scorer beside them;
prints a table a fact, recall by level and by form, and the CPU time a thousand characters.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from covidmeet.facts import facts
from covidmeet.facts.model import Meeting
from covidmeet.items import Article

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "facts"


def article_of(text: dict[str, Any]) -> Article:
    """What the stages would hand over of a labelled text."""
    return Article(
        url=(text.get("source") or {}).get("url") or "",
        title=text["title"],
        body=text["body"],
        source=text["outlet"] or text.get("site"),
        published_at=text["published_at"],
        captured_at=text["crawled_at"],
    )


def as_prediction(meeting: Meeting) -> dict[str, Any]:
    """A meeting in the form of the labels."""
    value = {name: fact.value for name, fact in meeting.facts() if name not in ("people", "posts", "roles")}
    return {
        "name": value["name"],
        "held_on": value.get("held_on"),
        "half_day": value.get("half_day"),
        "place": value.get("place"),
        "division": {"name": value.get("division"), "level": value["level"]},
        "body": value.get("convener"),
        "form": value["form"],
        "people": [
            {
                "name": person.name.value,
                "posts": [post.value for post in person.posts],
                "roles": [role.value for role in person.roles],
            }
            for person in meeting.people
        ],
        "orders": [list(order.evidence.at) for order in meeting.orders],
        "measures": [measure.value for measure in meeting.measures],
    }


def _scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _recall_by(scorer: ModuleType, predicted: dict[str, Any], gold: dict[str, Any]) -> None:
    """Recall of meetings and people by the level and by the form of the labelled meeting."""
    for kind in ("level", "form"):
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for text in gold["docs"]:
            for meeting in text["meetings"]:
                value = meeting["division"]["level"] if kind == "level" else meeting["form"]["kind"]
                groups[value].append({**text, "meetings": [meeting]})
        for value, texts in sorted(groups.items()):
            ids = {text["id"] for text in texts}
            scores = scorer.score(
                {"docs": [doc for doc in predicted["docs"] if doc["id"] in ids]}, {"docs": texts}
            )
            parts = (f"{fact} {scores[fact]['recall'] or 0:.2f}" for fact in scores if fact in _SHOWN)
            print(f"{kind} {value}: {len(texts)} labelled; recall of " + ", ".join(parts))


_SHOWN = (
    "meeting",
    "held_on",
    "form",
    "division level",
    "people: names (exact)",
    "orders (sentence overlap)",
)


def main(arguments: list[str]) -> None:
    folder = Path(next((one for one in arguments if not one.startswith("-")), DEFAULT))
    if not (folder / "gold.json").exists():
        print(f"{folder}: no labelled reports here")
        return
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    scorer = _scorer(folder)
    started = time.process_time()
    found = {text["id"]: facts(article_of(text)) for text in gold["docs"]}
    seconds = time.process_time() - started
    predicted = {
        "docs": [
            {"id": name, "meetings": list(map(as_prediction, meetings))} for name, meetings in found.items()
        ]
    }
    errors: list[tuple[str, ...]] = []
    scores = scorer.score(predicted, gold, errors=errors)
    print(f"{'fact':36} {'tp':>4} {'fp':>4} {'fn':>4}  precision  recall")
    for name, row in sorted(scores.items()):
        rates = "      ".join(
            "  -  " if row[one] is None else f"{row[one]:.3f}" for one in ("precision", "recall")
        )
        print(f"{name:36} {row['tp']:4} {row['fp']:4} {row['fn']:4}  {rates}")
    _recall_by(scorer, predicted, gold)
    characters = sum(len(text["body"]) for text in gold["docs"])
    print(f"{seconds / characters * 1e6:.2f} ms of CPU a thousand characters")
    if "--errors" in arguments:
        print(*("\t".join(error) for error in errors), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
