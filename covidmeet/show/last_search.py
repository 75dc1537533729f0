"""The hits of the last search in an archive, so that ``show 3`` means the third of them.

Kept in the user's folder for state (platformdirs: ``~/.local/state/covidmeet`` on Linux), not in the archive.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_FILE = "last-search.json"
_MOST_ARCHIVES = 50  # those searched last
_MOST_HITS = 10_000


def remember(archive: Path, hits: Sequence[str], first: int = 0, file: Path | None = None) -> None:
    """Keep the ``url_hash`` of each hit, of which ``first`` others are not shown, by their numbers.

    A folder that cannot be written is no reason to fail.
    """
    with suppress(OSError):
        file = file or state_file()
        known = _read(file)
        key = str(archive.resolve())
        known.pop(key, None)
        known[key] = ([""] * min(first, _MOST_HITS) + list(hits))[:_MOST_HITS]
        _write(file, dict(list(known.items())[-_MOST_ARCHIVES:]))


def last_hits(archive: Path, file: Path | None = None) -> list[str] | None:
    """What ``remember`` kept, empty for hits that were not shown; None where no search is remembered."""
    return _read(file or state_file()).get(str(archive.resolve()))


def state_file() -> Path:
    """Where it is kept."""
    from platformdirs import user_state_path

    return user_state_path("covidmeet", appauthor=False) / _FILE


def _read(file: Path) -> dict[str, list[str]]:
    """Empty where there is none, or something else."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        key: hits
        for key, hits in found.items()
        if isinstance(hits, list) and all(isinstance(hit, str) for hit in hits)
    }


def _write(file: Path, known: dict[str, list[str]]) -> None:
    """The whole file or nothing: another search may be reading it."""
    from covidmeet.atomic_file import PRIVATE, write_text  # not before it is needed

    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, json.dumps(known, ensure_ascii=False), PRIVATE)
