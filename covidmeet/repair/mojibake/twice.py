"""UTF-8 that was read as Latin-1 or cp1252, stored as UTF-8, and read so once more (double encoding)."""

from __future__ import annotations

import re

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake.channels import UTF8_AS_CP1252, UTF8_AS_LATIN1
from covidmeet.repair.mojibake.decoders import CP1252, LATIN1, LOSS_MARKS, REPLACEMENT, Decoder
from covidmeet.repair.mojibake.selection import select
from covidmeet.repair.mojibake.utf8_reading import Readers

RULE = "utf8_twice"

_HIGH = "\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_RUN = re.compile(f"[Âà-ïÃÅÆËâ][{_HIGH}?\ufffd](?:[{_HIGH} -~\ufffd]*[{_HIGH}\ufffd])?")
_TYPICAL = re.compile(f"[ÂÃ][{_HIGH}][{_HIGH}ÂÃÅÆËâ]")
_LEADS = re.compile(
    b"([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})|([\xc2-\xef][\x80-\xbf]?)[?]?|([\x80-\xff])"
)

_MOST_LOST = 1 / 3
"""Share of the characters between the two layers beyond which the search would find nothing."""
_DECODERS = UTF8_AS_LATIN1.decoders + UTF8_AS_CP1252.decoders


def suspected(line: str) -> bool:
    """Whether a line has the letters that each byte becomes in the second round."""
    return len(_TYPICAL.findall(line)) >= 2


def unwrapped(line: str, model: LanguageModel) -> list[tuple[int, str, str, bool]]:
    """Offset, what was seen, the original text, and whether damaging that twice gives what was seen."""
    found = []
    for match in _RUN.finditer(line):
        for decoder in (LATIN1, CP1252):
            text = _inside(match.group(), decoder, model)
            if text is not None:
                found.append((match.start(), match.group(), text, _produces(text, match.group())))
                break
    return found


def _inside(run: str, decoder: Decoder, model: LanguageModel) -> str | None:
    """The original text of a run, if undoing one layer leaves another that can be undone as a whole."""
    sources = [decoder.source(char) if char != REPLACEMENT else b"?" for char in run]
    if None in sources:
        return None
    data = b"".join(source for source in sources if source is not None)
    once = _LEADS.sub(_completed, data).decode("utf-8", "replace")
    if once.count(REPLACEMENT) > _MOST_LOST * len(once):
        return None
    found = select(once, model, (), Readers())
    if not found or any(candidate.channel.encoding != "utf-8" for candidate in found):
        return None
    text = once
    for candidate in reversed(found):
        span = candidate.span
        text = text[: span.start] + span.text + text[span.stop :]
    left = sum("\x80" <= char <= "\xff" for char in text)
    return text if 20 * left <= len(text) else None


def _completed(match: re.Match[bytes]) -> bytes:
    """A complete character stays; one that lost bytes becomes U+FFFD."""
    return match.group(1) or REPLACEMENT.encode()


def _produces(text: str, seen: str) -> bool:
    return any(
        _misread(_misread(text, first, mark), second, mark) == seen
        for first in _DECODERS
        for second in _DECODERS
        for mark in LOSS_MARKS
    )


def _misread(text: str, decoder: Decoder, mark: str) -> str:
    return decoder.read(text.encode("utf-8", "replace"), mark)
