"""Selection among the candidate repairs of a line, by channel, decoder and way of showing losses.

A candidate is accepted if it is likelier than the text as it stands by a margin and plausible by itself.  All
gains and costs are in nats: natural logarithms of probabilities, costs with the sign changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from math import exp

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake import detectors
from covidmeet.repair.mojibake.candidates import MAX_COST, Candidate, gain_of, is_explained, is_whole, rest_of
from covidmeet.repair.mojibake.channel_search import SWITCH_COST, ChannelSearch, DamagedSpan
from covidmeet.repair.mojibake.channels import (
    BIG5_AS_GBK,
    GBK_AS_BIG5,
    GBK_AS_CP1252,
    GBK_AS_LATIN1,
    UTF8_AS_CP1252,
    UTF8_AS_GBK,
    UTF8_AS_LATIN1,
    Channel,
)
from covidmeet.repair.mojibake.decoders import QUESTION, REPLACEMENT, Decoder
from covidmeet.repair.mojibake.encodings import decode, encode
from covidmeet.repair.mojibake.lattice_parts import SpanPart
from covidmeet.repair.mojibake.literal import has_garbled_stretch, is_garbled, literal_cost
from covidmeet.repair.mojibake.remains import is_half_repaired, remains
from covidmeet.repair.mojibake.scripts import other_script
from covidmeet.repair.mojibake.search_limits import samples
from covidmeet.repair.mojibake.utf8_reading import Readers, spans

MIN_GAIN = 12.0
"""By how much a repair must be likelier than the text as it stands."""
MIN_GAIN_KNOWN = 3.0
"""The same where another line of the text has this damage for certain."""
_MAX_COST_LONG = 8.3
_LONG = 10
"""The same for texts from that many characters on: Greek, Cyrillic or Korean bytes give likelier ones."""
MAX_COST_KNOWN = 14.0
_NEARLY = 8.0
"""Nats by which another reader may be behind and still be in the running."""
_IN_DOUBT, _IN_DOUBT_WHOLE, _IN_DOUBT_MARKED = 0.5, 0.15, 0.8
"""Confidence of a place that another reader explains than that of the page, or that may have lost bytes; of a
whole stretch of Big5 that lost some: two to forty in a hundred are right to the letter; of GBK as Big5 where
marks show the losses."""


def select(
    line: str, model: LanguageModel, known_rules: Collection[str], readers: Readers
) -> list[Candidate]:
    """The accepted candidates for the damaged parts of a line, all of the one channel that gains most.

    ``known_rules``: the damage that other lines of the text have for certain; ``readers``: which wrong
    decoders explained them.
    """
    best: list[Candidate] = []
    for channel in _channels(line, known_rules):
        known = channel.rule in known_rules
        found = _plain(line, channel, model, known)
        exact = bool(found) and all(candidate.verified for candidate in found)
        if channel is GBK_AS_BIG5 and any(_may_lack_bytes(one.span.text, model) for one in found):
            exact = False
        # Two bytes a character: where all of them give one, no other decoding has lost fewer.
        if not (exact and (channel.encoding != "utf-8" or is_explained(line, found, model))):
            more = _of_utf8 if channel.encoding == "utf-8" else _of_two_bytes
            found = max(found, more(line, channel, model, known, readers), key=gain_of)
        if gain_of(found) > gain_of(best):
            best = found
        if best and is_explained(line, best, model):
            break
    whole = is_whole(line, best) and not (best and is_garbled(_rest(line, best), model))
    if best and best[0].channel is GBK_AS_BIG5:
        whole = whole and _rest(line, best).isascii()  # no part of such a line is clean
    return best if whole else [replace(candidate, verified=False) for candidate in best]


def _rest(line: str, found: list[Candidate]) -> str:
    """What the candidates leave of a line."""
    return re.sub("\n+", "\n", rest_of(line, found))


def _channels(line: str, known_rules: Collection[str]) -> Iterator[Channel]:
    if detectors.latin(line):
        yield from _latin_channels(line)
    if detectors.utf8_in_gbk(line):
        yield UTF8_AS_GBK
    if detectors.big5_in_gbk(line):
        yield BIG5_AS_GBK
    if GBK_AS_BIG5.rule in known_rules or detectors.gbk_in_big5(line):
        yield GBK_AS_BIG5


def _latin_channels(line: str) -> Iterator[Channel]:
    latin1 = detectors.latin1_controls(line) or not detectors.cp1252_signs(line)
    cp1252 = detectors.cp1252_signs(line) or not detectors.latin1_controls(line)
    if detectors.utf8_in_latin(line):
        if latin1:
            yield UTF8_AS_LATIN1
        if cp1252:
            yield UTF8_AS_CP1252
    if detectors.gbk_in_latin(line):
        if latin1:
            yield GBK_AS_LATIN1
        if cp1252:
            yield GBK_AS_CP1252


def _plain(line: str, channel: Channel, model: LanguageModel, known: bool) -> list[Candidate]:
    """Plain re-decoding, which is exact when nothing was lost."""
    sources = [channel.decoders[0].source(char) for char in line]
    data = b"".join(source for source in sources if source is not None)
    text = decode(data, channel.encoding) if None not in sources else None
    if text is None:
        return []
    span = _doubted(line, DamagedSpan(0, len(line), text), channel, model)
    return _accepted(line, channel, [span], model, known)


def _of_utf8(
    line: str, channel: Channel, model: LanguageModel, known: bool, readers: Readers
) -> list[Candidate]:
    """The candidates by the reader of the text, where it explains the line, else by the best one."""
    best: list[Candidate] = []
    others: list[list[Candidate]] = []
    trusted = readers.trusted()
    for reader in readers.of(line, channel):
        found = _accepted(line, channel, spans(line, channel, reader, model), model, known)
        best = max(best, found, key=gain_of)
        if reader == trusted and found and all(candidate.verified for candidate in found):
            return found
        if readers.surveyed and reader.converted and best and all(candidate.verified for candidate in best):
            break
        others.append(found)
        if not readers.surveyed and all(candidate.verified for candidate in found):
            readers.gains[reader] += round(100 * gain_of(found))
    for found in others:
        best = _doubted_by(best, found)
    if trusted is not None and trusted.rule == channel.rule:
        return [replace(candidate, span=_less_sure(candidate.span)) for candidate in best]
    return best


def _less_sure(span: DamagedSpan) -> DamagedSpan:
    """What was lost is in doubt where the reader of the text does not explain the line, and another does."""
    parts = (
        replace(part, confidence=min(part.confidence, _IN_DOUBT)) if part.restored else part
        for part in span.parts
    )
    return replace(span, parts=tuple(parts))


def _doubted_by(best: list[Candidate], found: list[Candidate]) -> list[Candidate]:
    """Put in doubt where another reader, nearly as likely, has another text."""
    behind = gain_of(best) - gain_of(found)
    same = [candidate.span.start for candidate in best] == [candidate.span.start for candidate in found]
    if not found or not same or behind > _NEARLY or not all(candidate.verified for candidate in found):
        return best
    weight = exp(-behind / 2)
    return [
        replace(mine, span=mine.span.doubted(theirs.span.text, weight))
        if mine.span.doubted is not None and mine.span.text != theirs.span.text
        else mine
        for mine, theirs in zip(best, found, strict=True)
    ]


def _of_two_bytes(
    line: str, channel: Channel, model: LanguageModel, known: bool, readers: Readers
) -> list[Candidate]:
    """The candidates by the decoder, and the way of showing losses, that gain most."""
    parts = samples(line)
    if parts != [line] and not any(_searched(part, channel, model, known) for part in parts):
        return []
    return _searched(line, channel, model, known)


def _searched(line: str, channel: Channel, model: LanguageModel, known: bool) -> list[Candidate]:
    best: list[Candidate] = []
    for decoder in channel.decoders:
        search = ChannelSearch(decoder, channel.encoding, model)
        for marks in _marks(line):
            found = search.run(line, marks)
            unwanted = other_script(span.text for span in found)
            if any(char in unwanted for span in found for char in span.text):
                found = ChannelSearch(decoder, channel.encoding, model, unwanted).run(line, marks)
            found = [_doubted(line, span, channel, model, decoder) for span in found]
            best = max(best, _accepted(line, channel, found, model, known), key=gain_of)
            if best and is_explained(line, best, model):
                return best
            if best and channel is GBK_AS_BIG5 and gain_of(best) > MIN_GAIN:
                break  # where marks explain a line, no bytes were lost without one
    return best


def _may_lack_bytes(text: str, model: LanguageModel) -> bool:
    """Whether GBK of which all bytes are there reads as if some were not: every two bytes are a character."""
    return remains(text) > 0 or _has_private(text) or has_garbled_stretch(text, model)


def _has_private(text: str) -> bool:
    """Whether bytes of GBK make a user-defined character, which no text has: they are not its pairs."""
    return any("\ue000" <= char <= "\uf8ff" for char in text)


def _doubted(
    line: str, span: DamagedSpan, channel: Channel, model: LanguageModel, decoder: Decoder | None = None
) -> DamagedSpan:
    """A stretch in which bytes were lost is in doubt as a whole: nearly all pairs are characters."""
    source = (decoder or channel.decoders[0]).source
    shown = b"".join(source(char) or b"" for char in line[span.start : span.stop])
    left = remains(span.text) > 0 if channel is BIG5_AS_GBK else False
    if channel is GBK_AS_BIG5:
        left = _may_lack_bytes(span.text, model)
    exact = encode(span.text, channel.encoding) == shown
    if exact and not left:
        return span
    confidence = _IN_DOUBT if exact else _IN_DOUBT_WHOLE
    if channel is GBK_AS_BIG5:
        marked = any(mark in line for mark in (QUESTION, REPLACEMENT)) and not left
        confidence = _IN_DOUBT_MARKED if marked else _IN_DOUBT
    part = SpanPart(span.start, span.stop, span.text, confidence, "", restored=True)
    return replace(span, parts=(part,))


def _accepted(
    line: str, channel: Channel, found: list[DamagedSpan], model: LanguageModel, known: bool
) -> list[Candidate]:
    checked = (_accept(line, channel, _trim(line, span), model, known) for span in found)
    return [candidate for candidate in checked if candidate is not None]


def _marks(line: str) -> tuple[bool, ...]:
    if REPLACEMENT in line:
        return (True,)
    return (True, False) if QUESTION in line else (False,)


def _trim(line: str, span: DamagedSpan) -> DamagedSpan:
    """Without the ASCII at both ends, which no channel changes."""
    if span.parts:
        return span
    start, stop, text = span.start, span.stop, span.text
    while text and start < stop and line[start] == text[0] < "\x80":
        start, text = start + 1, text[1:]
    while text and start < stop and line[stop - 1] == text[-1] < "\x80":
        stop, text = stop - 1, text[:-1]
    return DamagedSpan(start, stop, text)


def _accept(
    line: str, channel: Channel, span: DamagedSpan, model: LanguageModel, known: bool
) -> Candidate | None:
    """The candidate for one damaged span, or None where it is rejected."""
    text = span.text
    seen = line[span.start : span.stop]
    changed = sum(char > "\x7f" for char in text)
    if not any(_is_chinese(char) for char in text) and not (known and changed):
        return None
    if any(part.restored for part in span.parts) and sum("\u3040" <= char <= "\u30ff" for char in text) > 1:
        return None  # Japanese, of which the language model knows nothing
    before = line[max(span.start - 3, 0) : span.start]
    whole = before + text
    cost = -sum(
        model.logp(whole[max(at - 3, 0) : at], whole[at])
        for at in range(len(before), len(whole))
        if whole[at] > "\x7f"
    )
    as_seen = sum(
        literal_cost(model, line[max(at - 3, 0) : at], line[at])
        for at in range(span.start, span.stop)
        if line[at] > "\x7f"
    )
    cost -= span.correction
    borders = (span.start > 0) + (span.stop < len(line))
    gain = as_seen - cost - borders * SWITCH_COST / 2
    if gain < (MIN_GAIN_KNOWN if known else MIN_GAIN) or cost > changed * _max_cost(channel, changed, known):
        return None
    proved = channel.produces(text, seen) if span.proved is None else span.proved
    if proved and channel.encoding != "utf-8" and (channel is BIG5_AS_GBK or span.parts):
        proved = not is_half_repaired(text)
    if channel is GBK_AS_BIG5 and _has_private(text):
        proved = False
    return Candidate(channel, span, gain, cost / max(changed, 1), proved)


def _max_cost(channel: Channel, changed: int, known: bool) -> float:
    """Greatest average cost of a character of an accepted text."""
    if known or (channel.encoding == "utf-8" and channel is not UTF8_AS_GBK):
        # No text in Latin letters is valid UTF-8 by accident.
        return MAX_COST_KNOWN
    return _MAX_COST_LONG if changed >= _LONG else MAX_COST


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
