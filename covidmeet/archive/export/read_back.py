"""Reading an exported CSV or TSV file."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from covidmeet.archive.export.cells import restore
from covidmeet.archive.export.compression import opened, without_compression

# A body can be longer than the csv module's default field limit of 128 KiB.
_FIELD_LIMIT = min(sys.maxsize, 2**31 - 1)


def read_csv(path: str | Path) -> Iterator[dict[str, str]]:
    """The rows of an exported CSV or TSV file, packed or not, each field as it stands in the archive.

    Where the archive has nothing, the field is empty.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    delimiter = "\t" if without_compression(Path(path).name)[0].lower().endswith(".tsv") else ","
    with opened(path) as stream:
        for row in csv.DictReader(stream, delimiter=delimiter):
            yield {name: restore(value) for name, value in row.items()}
