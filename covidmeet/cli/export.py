"""``covidmeet export``: the articles of the archive as CSV or JSON lines."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from covidmeet.archive.export import WRITERS, Row, rows
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given


@click.command(cls=SubCommand, name="export", example="covidmeet export -o articles.csv --bom")
@click.option(
    "--format", "form", type=click.Choice(sorted(WRITERS)), help="Default: by FILE's ending, else csv."
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Default: standard output."
)
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, for Excel.")
@pass_given
def command(given: Given, form: str | None, output: Path | None, bom: bool) -> None:
    """Write the archived articles as CSV or JSON lines.

    Streams: the archive is never in memory as a whole.
    """
    form = form or ("jsonl" if str(output).endswith((".jsonl", ".ndjson")) else "csv")
    encoding = "utf-8-sig" if bom else "utf-8"
    written = _write(rows(given.open()), form, encoding, output)
    if output:
        given.say(f"{written} articles written to {output}")


def _write(articles: Iterator[Row], form: str, encoding: str, target: Path | None) -> int:
    if target is None:
        stream = io.TextIOWrapper(sys.stdout.buffer, encoding=encoding, newline="")
        written = _run(form, articles, stream)
        stream.detach()
        return written
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
