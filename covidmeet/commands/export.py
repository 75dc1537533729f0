"""``scrapy export``: the articles of the archive as CSV or JSON lines."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import IO

from scrapy.exceptions import UsageError

from covidmeet.archive.export import WRITERS, Row, rows
from covidmeet.crawl.own_command import ArchiveCommand


class Command(ArchiveCommand):
    """Streams: the archive is never in memory as a whole."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Write the archived articles as CSV or JSON lines"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", choices=sorted(WRITERS), help="default: by FILE's ending, else csv")
        parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
        parser.add_argument("--bom", action="store_true", help="begin with a byte order mark, for Excel")

    def check(self, args: list[str]) -> None:
        if args:
            raise UsageError("export takes options only; -o FILE names the output")

    def read(self, db: Connection, args: list[str], opts: argparse.Namespace) -> None:
        written = self._write(rows(db), opts)
        if opts.output:
            print(f"{written} articles written to {opts.output}", file=sys.stderr)

    def _write(self, articles: Iterator[Row], opts: argparse.Namespace) -> int:
        form = opts.format or ("jsonl" if str(opts.output).endswith((".jsonl", ".ndjson")) else "csv")
        encoding = "utf-8-sig" if opts.bom else "utf-8"
        if not opts.output:
            stream = io.TextIOWrapper(sys.stdout.buffer, encoding=encoding, newline="")
            written = _run(form, articles, stream)
            stream.detach()
            return written
        target = Path(opts.output)
        if target.exists() and not target.is_file():  # a device or a pipe
            with target.open("w", encoding=encoding, newline="") as stream:
                return _run(form, articles, stream)
        # A half-written export must not pass for a whole one, nor replace the last whole one.
        part = target.with_name(target.name + ".part")
        try:
            with part.open("w", encoding=encoding, newline="") as stream:
                written = _run(form, articles, stream)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return written


def _run(form: str, articles: Iterator[Row], stream: IO[str]) -> int:
    written = WRITERS[form](articles, stream)
    stream.flush()
    return written
