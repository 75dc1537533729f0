"""The damage, run forward: what a mirror kit does to a Chinese page, step by step.

Written from the description of the kits and not from the repair, so that a mistake in one is not a mistake
in both.  Every function takes and gives what the step itself works on: text, then bytes, then text.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parents[3] / "covidmeet" / "repair" / "mirror" / "readings.tsv"
MARKS = "，。、？！"
HALF_WIDTH = str.maketrans("，！？：；（）", ",!?:;()")
NARROWED = {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)} | {0x3000: " "}
"""What turns every full-width form of an ASCII character half-width."""
NARROWED_LETTERS = {wide: char for wide, char in NARROWED.items() if char.isalnum()}


@dataclass(frozen=True)
class Kit:
    """One kit as it is set up on one page."""

    readings: Mapping[str, str]
    """Annotated character -> what stands between the parentheses, in the order of the kit's own list."""
    rate: float = 0.75
    """How often a hit mark gets control characters."""
    overlapping: bool = False
    """Whether a mark that begins with the last byte of another one is hit as well."""
    marks: str = MARKS
    """The marks that are hit."""


def ranking(step: int) -> dict[str, str]:
    """The readings of the commonest kit up to ``step`` (0 to 9) of its ranking, the last step first."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {char: reading for at, char, reading in reversed(rows) if int(at) <= step}


def encode(text: str) -> bytes:
    """GBK; what it cannot hold is a literal question mark."""
    return text.encode("gbk", "replace")


def annotate(data: bytes, readings: Mapping[str, str]) -> bytes:
    """Put the reading after the two bytes of each character, wherever they stand."""
    for char, reading in readings.items():
        code = char.encode("gbk")
        # The readings travel as UTF-8 between marks that no step looks at, and come out in ``decode``.
        data = data.replace(code, code + b"(\x00" + reading.encode("utf-8").hex().encode() + b"\x01)")
    return data


def sprinkle(data: bytes, kit: Kit, rng: random.Random) -> bytes:
    """Put one to five control characters before the two bytes of a hit mark, wherever they stand."""
    marks = {mark.encode("gbk") for mark in kit.marks}
    out = bytearray()
    at = 0
    while at < len(data):
        if data[at : at + 2] in marks:
            if rng.random() < kit.rate:
                out += bytes(rng.choice((5, 6, 7, 8)) for _ in range(rng.randint(1, 5)))
            if not kit.overlapping:
                out.append(data[at])
                at += 1
        out.append(data[at])
        at += 1
    return bytes(out)


def pair(lead: int, trail: int) -> str:
    """The character of two bytes, the user-defined areas included."""
    if 0xAA <= lead <= 0xAF and trail >= 0xA1:
        return chr(0xE000 + (lead - 0xAA) * 94 + trail - 0xA1)
    if 0xF8 <= lead <= 0xFE and trail >= 0xA1:
        return chr(0xE234 + (lead - 0xF8) * 94 + trail - 0xA1)
    if 0xA1 <= lead <= 0xA7 and trail <= 0xA0:
        return chr(0xE4C6 + (lead - 0xA1) * 96 + trail - 0x40 - (trail > 0x7F))
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        # Reserved codes of the other rows: private use as well, and GB 18030 has kept Windows' choice.
        return bytes((lead, trail)).decode("gb18030")


def decode(data: bytes) -> str:
    """Code page 936 as Windows reads it: a lead byte with no trail byte after it makes one ``?``."""
    out: list[str] = []
    at = 0
    while at < len(data):
        lead = data[at]
        if lead == 0:
            end = data.index(1, at)
            out.append(bytes.fromhex(data[at + 1 : end].decode()).decode("utf-8"))
            at = end + 1
        elif lead < 0x80:
            out.append(chr(lead))
            at += 1
        elif lead == 0x80:
            out.append("€")
            at += 1
        elif at + 1 == len(data):
            out.append("?")
            at += 1
        elif data[at + 1] < 0x40 or data[at + 1] == 0x7F:
            out.append("?")
            at += 2
        else:
            out.append(pair(lead, data[at + 1]))
            at += 2
    return "".join(out)


def damage(
    text: str,
    kit: Kit,
    seed: int = 0,
    *,
    controls: str = "",
    half_width: bool = False,
    narrowed: Mapping[int, str] | None = None,
) -> str:
    """The page as a later text corpus shows it.

    ``controls``: what becomes of the control characters: dropped (``""``), a space for each row of them
    (``" "``) or for each of them (``"each"``), or kept (``"keep"``).

    ``half_width``: whether the marks were turned half-width in the end.  ``narrowed``: what else was.
    """
    rng = random.Random(seed)
    seen = decode(sprinkle(annotate(encode(text), kit.readings), kit, rng))
    if controls == "each":
        seen = seen.translate(dict.fromkeys(range(5, 9), " "))
    elif controls != "keep":
        seen = "".join(_without_controls(seen, controls))
    return (seen.translate(HALF_WIDTH) if half_width else seen).translate(narrowed or {})


def _without_controls(seen: str, instead: str) -> list[str]:
    out: list[str] = []
    for char in seen:
        if "\x05" <= char <= "\x08":
            if not out or out[-1] != instead:
                out.append(instead)
        else:
            out.append(char)
    return out
