"""People, orders and measures: what the sentences of one meeting tell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from covidmeet.facts import posts
from covidmeet.facts.measures import measures_in
from covidmeet.facts.mentions import Mention
from covidmeet.facts.model import Fact, Passage, Person
from covidmeet.facts.orders import is_order
from covidmeet.facts.people import PeopleReader
from covidmeet.facts.sentences import Sentence, TextSpan
from covidmeet.facts.speech import SAYS

_OWN_SUBJECT = 60  # characters at a sentence's start in which a new speaker stands
_ONLY_REPORTS = re.compile(r"(?:代表|医生|护士|学生|居民|志愿者)$")
_SPEECH = ("讲话",)
_PASSES_ON = ("传达", "解读", "宣读", "讲解", "介绍")
_TELLS = ("说", "表示", "谈到")
_SPOKE_THERE = re.compile(r"[^，。；：]{2,40}在会上[^，。；：]{0,20}[，：]$")
_FURTHER_SPEAKER = re.compile(r"；(?P<name>[\u4e00-\u9fff·]{2,4})(?:强调|要求|指出|表示)(?=[，：])")
_FLOW = re.compile(r"会上|会议(?:由|听取|还|设|以)|最后|随后|会后|出席|参加|主持|列席")


@dataclass(slots=True)
class Gathered:
    """Who took part, by name, what was ordered, and who made a speech, as found so far."""

    people: dict[str, Person] = field(default_factory=dict)
    orders: list[Fact] = field(default_factory=list)
    speakers: set[str] = field(default_factory=set)


def gather(
    sentences: Sequence[Sentence], contents: Sequence[int | None], held_in: int, reader: PeopleReader
) -> Gathered:
    """Read the sentences of a meeting; ``held_in`` is the number of the one that says that it was held.

    ``contents`` says of each where what was said begins (``speech.content_start``).
    """
    gathered = Gathered()
    by_meeting = speaking = may_order = False
    for number, sentence in enumerate(sentences):
        if sentence.place == 0:
            by_meeting = speaking = False
            may_order = number > held_in
        content = contents[number]
        if content == 0:
            by_meeting = speaking = may_order = True
        mentions = [] if content == 0 else _people(sentence, content, by_meeting, speaking, reader)
        for mention in mentions:
            _add(gathered, mention, sentence, reader)
        if content is not None and content > 0:
            by_meeting = False
            speaking = True
            may_order = not mentions or not all(_reports_only(gathered.people[one.name]) for one in mentions)
        elif mentions:
            speaking = by_meeting = False
        if may_order and (number != held_in or content is not None) and _orders(sentence, content, speaking):
            gathered.orders.append(Fact(sentence.text, Passage(sentence.span, sentence.span)))
    return gathered


def _orders(sentence: Sentence, content: int | None, speaking: bool) -> bool:
    """Whether a sentence, or what it says that somebody said, orders something."""
    says = SAYS.search(sentence.text, sentence.lead) if content is not None else None
    told = sentence.text[says.end() if says else content or sentence.lead :]
    required = says is not None and says[0].startswith("要求")
    return is_order(told, speaking or required, required)


def _reports_only(person: Person) -> bool:
    return any(_ONLY_REPORTS.search(post.value) for post in person.posts)


def _people(
    sentence: Sentence, content: int | None, by_meeting: bool, speaking: bool, reader: PeopleReader
) -> list[Mention]:
    """Those who act in a sentence, but not those of whom a speech tells."""
    # Behind what the meeting said stands a person where it is told that he spoke there: 镇长周清在会上强调.
    flows = _FLOW.match(sentence.text, sentence.lead) or (
        content and _SPOKE_THERE.search(sentence.text, 0, content)
    )
    if by_meeting and not flows:
        return []
    stop = len(sentence.text) if content is None else content
    if speaking and content is None:
        first = posts.END.search(sentence.text, 0, _OWN_SUBJECT)
        opens = any(sentence.text.startswith(name) for name in reader.known)
        if not (first or opens or _FLOW.search(sentence.text, 0, _OWN_SUBJECT)):
            return []
    found = reader.read(sentence, sentence.lead, stop)
    if content is not None and "主持" in sentence.text[content:]:
        found += _chairs_behind(sentence, content, reader)
    if content and "；" in sentence.text[content:]:
        found += _speakers_behind(sentence, content, reader)
    return found


def _speakers_behind(sentence: Sentence, content: int, reader: PeopleReader) -> list[Mention]:
    """市委书记周清强调，要…；市长白桦要求，要…: further speakers, whose names were found before."""
    return [
        one
        for further in _FURTHER_SPEAKER.finditer(sentence.text, content)
        if further["name"] in reader.known
        for one in reader.read(sentence, further.start("name"), further.end())
    ]


def _chairs_behind(sentence: Sentence, content: int, reader: PeopleReader) -> list[Mention]:
    """市委书记周清强调，要…，市长白河主持: who chairs is told behind what was said."""
    chair = sentence.text.rfind("主持")
    start = max(sentence.text.rfind(mark, content, chair) for mark in "，；")
    if start < content:
        return []
    # A chain of posts may reach over a comma's worth of 、, not further.
    return [
        one for one in reader.read(sentence, start + 1, len(sentence.text)) if ("chair" in dict(one.roles))
    ]


def _add(gathered: Gathered, mention: Mention, sentence: Sentence, reader: PeopleReader) -> None:
    before = gathered.people.get(mention.name)
    if before is None:
        before = Person(Fact(mention.name, Passage(mention.at, sentence.span)))
    held = list(before.posts)
    for text, at in mention.posts:
        if not any(text in post.value or post.value in text for post in held):
            held.append(Fact(text, Passage(at, sentence.span)))
    if not held and mention.name in reader.titled:
        titles, told_in = reader.titled[mention.name]
        held = [Fact(text, Passage(at, told_in)) for text, at in titles]
    roles = list(before.roles)
    for role, at in mention.roles:
        role = _role_meant(gathered, mention.name, role, sentence.text[slice(*sentence.within(at))], held)
        if role and not any(fact.value == role for fact in roles):
            roles.append(Fact(role, Passage(at, sentence.span)))
    gathered.people[mention.name] = Person(before.name, tuple(held), tuple(roles))


def _role_meant(gathered: Gathered, name: str, role: str, verb: str, held: Sequence[Fact]) -> str:
    """The role that ``verb`` gives: a speech may pass texts on, and a witness who says something reports."""
    if role == "speaks" and verb in _SPEECH:
        gathered.speakers.add(name)
    if role == "reports" and name in gathered.speakers and verb in _PASSES_ON:
        return ""
    if role == "speaks" and verb in _TELLS and any(_ONLY_REPORTS.search(post.value) for post in held):
        return "reports"
    return role


def measures(text: str, span: TextSpan, sentences: Sequence[Sentence]) -> tuple[Fact, ...]:
    """The measures that the part of the text about a meeting names, each where it stands first."""
    found = []
    starts = [one.start for one in sentences]
    for word, (start, stop) in measures_in(text, span.start, span.stop).items():
        at = bisect_right(starts, start) - 1
        holder = sentences[at]
        if at >= 0 and stop <= holder.span.stop:
            found.append(Fact(word, Passage(TextSpan(start, stop), holder.span)))
    return tuple(found)
