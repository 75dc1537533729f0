"""The files of a corpus, one a task: rows as Parquet or as lines of JSON, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from covidmeet.atomic_file import replacing
from covidmeet.items import COLUMNS as OF_ARTICLE
from covidmeet.items import Article

Row = dict[str, Any]

ADDED = (
    *("position", "own_hash", "unfinished", "length", "status", "digest"),
    *("fixes", "meetings", "given", "parts"),
)
"""Beside the archive's columns: what the choice among several captures and an archive need."""
ARTICLES = (*OF_ARTICLE, *ADDED)
REJECTS = (
    *("url", "reason", "detail", "warc", "captured_at"),
    *("position", "own_hash", "url_hash", "status", "digest", "taken"),
)
_NUMBERS = frozenset({"doubtful", "unfinished", "length", "status", "taken"})
_GROUP_BYTES = 4 << 20
_GROUP_ROWS = 1_000


class ShardWriter:
    """Rows into one file that is there when the block ends without an exception."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path, self._columns = path, tuple(columns)
        self._rows: list[Row] = []
        self._bytes = 0
        self._stack = ExitStack()
        self._parquet: Any = None

    def __enter__(self) -> ShardWriter:
        self._stream = self._stack.enter_context(replacing(self._path))
        if self._path.suffix == ".parquet":
            import pyarrow.parquet as pq

            self._schema = schema(self._columns)
            self._parquet = pq.ParquetWriter(
                self._stream, self._schema, compression="zstd", compression_level=1
            )
        return self

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            self._flush()
        if self._parquet is not None:
            self._parquet.close()
        self._stack.__exit__(*error)

    def add(self, row: Row) -> None:
        """Write a row, which has a value for each column."""
        self._rows.append(row)
        self._bytes += sum(len(value) for value in row.values() if isinstance(value, str))
        if self._bytes >= _GROUP_BYTES or len(self._rows) >= _GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._parquet is None:
            for row in self._rows:
                ordered = {name: row[name] for name in self._columns}
                line = json.dumps(ordered, ensure_ascii=False)
                self._stream.write(line.encode("utf-8", "backslashreplace") + b"\n")
        elif self._rows:
            import pyarrow as pa

            rows = [{name: _storable(row[name]) for name in self._columns} for row in self._rows]
            self._parquet.write_table(pa.Table.from_pylist(rows, self._schema))
        self._rows, self._bytes = [], 0


def schema(columns: Sequence[str]) -> Any:
    """Texts but for a few numbers; each column with its meaning."""
    import pyarrow as pa

    meanings = {name: field.metadata for name, field in Article.__dataclass_fields__.items()}
    return pa.schema(
        [
            pa.field(
                name,
                pa.int64() if name in _NUMBERS else pa.string(),
                metadata={"description": meanings[name]["meaning"]} if name in OF_ARTICLE else None,
            )
            for name in columns
        ]
    )


def rows_of(path: Path, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """The rows of a shard in their order; of Parquet only the ``columns`` are read, where some are named."""
    if path.suffix != ".parquet":
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
        return
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=200, columns=list(columns) if columns else None):
            yield from batch.to_pylist()


def _storable(value: Any) -> Any:
    """No text of a page has lone surrogates, but the name of a file may."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
