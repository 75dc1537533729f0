"""What a task leaves beside its rows, and where: notes for the later rounds and for the end, a line each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HELD = "held"
"""A page that has other parts; read again with them in the last round."""
REVISIT = "revisit"
"""The revisits of a file."""
TOLD = "told"
"""A page that a file tells of without holding it."""
REDIRECT = "redirect"
CPU = "cpu"
"""The CPU time of a task in seconds."""
SKIPPED = "skipped"
"""A page of a later round that is passed over, by its place."""

ARTICLES, REJECTS, NOTES, COUNTS = "articles", "rejects", "notes.jsonl", "counts.json"
_SHARDS = "shards"


def shard(state: Path, of_round: str, task: int, what: str) -> Path:
    """The file of a task; ``what`` is its name with the ending of its format."""
    return state / of_round / _SHARDS / f"{task:05d}.{what}"


def completed(state: Path, of_round: str) -> list[int]:
    """The tasks of a round that the engine notes as completed, and whose files are all there."""
    folder = state / of_round / "completions"
    tasks = [int(file.name) for file in folder.glob("*") if file.name.isdigit()]
    return sorted(task for task in tasks if shard(state, of_round, task, COUNTS).is_file())


def notes_of(state: Path, of_round: str, kind: str) -> Iterator[dict[str, Any]]:
    """The notes of a kind, of the completed tasks in their order."""
    begins = f'{{"kind": "{kind}"'
    for task in completed(state, of_round):
        with shard(state, of_round, task, NOTES).open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(begins):
                    yield json.loads(line)


def counts_of(state: Path, of_round: str) -> Iterator[dict[str, Any]]:
    """What each completed task counted, by the number of the file (as text)."""
    for task in completed(state, of_round):
        yield json.loads(shard(state, of_round, task, COUNTS).read_text("utf-8"))


def as_line(kind: str, **told: Any) -> bytes:
    """A note, whose kind stands first."""
    return (json.dumps({"kind": kind, **told}) + "\n").encode()
