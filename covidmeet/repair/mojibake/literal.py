"""What it costs to believe that a character is meant as it stands."""

from __future__ import annotations

from functools import cache

from covidmeet.repair.language_model import LanguageModel

FOREIGN = 5.0
"""Nats for a letter of a script that the language model does not know, after a letter of the same script."""
STRANGE = 9.0
"""Nats for such a letter after anything else, and for two accented Latin letters in a row."""

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
_ALWAYS_STRANGE = frozenset(("control", "private"))


@cache
def script(char: str) -> str:
    """The script of a character that the language model does not know; "" for those that it knows."""
    if char < "\x80":
        return "ascii" if char.isalpha() else ""
    if char in _KNOWN:
        return ""
    for first, last, name in _SCRIPTS:
        if first <= char <= last:
            return name
    return ""


def literal_cost(model: LanguageModel, context: str, char: str) -> float:
    """Nats for ``char`` after ``context``, if nothing is wrong with it."""
    here = script(char)
    if not here or here == "ascii":
        return -model.logp(context, char)
    if here in _ALWAYS_STRANGE:
        return STRANGE
    before = script(context[-1:]) if context else here
    if here == "latin":
        return FOREIGN if before == "ascii" or not context or context[-1] in " \n" else STRANGE
    return FOREIGN if before == here or not context else STRANGE
