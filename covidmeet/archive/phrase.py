"""A phrase, however it was typed: how the full-text index is asked for it, and where it stands in a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from covidmeet.text.fold import fold, fold_with_offsets
from covidmeet.text.script import simplify

_BLANK = " ".encode("utf-32-le")


def spaced(text: str) -> str:
    """``text`` with a blank between its characters.

    >>> spaced("防控会")
    '防 控 会'
    """
    given = text.replace(" ", "").encode("utf-32-le", "surrogatepass")
    # On bytes: to join the characters as strings takes three times as long, for each article's text.
    made = bytearray(2 * (_BLANK * (len(given) // len(_BLANK))))
    for place in range(len(_BLANK)):
        made[place :: 2 * len(_BLANK)] = given[place :: len(_BLANK)]
    return made.decode("utf-32-le", "surrogatepass")[:-1]


class FoldedText:
    """A text as it is stored, folded when this is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        return without_blanks(fold(self.text))


class Phrase:
    """A phrase to look for, in either script and in any spelling that folds to the same.

    The same are width, case, dashes, blanks, and characters that nobody sees.
    """

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase.strip()
        wanted = sorted({without_blanks(fold(form)) for form in (self.phrase, simplify(self.phrase))})
        # Letters of a query without any token (only marks) would be a syntax error for the index.
        self.wanted = [form for form in wanted if any(map(str.isalnum, form))]

    def as_match(self) -> str:
        """The expression that asks the full-text index for it; empty where it has no letter."""
        return " OR ".join('"' + spaced(form).replace('"', '""') + '"' for form in self.wanted)

    def is_in(self, text: FoldedText) -> bool:
        """Whether the text, as it is stored, holds the phrase: the index ignores punctuation."""
        if not self.wanted:
            return False
        return self.phrase in text.text or any(form in text.folded for form in self.wanted)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Start and stop of all places of the phrase in the text as it is stored, in order."""
        if not self.is_in(FoldedText(text)):  # most texts: the offsets of the others take ten times as long
            return []
        folded = fold_with_offsets(text)
        kept = [i for i, char in enumerate(folded.text) if char not in " \t"]
        bare = "".join(folded.text[i] for i in kept)
        found = {(at, at + len(self.phrase)) for at in _places(text, self.phrase)}
        for form in self.wanted:
            for at in _places(bare, form):
                found.add((folded.offsets[kept[at]], folded.offsets[kept[at + len(form) - 1]] + 1))
        return sorted(found)


def _places(text: str, form: str) -> Iterator[int]:
    """The offsets of ``form`` in ``text``, one behind the other."""
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + len(form))


def without_blanks(folded: str) -> str:
    """Folded text without blanks, which are no part of a phrase."""
    return folded.replace(" ", "").replace("\t", "")
