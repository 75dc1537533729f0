"""Candidates for a lost byte, and prior log probabilities of what may stand there.

All values are natural logarithms, added to the language model's.
"""

from __future__ import annotations

from functools import cache

from covidmeet.repair.mirror.cp936 import CHAR_OF, LEADS, TRAILS

SWALLOWED_PRIOR = (
    dict.fromkeys(" -./%+*=#$", -2.0) | dict.fromkeys("\r\t<>&\"'", -6.0) | dict.fromkeys("(),:;!?", -8.0)
)
"""ASCII byte -> prior of being swallowed by a lead byte where the kit inserted nothing.

Markup is unlikely, for it leaves the rest of itself, and so are marks, for Chinese text has full-width ones.
Bytes that the page does not have elsewhere are less likely still.
"""

SPLIT_PRIOR = {"。": 1.0, "！": -0.5, "啊": -2.5, "\u3000": -6.0}
"""Correction for a character that a control character split: an exclamation mark would itself have been hit,
wide spaces stand at the start of paragraphs, and the press has fewer interjections than the sources of the
language model."""

WIDE_SPACE_PENALTY = -8.0
"""The same for a wide space at the end of a run, where a line ends or a number begins."""

INDENT_PRIOR = {"\u3000": 5.0}
"""Correction at the start of a line or after another wide space: paragraphs begin with two wide spaces."""

DOUBLED_MARKS = frozenset("…—")
SINGLE_PENALTY = -3.0
"""Marks that come in twos, and the penalty for one of them alone."""

BYLINE_ENDINGS = frozenset(("記者", "作者", "編輯", "訊員", "來源", "校對"))
"""What ends with a space before a name."""

BRACKET_PRIOR = {"省": 3.0, "印": -1.0, "小": -2.0, "啊": -3.0}
"""Correction for an opening bracket after a character: 省（区、市） is common, 小（ is not."""


@cache
def leads_before(trail: int) -> tuple[tuple[int, str], ...]:
    """Lead bytes, and the characters that they make with the last byte ``trail``."""
    return tuple((lead, CHAR_OF[lead << 8 | trail]) for lead in LEADS if not _private(lead << 8 | trail))


@cache
def trails_after(lead: int) -> tuple[tuple[int, str], ...]:
    """Last bytes that are also lead bytes, and the characters that they make with the first byte ``lead``."""
    trails = (trail for trail in TRAILS if trail in LEADS and not _private(lead << 8 | trail))
    return tuple((trail, CHAR_OF[lead << 8 | trail]) for trail in trails)


def _private(code: int) -> bool:
    return "\ue000" <= CHAR_OF[code] <= "\uf8ff"
