"""UTF-8 that was read as Latin-1 or cp1252, stored as UTF-8, and read wrongly once more."""

from __future__ import annotations

import re

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake.channels import UTF8_AS_CP1252, UTF8_AS_LATIN1
from covidmeet.repair.mojibake.decoders import CP1252, LATIN1, LOSS_MARKS, REPLACEMENT, Decoder
from covidmeet.repair.mojibake.judge import verdicts

RULE = "utf8_twice"

_HIGH = "\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_RUN = re.compile(f"[Âà-ïÃÅÆËâ][{_HIGH}?\ufffd](?:[{_HIGH} -~\ufffd]*[{_HIGH}\ufffd])?")
_TYPICAL = re.compile(f"[ÂÃ][{_HIGH}][{_HIGH}ÂÃÅÆËâ]")
_LEADS = re.compile(
    b"([\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})|([\xc2-\xef][\x80-\xbf]?)[?]?|([\x80-\xff])"
)

_DECODERS = UTF8_AS_LATIN1.decoders + UTF8_AS_CP1252.decoders


def suspected(line: str) -> bool:
    """Whether a line has the letters that the second round makes of every byte."""
    return len(_TYPICAL.findall(line)) >= 2


def unwrapped(line: str, model: LanguageModel) -> list[tuple[int, str, str, bool]]:
    """Offset, what was seen, the text, and whether damaging it twice gives what was seen."""
    found = []
    for match in _RUN.finditer(line):
        for decoder in (LATIN1, CP1252):
            text = _inside(match.group(), decoder, model)
            if text is not None:
                found.append((match.start(), match.group(), text, _gives(text, match.group())))
                break
    return found


def _inside(run: str, decoder: Decoder, model: LanguageModel) -> str | None:
    """The text behind a run, if peeling one layer leaves another that the judge undoes whole."""
    sources = [decoder.source(char) if char != REPLACEMENT else b"?" for char in run]
    if None in sources:
        return None
    data = b"".join(source for source in sources if source is not None)
    once = _LEADS.sub(_peeled, data).decode("utf-8", "replace")
    judged = verdicts(once, model, ())
    if not judged or any(verdict.channel.encoding != "utf-8" for verdict in judged):
        return None
    text = once
    for verdict in reversed(judged):
        text = text[: verdict.stretch.start] + verdict.stretch.text + text[verdict.stretch.stop :]
    left = sum("\x80" <= char <= "\xff" for char in text)
    return text if 20 * left <= len(text) else None


def _peeled(match: re.Match[bytes]) -> bytes:
    """A whole character stays; one that lost bytes becomes a mark of the loss."""
    return match.group(1) or REPLACEMENT.encode()


def _gives(text: str, seen: str) -> bool:
    return any(
        _wrong(_wrong(text, first, mark), second, mark) == seen
        for first in _DECODERS
        for second in _DECODERS
        for mark in LOSS_MARKS
    )


def _wrong(text: str, decoder: Decoder, mark: str) -> str:
    return decoder.read(text.encode("utf-8", "replace"), mark)
