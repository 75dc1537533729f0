"""One meeting of a text, put together from what its sentences tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from covidmeet.facts import conveners, forms, heads
from covidmeet.facts.candidates import NamedMeeting
from covidmeet.facts.context import Context
from covidmeet.facts.days import DayFound, Told, days_in, half_day, resolve
from covidmeet.facts.held import HeldMeeting
from covidmeet.facts.levels import level_of
from covidmeet.facts.model import Fact, Meeting, Passage, Person
from covidmeet.facts.places import place_in
from covidmeet.facts.sentences import Sentence, TextSpan

_HALF_BEHIND = 8  # characters between a day and 上午


@dataclass(frozen=True, slots=True)
class Text:
    """A text and what is known of it.

    ``contents`` says of each of its sentences where what was said begins; ``told`` is the day of publication.
    """

    title: str
    body: str
    sentences: Sequence[Sentence]
    contents: Sequence[int | None]
    context: Context
    told: Told


def fact(value: str, sentence: Sentence, start: int, stop: int, inferred: str = "") -> Fact:
    """A fact whose words are the characters ``start:stop`` of a sentence."""
    return Fact(value, Passage(sentence.at(start, stop), sentence.span), inferred)


@dataclass(slots=True)
class MeetingBuilder:
    """Finds what is told of one meeting beside people, orders and measures."""

    text: Text
    held: HeldMeeting

    @property
    def sentence(self) -> Sentence:
        """The sentence that says that the meeting was held."""
        return self.text.sentences[self.held.candidate.sentence]

    @property
    def candidate(self) -> NamedMeeting:
        return self.held.candidate

    @property
    def own(self) -> Sequence[Sentence]:
        """The sentences that tell of this meeting."""
        return self.text.sentences[self.held.first : self.held.last]

    def name(self, convener: Fact | None) -> Fact:
        """As written; where only 会议 names it, from the body that met on: 市委常委会召开会议."""
        found, sentence = self.candidate, self.sentence
        start = found.start
        if found.bare and convener and convener.evidence.sentence == sentence.span:
            start = min(start, convener.evidence.at.start - sentence.start)
        return fact(sentence.text[start : found.stop], sentence, start, found.stop)

    def held_on(self, before: Meeting | None) -> tuple[Fact | None, Fact | None]:
        """The day, and the half of it."""
        places = [self.sentence]
        places += [one for one in self.own if one.start < self.sentence.start][::-1][:3]
        for sentence in places:
            found = self._day_in(sentence)
            if found:
                day, half = found
                return day, half
        half = self._half(self.sentence, self.sentence.lead, self.candidate.stop)
        if self.held.follows and before and before.held_on:
            day = before.held_on
            return Fact(day.value, day.evidence, "the meeting before"), half
        return None, half

    def _day_in(self, sentence: Sentence) -> tuple[Fact, Fact | None] | None:
        matches = days_in(sentence, sentence.lead, len(sentence.text))
        own = sentence is self.sentence
        verb = self.candidate.verb if own else len(sentence.text)
        matches.sort(key=lambda match: (abs(match.end() - verb), match.start()))
        for match in matches:
            found = resolve(match, self.text.told, self.text.title + self.text.body)
            if found:
                stop = match.end() + _HALF_BEHIND
                half = self._half(sentence, match.start(), stop)
                return self._day_fact(sentence, found), half
        return None

    @staticmethod
    def _day_fact(sentence: Sentence, found: DayFound) -> Fact:
        return fact(found.value, sentence, found.start, found.stop, found.inferred)

    @staticmethod
    def _half(sentence: Sentence, start: int, stop: int) -> Fact | None:
        found = half_day(sentence.text, start, min(stop, len(sentence.text)))
        return fact(found[0], sentence, found[1], found[2]) if found else None

    def place(self) -> Fact | None:
        """The venue or town."""
        content = self.text.contents[self.candidate.sentence]
        for sentence in (self.sentence, *self.own):
            if (
                sentence is not self.sentence
                and "会议设" not in sentence.text
                and "主会场" not in sentence.text
            ):
                continue
            found = place_in(
                sentence, content or len(sentence.text) if sentence is self.sentence else len(sentence.text)
            )
            if found:
                return fact(sentence.text[slice(*found)], sentence, *found)
        return None

    def convener(self, people: Sequence[Person]) -> Fact | None:
        """The body that called the meeting."""
        found, sentence = self.candidate, self.sentence
        for one in self.own:
            organiser = conveners.organiser(one.text, 0, len(one.text)) if "会议由" in one.text else None
            if organiser:
                return fact(one.text[slice(*organiser)], one, *organiser)
        name = sentence.text[found.start : found.stop]
        standing = 0 if found.bare else conveners.standing_body(name)
        if standing:
            return fact(name[:standing], sentence, found.start, found.start + standing)
        if (
            found.way == "held"
            and found.verb < found.start
            and not self._acts_in(people, found.clause, found.verb)
        ):
            subject = conveners.subject(sentence.text, found.clause, found.verb)
            if subject:
                return fact(sentence.text[slice(*subject)], sentence, *subject)
        own = 0 if found.bare else conveners.of_name(name)
        return fact(name[:own], sentence, found.start, found.start + own) if own else None

    def _acts_in(self, people: Sequence[Person], start: int, stop: int) -> bool:
        span = self.sentence.at(start, stop)
        return any(span.start <= person.name.evidence.at.start < span.stop for person in people)

    def form(self, name: Fact) -> Fact:
        """The first form of the list that the name, or a sentence on how the meeting was held, tells."""
        found, sentence = self.candidate, self.sentence
        best = forms.form_of_name(name.value)
        start = name.evidence.at.start - sentence.start
        known = fact(best[0], sentence, start + best[1], start + best[2]) if best else None
        for one, content in zip(self.own, self.text.contents[self.held.first :], strict=False):
            told = self._form_told(one, content)
            if told and (known is None or forms.RANK.index(told.value) < forms.RANK.index(known.value)):
                known = told
        return known or fact("other", sentence, found.start, found.stop, "no word of another form")

    def _form_told(self, sentence: Sentence, content: int | None) -> Fact | None:
        if content == 0:
            return None
        stop = content or len(sentence.text)
        told = forms.form_of_sentence(sentence.text, sentence.lead, stop)
        if told is None:
            return None
        clause = max(sentence.text.rfind(mark, 0, told[1]) for mark in "，；、") + 1
        if heads.QUOTED.search(sentence.text, clause, told[1]):
            return None
        return fact(told[0], sentence, told[1], told[2])

    def level(self, name: Fact, convener: Fact | None, people: Sequence[Person]) -> Fact:
        """The level, by the body, the name, a post, or the outlet, in this order."""
        context = self.text.context
        looked = [(convener, True)] if convener else []
        looked.append((name, False))
        chairs = sorted(people, key=lambda person: not person.has("chair"))
        looked += [(post, True) for person in chairs for post in person.posts]
        looked.append((name, True))
        for told, whole in looked:
            found = level_of(told.value, context, whole)
            if found:
                start = told.evidence.at.start
                return Fact(
                    found.level,
                    Passage(TextSpan(start + found.start, start + found.stop), told.evidence.sentence),
                )
        level = "unit" if context.unit else context.division.level if context.division else "prefecture"
        by = context.by or "nothing tells it"
        return Fact(level, name.evidence, f"the outlet is {context.unit}" if context.unit else by)
