"""Cost (negative log probability, in nats) of a character under the hypothesis that it is undamaged."""

from __future__ import annotations

from functools import cache

from covidmeet.repair.language_model import LanguageModel

SAME_SCRIPT_COST = 5.0
"""For a letter of a script without tokens in the language model, after a letter of the same script."""
UNLIKELY_COST = 9.0
"""For such a letter after anything else, and for two accented Latin letters in a row."""
_GARBLED, _FEWEST, _JUDGED, _STRETCH = 8.5, 6, 300, 3
"""Mean cost from which a line is garbled, the fewest characters that tell, how many are judged, and how
many in a row tell of a lost byte."""

_SCRIPTS = (
    ("\x80", "\x9f", "control"),
    ("\u00a0", "\u00bf", "sign"),
    ("\u00c0", "\u024f", "latin"),
    ("\u0250", "\u036f", "phonetic"),
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u052f", "cyrillic"),
    ("\u0530", "\u1dff", "other"),
    ("\u1e00", "\u1eff", "latin"),
    ("\u2000", "\u2fff", "symbol"),
    ("\u3040", "\u30ff", "kana"),
    ("\u3100", "\u312f", "bopomofo"),
    ("\uac00", "\ud7ff", "hangul"),
    ("\ue000", "\uf8ff", "private"),
    ("\U00010000", "\U0001ffff", "symbol"),
)
_KNOWN = frozenset("·—‘’“”…　")
_NEVER_TEXT = frozenset(("control", "private"))


@cache
def script(char: str) -> str:
    """The script of a character without a token in the language model; "" for those that have one."""
    if char < "\x80":
        return "ascii" if char.isalpha() else ""
    if char in _KNOWN:
        return ""
    for first, last, name in _SCRIPTS:
        if first <= char <= last:
            return name
    return ""


def literal_cost(model: LanguageModel, context: str, char: str) -> float:
    """Nats for ``char`` after ``context``, if it is undamaged."""
    here = script(char)
    if not here or here == "ascii":
        return -model.logp(context, char)
    if here in _NEVER_TEXT:
        return UNLIKELY_COST
    before = script(context[-1:]) if context else here
    if here == "latin":
        return SAME_SCRIPT_COST if before == "ascii" or not context or context[-1] in " \n" else UNLIKELY_COST
    return SAME_SCRIPT_COST if before == here or not context else UNLIKELY_COST


def has_garbled_stretch(text: str, model: LanguageModel) -> bool:
    """Whether some ``_STRETCH`` characters in a row are as unlikely as those of a wrong decoding."""
    costs = [
        literal_cost(model, text[max(at - 3, 0) : at], char) for at, char in enumerate(text) if char > "\x7f"
    ]
    total = sum(costs[:_STRETCH])
    for at in range(_STRETCH, len(costs)):
        if total > _GARBLED * _STRETCH:
            return True
        total += costs[at] - costs[at - _STRETCH]
    return len(costs) >= _STRETCH and total > _GARBLED * _STRETCH


def is_garbled(line: str, model: LanguageModel) -> bool:
    """Whether the characters of a line are on average as unlikely as those of a wrong decoding."""
    beginning = line[:_JUDGED]
    costs = [
        literal_cost(model, beginning[max(at - 3, 0) : at], char)
        for at, char in enumerate(beginning)
        if char > "\x7f"
    ]
    return len(costs) >= _FEWEST and sum(costs) > _GARBLED * len(costs)
