"""``covidmeet repair``: damaged text from files or a pipe, repaired."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _

if TYPE_CHECKING:
    from covidmeet.repair import Repair

WOULD_CHANGE = 1
DAMAGE_LEFT = 2
_PIPE = "-"


_CONTEXT = 8  # characters shown on either side of a repair


@dataclass(frozen=True, slots=True)
class RepairedInput:
    """The repair of one input: its charset, what was undone (rule → places), and how much is left damaged."""

    charset: str
    repair: Repair
    counts: dict[str, int]
    left: int


@click.command(cls=SubCommand, name="repair", example="covidmeet repair page.txt > repaired.txt")
@click.argument(
    "files", metavar="[FILE|- ...]", nargs=-1, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--check", is_flag=True, help="Print no text; end with 1 where something would be repaired.")
@click.option("--explain", is_flag=True, help="Tell every repair, with its line and how sure it is.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a file, with text and repairs.")
@pass_given
def command(given: Given, files: tuple[str, ...], check: bool, explain: bool, as_json: bool) -> int:
    """Repair damaged text, of files or of standard input, and print it as UTF-8.

    Any charset: it is decided by the bytes. Wrong decodings are undone, then what mirrors do. Ends with 2
    where damage is left.
    """
    done = [(name, repaired(_bytes_of(name))) for name in files or (_PIPE,)]
    for name, found in done:
        if not check:
            _print(
                json.dumps(_as_object(name, found), ensure_ascii=False) + "\n"
                if as_json
                else found.repair.text
            )
        if explain:
            for sentence in explanations(found.repair):
                click.echo(sentence, err=True)
        counts = ", ".join(f"{rule} {count}" for rule, count in sorted(found.counts.items()))
        given.say(
            _(
                "{name}: {counts}; left damaged: {left}",
                name=name,
                counts=counts or _("nothing to repair"),
                left=found.left,
            )
        )
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
    return RepairedInput(decoded.encoding, found, dict(counts), decoded.damaged + len(found.unrepaired))


def explanations(found: Repair) -> Iterator[str]:
    """A line for each repair, and for each damaged place that is left."""
    for fix in found.fixes:
        stop = fix.offset + len(fix.after)
        before = found.text[max(fix.offset - _CONTEXT, 0) : fix.offset].rpartition("\n")[2]
        behind = found.text[stop : stop + _CONTEXT].partition("\n")[0]
        sure = _(", {confidence:.0%} sure", confidence=fix.confidence) + (
            _(", else {runner_up}", runner_up=fix.runner_up) if fix.runner_up else ""
        )
        shown = f"{before}〖{fix.before} → {fix.after}〗{behind}".replace("\n", "⏎")
        yield _(
            "line {line}: {shown} ({rule}{sure})",
            line=_line(found.text, fix.offset),
            shown=shown,
            rule=fix.rule,
            sure=sure if fix.doubtful else "",
        )
    for place in found.unrepaired:
        line = _line(found.text, place.offset)
        yield _(
            "line {line}: {seen} (left as found, {rule})", line=line, seen=place.seen, rule=place.rule
        ).replace("\n", "⏎")


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _as_object(name: str, found: RepairedInput) -> dict[str, object]:
    return {
        "name": name,
        "charset": found.charset,
        "text": found.repair.text,
        "fixes": [asdict(fix) for fix in found.repair.fixes],
        "unrepaired": [asdict(place) for place in found.repair.unrepaired],
        "counts": found.counts,
        "confidence": found.repair.confidence,
        "left": found.left,
    }


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
