"""What can stand for a byte that is lost."""

from __future__ import annotations

from functools import cache

from covidmeet.repair.mirror.cp936 import CHAR_OF, LEADS, TRAILS

EATEN = dict.fromkeys(" -./%+*=#$", -2.0) | dict.fromkeys("\r\t<>&\"'", -6.0) | dict.fromkeys("(),:;!?", -9.0)
"""Which ASCII byte a last byte may have swallowed when nothing of the kit stood there, and what speaks
against it (natural logarithm): markup leaves the rest of itself, and Chinese text has full-width marks.
Only bytes that the page has elsewhere are tried, and these: """
ALWAYS_EATEN = " .-"

ODD = {"！": -3.0, "啊": -2.0, "\u3000": -6.0}
"""What speaks against a character that a control character split, beyond the language model: an exclamation
mark would itself have been hit, wide spaces stand at the start of paragraphs, and the press is less
talkative than what the model was built from."""

INDENT = {"\u3000": 5.0}
"""What speaks for a wide space at the start of a line or after another one: paragraphs begin with two."""

TWINS = frozenset("…—")
HALF_OF_TWINS = -3.0
"""Marks that come in twos, and what speaks against one of them alone."""

BYLINE = frozenset(("記者", "作者", "編輯", "訊員", "來源", "校對"))
"""What ends with a space before a name."""

BEFORE_BRACKET = {"省": 3.0, "印": -1.0, "小": -2.0, "啊": -3.0}
"""What speaks for and against a character before a bracket: 省（区、市） is common, 小（ is not."""


@cache
def leads_before(trail: int) -> tuple[tuple[int, str], ...]:
    """Lead bytes, and characters with them, whose last byte is ``trail``."""
    return tuple((lead, CHAR_OF[lead << 8 | trail]) for lead in LEADS if not _private(lead << 8 | trail))


@cache
def trails_after(lead: int) -> tuple[tuple[int, str], ...]:
    """Last bytes that are also lead bytes, and characters with them, whose first byte is ``lead``."""
    trails = (trail for trail in TRAILS if trail in LEADS and not _private(lead << 8 | trail))
    return tuple((trail, CHAR_OF[lead << 8 | trail]) for trail in trails)


def _private(code: int) -> bool:
    return "\ue000" <= CHAR_OF[code] <= "\uf8ff"
