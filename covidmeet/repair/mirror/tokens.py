"""What the shown text is made of: readings, cut readings, and marks that were hit."""

from __future__ import annotations

import re

from covidmeet.repair.mirror.readings import READING

HALF = {",": 0xA3AC, "!": 0xA3A1, "?": 0xA3BF, ":": 0xA3BA, ";": 0xA3BB, "(": 0xA3A8, ")": 0xA3A9}
"""What half-width marks may have been before they were narrowed."""

ORPHAN = re.compile(rf"\?({READING}) ?\)")
"""A reading whose parenthesis was swallowed."""
PLAIN = re.compile(rf"\(({READING}) ?\)")
"""A reading."""
SKIPPED = re.compile(r"[ \x05-\x08]+(?=[，。、？！,?!])")
"""Control characters before a mark, or the spaces that took their place."""


def cut_mark(lost: int, *, half_width: bool, spaced: bool) -> re.Pattern[str]:
    """What shows of ``lost`` bytes that control characters swallowed, and the mark that follows these.

    ``half_width``: marks may have been narrowed.  ``spaced``: control characters may show as spaces.
    """
    gap = "[ \x05-\x08]*" if spaced else "[\x05-\x08]*"
    return re.compile(rf"\?{gap}" * lost + f"([，。、？！{',?!' if half_width else ''}])")
