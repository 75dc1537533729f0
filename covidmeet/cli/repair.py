"""``covidmeet repair``: damaged text from files or a pipe, repaired."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass

import click

from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given

WOULD_CHANGE = 1
DAMAGE_LEFT = 2
_PIPE = "-"


@dataclass(frozen=True, slots=True)
class RepairedInput:
    """The text of one input, what was undone in it (rule → places), and how many places are left damaged."""

    text: str
    counts: dict[str, int]
    left: int


@click.command(cls=SubCommand, name="repair", example="covidmeet repair page.txt > repaired.txt")
@click.argument(
    "files", metavar="[FILE|- ...]", nargs=-1, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--check", is_flag=True, help="Print no text; end with 1 where something would be repaired.")
@pass_given
def command(given: Given, files: tuple[str, ...], check: bool) -> int:
    """Repair damaged text, of files or of standard input, and print it as UTF-8.

    Any charset: it is decided by the bytes. Wrong decodings are undone, then what mirrors do. Ends with 2
    where damage is left.
    """
    done = [(name, repaired(_bytes_of(name))) for name in files or (_PIPE,)]
    for name, found in done:
        if not check:
            _print(found.text)
        counts = ", ".join(f"{rule} {count}" for rule, count in sorted(found.counts.items()))
        given.say(f"{name}: {counts or 'nothing to repair'}; left damaged: {found.left}")
    if check and any(found.counts for _, found in done):
        return WOULD_CHANGE
    return DAMAGE_LEFT if any(found.left for _, found in done) else DONE


def repaired(data: bytes) -> RepairedInput:
    """Decode and repair ``data``; never raises."""
    from covidmeet.repair import repair
    from covidmeet.text.charset import decode

    decoded = decode(data)
    found = repair(decoded.text)
    counts = Counter(decoded.repairs) + Counter(found.counts)
    return RepairedInput(found.text, dict(counts), decoded.damaged + len(found.unrepaired))


def _bytes_of(name: str) -> bytes:
    with click.open_file(name, "rb") as stream:
        data: bytes = stream.read()
    return data


def _print(text: str) -> None:
    """To a console in its charset; to a file or another program always the same bytes."""
    if sys.stdout.isatty():
        click.echo(text, nl=False)
    else:
        click.echo(text.encode("utf-8", "surrogatepass"), nl=False)
