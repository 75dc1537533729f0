"""Find the characters that stood in one damaged place: a Viterbi beam search over bytes.

A place begins at a ``?`` for a lead byte that was swallowed together with what the kit had put behind it.
From there the shown characters are misaligned pairs of bytes, until an ASCII byte restores the alignment.
The shown text is read from left to right.  A state is the lead byte of an original character that waits for
its trail byte (or none), and the last original characters; its score is the language model's log probability,
corrected by what the kit must have done to such a text.
"""

from __future__ import annotations

import re

from covidmeet.repair.mirror.candidates import (
    BRACKET_PRIOR,
    DOUBLED_MARKS,
    SINGLE_PENALTY,
    SPLIT_PRIOR,
    WIDE_SPACE_PENALTY,
)
from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF, EURO, LEADS, reserved
from covidmeet.repair.mirror.hypotheses import (
    BEAM_WIDTH,
    PARTED,
    RESTORED,
    SHIFTED,
    SHOWN,
    Beam,
    Hypothesis,
    LivelyBeam,
    State,
    last_bytes,
    mark_penalty,
    open_brackets,
)
from covidmeet.repair.mirror.kit_profile import KitProfile
from covidmeet.repair.mirror.patterns import (
    ANNOTATION,
    CONTROLS_BEFORE_MARK,
    CUT_ANNOTATION,
    HALF_WIDTH_CODES,
    cut_mark,
)
from covidmeet.repair.mirror.readings import codes_with_reading, has_reading
from covidmeet.repair.mirror.scorer import CANDIDATES, NO_CHARACTER, CandidateScorer
from covidmeet.repair.mirror.tracing import PlaceReading, trace_back

_RIGHT_CONTEXT = 3  # characters behind the place that are scored with it
_MAX_LENGTH = 600  # characters shown; a run ends at the first ASCII byte, and this is far beyond any
_MAX_CUTS = 16
_CONTROLS = frozenset("\x05\x06\x07\x08")
_BEGINS_MARK_WITH = {0xA1: 0xA3, 0xA3: 0xA1}
"""First byte of a hit mark -> the byte that makes another hit mark with it: ！ with A1, 。 with A3."""


class PlaceSearch:
    """The search on one page."""

    def __init__(self, profile: KitProfile) -> None:
        self._profile = profile
        self._beam: type[Beam] = LivelyBeam if profile.lively else Beam
        self._cut_mark, self._row_of_cuts = (
            cut_mark(lost, profile.hit, half_width=profile.half_width, spaced=profile.spaced)
            for lost in ("1", "2,4")
        )
        self.noise_end = 0
        """Up to here the text has more question marks than any damage makes, and is not searched."""

    def is_start(self, text: str, at: int) -> bool:
        """Whether the ``?`` at ``at`` can be the start of a place; one of five and more in a row cannot."""
        if text.startswith("?????", at):
            return False
        return any(cut.match(text, at) for cut in (CUT_ANNOTATION, self._cut_mark, self._row_of_cuts))

    def search(self, text: str, start: int, left: str, scorer: CandidateScorer) -> PlaceReading | None:
        """Read the place that starts at ``start``, after the repaired text ``left`` of the same line.

        ``None`` where the text is likeliest as it is shown.
        """
        self._scorer, self._logprobs, self._annotation_next = scorer, scorer.logprobs, False
        self._marked_start = text[start - 1 : start] in _CONTROLS and start > 0
        beam = self._beam({(0, left[-3:]): Hypothesis(0.0, None, "", SHOWN, start, open_brackets(left))})
        at, aligned = start, 0
        while at < len(text) and at - start < _MAX_LENGTH:
            if text[at] == "?" and text.count("?", start, at) > _MAX_CUTS:
                self.noise_end = at
                return None
            at, beam = self._step(text, at, beam)
            if any(lead for lead, _ in beam):
                aligned = 0
            elif aligned == _RIGHT_CONTEXT or text[at - 1] == "\n":
                break
            else:
                aligned += 1
        ended = [hypothesis for (lead, _), hypothesis in beam.items() if not lead]
        if not ended:
            return None
        best = max(ended, key=lambda hypothesis: hypothesis.score)
        return trace_back(best, ended, start, best.score - scorer.score_as_shown(text[start:at], left))

    def _step(self, text: str, at: int, beam: Beam) -> tuple[int, Beam]:
        """Read the next shown token."""
        char = text[at]
        if char == "?":
            return self._question(text, at, beam)
        if char == "(" and (match := ANNOTATION.match(text, at)) and (kept := self._annotation(match, beam)):
            return match.end(), kept
        if char in " \x05\x06\x07\x08" and (match := CONTROLS_BEFORE_MARK.match(text, at)):
            return match.end(), self._controls(match, beam)
        self._annotation_next = text.startswith("(", at + 1) and ANNOTATION.match(text, at + 1) is not None
        return at + 1, self._token(char, self._code(char), beam, at + 1).pruned()

    def _question(self, text: str, at: int, beam: Beam, *, row: bool = True) -> tuple[int, Beam]:
        if row and (match := self._row_of_cuts.match(text, at)):
            at, after = self._row_before_mark(text, match, beam)
            return at, after.pruned()
        if match := CUT_ANNOTATION.match(text, at):
            return match.end(), self._cut_annotation(match, beam).pruned()
        if match := self._cut_mark.match(text, at):
            return match.end(), self._byte_before_mark(match, beam).pruned()
        return at + 1, self._run_end(text, at, beam).pruned()

    def _row_before_mark(self, text: str, match: re.Match[str], beam: Beam) -> tuple[int, Beam]:
        """Several ``?`` and a hit mark: all but the first of these bytes belong to hit marks themselves."""
        at, after = self._question(text, match.start(), beam, row=False)
        while at < match.end():
            one = text[at] == "?"
            at, after = self._question(text, at, after, row=False) if one else self._step(text, at, after)
        if at == match.end():
            for state, hypothesis in beam.items():
                self._lost_before_mark(match, state, hypothesis, after)
        return at, after

    def _code(self, char: str) -> int:
        """The bytes of a shown character: one, or two as a number above 255, or 0 for none."""
        if self._profile.half_width and char in HALF_WIDTH_CODES:
            return HALF_WIDTH_CODES[char]
        if char < "\x80":
            return ord(char)
        return 0x80 if char == EURO else CODE_OF.get(char, 0)

    def _annotation(self, match: re.Match[str], beam: Beam) -> Beam:
        """Drop an annotation; only hypotheses whose last two bytes have that reading go on."""
        kept = self._beam()
        for state, hypothesis in beam.items():
            first, second = last_bytes(*state)
            if has_reading(CHAR_OF.get(first << 8 | second, ""), match[1]):
                kept.extend(state, hypothesis, "", 0.0, hypothesis.kind, match.end())
        return kept

    def _controls(self, match: re.Match[str], beam: Beam) -> Beam:
        """Drop control characters before a mark; spaces stay, unless they stand for controls."""
        after = self._beam()
        gap = match[0]
        for state, hypothesis in beam.items():
            if state[0] or " " not in gap or self._profile.spaced:
                after.add(state, hypothesis)
            else:
                after.extend(state, hypothesis, gap, 0.0, SHOWN, match.end())
        return after

    def _token(self, char: str, code: int, beam: Beam, end: int) -> Beam:
        after = self._beam()
        for state, hypothesis in beam.items():
            if not state[0]:
                after.extend(state, hypothesis, char, self._logprobs(state[1])[char], SHOWN, end)
            elif code:
                self._shifted(code, state, hypothesis, after, end)
                if wide := self._profile.narrowed.get(char):
                    self._shifted(wide, state, hypothesis, after, end)
            elif char == "\ufffd":
                for unknown in reserved():
                    self._shifted(unknown, state, hypothesis, after, end)
        return after

    def _shifted(self, code: int, state: State, hypothesis: Hypothesis, after: Beam, end: int) -> None:
        """One misaligned character: its first byte ends an original one, its second begins the next."""
        lead, context = state
        first, rest = (code >> 8, code & 0xFF) if code > 0xFF else (code, 0)
        if first < 0x40 or first == 0x7F or rest == 0x80:
            return
        piece = CHAR_OF[lead << 8 | first]
        # An annotation that follows is this character's where no half of the next one is shown before it.
        kind = PARTED if self._annotation_next and not rest else hypothesis.kind
        gain = self._logprobs(context)[piece] + self._scorer.penalty(lead << 8 | first, piece, kind)
        if piece == "（":
            gain += BRACKET_PRIOR.get(context[-1:], 0.0)
        if rest and rest < 0x80:  # the shown character had swallowed an ASCII letter
            gain += self._logprobs((context + piece)[-3:])[chr(rest)]
            piece += chr(rest)
            rest = 0
        after.extend((rest, context), hypothesis, piece, gain, SHIFTED, end)

    def _cut_annotation(self, match: re.Match[str], beam: Beam) -> Beam:
        """``?reading)``: the lost byte made a character of that reading with the byte before it."""
        after = self._beam()
        for state, hypothesis in beam.items():
            lead, context = state
            for code in codes_with_reading(match[1], last_bytes(lead, context)[1]):
                if code & 0xFF not in LEADS:
                    continue
                gain = self._scorer.annotation_penalty(code)
                if not lead:
                    after.extend((code & 0xFF, context), hypothesis, "", gain, PARTED, match.end())
                else:
                    char = CHAR_OF[code]
                    gain += self._logprobs(context)[char]
                    after.extend((0, context), hypothesis, char, gain, RESTORED, match.end())
            if not lead:
                after.extend(state, hypothesis, match[0], NO_CHARACTER, SHOWN, match.end())
        return after

    def _byte_before_mark(self, match: re.Match[str], beam: Beam) -> Beam:
        """``?`` and a hit mark: the control character before the mark was swallowed by the byte before it."""
        after = self._beam()
        for state, hypothesis in beam.items():
            self._lost_before_mark(match, state, hypothesis, after)
            if not state[0]:
                shown = match[0].replace("\x05", "")[:-1] + match[1]
                self._literal(shown, state, hypothesis, after, match.end())
        return after

    def _lost_before_mark(
        self, match: re.Match[str], state: State, hypothesis: Hypothesis, after: Beam
    ) -> None:
        """A row of lost bytes: the first is unknown, each of the others begins a hit mark with the next."""
        code = HALF_WIDTH_CODES.get(match[1]) or CODE_OF[match[1]]
        data = [code >> 8, code & 0xFF]
        for _ in range(match[0].count("?", 0, -1) - 1):
            data.insert(0, _BEGINS_MARK_WITH[data[0]])
        lead, context = state
        if lead:
            found, rest = self._scorer.beginning_with(lead, context, hypothesis.kind), data
        else:
            found, rest = self._scorer.ending_with(data[0], context), data[1:]
        marks = "".join(CHAR_OF[rest[at] << 8 | rest[at + 1]] for at in range(0, len(rest) - 1, 2))
        waiting = rest[-1] if len(rest) % 2 else 0
        if marks and len(rest) % 2 == 0:
            marks = marks[:-1] + match[1]
        for gain, char in found:
            before = (context + char)[-3:]
            if self._marked_start and hypothesis.before is None and char not in self._profile.hit:
                gain += NO_CHARACTER  # control characters stand before hit marks only
            if lead:
                gain += SPLIT_PRIOR.get(char, 0.0)
            for mark in marks:
                gain += self._logprobs(before)[mark] + mark_penalty(before, mark, lively=self._beam.lively)
                before = (before + mark)[-3:]
            after.extend((waiting, context), hypothesis, char + marks, gain, RESTORED, match.end())

    def _literal(self, shown: str, state: State, hypothesis: Hypothesis, after: Beam, end: int) -> None:
        """A question mark that belongs to the text."""
        after.extend(state, hypothesis, shown, self._scorer.literal_question(shown, state[1]), SHOWN, end)

    def _run_end(self, text: str, at: int, beam: Beam) -> Beam:
        """A ``?`` before no mark: a run's last byte with the ASCII byte it swallowed, or a question mark."""
        after = self._beam()
        ends: list[tuple[float, float, str, str, Hypothesis]] = []
        tail = text[at + 1 : at + 12]
        for state, hypothesis in beam.items():
            lead, context = state
            if not lead:
                self._literal("?", state, hypothesis, after, at + 1)
                continue
            if self._profile.half_width:
                self._shifted(HALF_WIDTH_CODES["?"], state, hypothesis, after, at + 1)
            for gain, char in self._scorer.beginning_with(lead, context, hypothesis.kind):
                if char in DOUBLED_MARKS and char != context[-1:]:
                    gain += SINGLE_PENALTY
                elif char == "\u3000":
                    gain += WIDE_SPACE_PENALTY
                ends.append((hypothesis.score + gain, gain, char, context, hypothesis))
        ends.sort(key=lambda end: -end[0])
        for score, gain, char, context, hypothesis in ends[:CANDIDATES]:
            if score > ends[0][0] - BEAM_WIDTH:
                for byte, logp in self._scorer.swallowed(tail, (context + char)[-3:]):
                    after.extend((0, context), hypothesis, char + byte, gain + logp, RESTORED, at + 1)
        return after
