"""Queries that somebody watches, in a file beside the archive: a reader need not write the archive."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from covidmeet.atomic_file import PRIVATE, write_text
from covidmeet.language import _

_ENDING = "-watches.json"


@dataclass(slots=True)
class Watch:
    """``beyond``: the rowid of the last article that was there when new hits were last told."""

    query: str
    beyond: int = 0


class DamagedWatches(ValueError):
    """A file that is none of these."""


def file_of(archive: Path) -> Path:
    """Where the watches of an archive are."""
    return archive.with_name(archive.name + _ENDING)


def read_watches(archive: Path) -> list[Watch]:
    """In the order in which they were added; raises ``DamagedWatches``, and ``OSError``."""
    path = file_of(archive)
    try:
        return [Watch(str(one["query"]), int(one["beyond"])) for one in json.loads(path.read_bytes())]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedWatches(
            _("{path}: is no list of watched queries; remove it to begin anew", path=path)
        ) from error


def write_watches(archive: Path, watches: list[Watch]) -> None:
    """Raises ``OSError``."""
    text = json.dumps([asdict(watch) for watch in watches], ensure_ascii=False, indent=1)
    write_text(file_of(archive), text + "\n", PRIVATE)
