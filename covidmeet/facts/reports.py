"""From an article to the meetings that an article reports as held.

Rules and tables of this project, no model.  Only meetings that the text reports count, not those that it
names, announces or quotes.  Each fact has the sentence that tells it.
"""

from __future__ import annotations

from collections.abc import Iterable

from covidmeet.facts import heads
from covidmeet.facts.building import MeetingBuilder, Text
from covidmeet.facts.context import context_of
from covidmeet.facts.division_of import division_of
from covidmeet.facts.held import held_meetings
from covidmeet.facts.marks import in_own_characters, with_full_marks
from covidmeet.facts.model import Meeting, Person
from covidmeet.facts.people import PeopleReader
from covidmeet.facts.publication import publication
from covidmeet.facts.sentences import TextSpan, split
from covidmeet.facts.speech import content_start
from covidmeet.facts.told import gather, measures
from covidmeet.items import Article
from covidmeet.site import GENERIC, Site

__all__ = ["facts"]


def facts(article: Article, site: Site = GENERIC) -> list[Meeting]:
    """The meetings that ``article`` reports as held, in the order of its text; it is not changed.

    The offsets are those of ``article.body``, which is Simplified.  ``site`` tells of which division the
    outlet is, as does ``article.source``; neither is ever a meeting's place.
    """
    if not heads.HEAD.search(article.body):
        return []
    body = with_full_marks(article.body)
    sentences = split(body)
    title = with_full_marks(article.title or "")
    contents = [content_start(sentence) for sentence in sentences]
    found = held_meetings(title, sentences, contents)
    if not found:
        return []
    context = context_of(site.division, article.source or "", title, body)
    text = Text(title, body, sentences, contents, context, publication(article))
    reader = PeopleReader(body)
    meetings: list[Meeting] = []
    for held in found:
        meetings.append(_meeting(MeetingBuilder(text, held), len(meetings) + 1, meetings, reader))
    if body is article.body:
        return meetings
    return [in_own_characters(meeting, body, article.body) for meeting in meetings]


def _meeting(builder: MeetingBuilder, n: int, before: list[Meeting], reader: PeopleReader) -> Meeting:
    text, held = builder.text, builder.held
    own = builder.own
    contents = text.contents[held.first : held.last]
    gathered = gather(own, contents, held.candidate.sentence - held.first, reader)
    people = _with_posts(gathered.people.values(), before)
    convener = builder.convener(people)
    name = builder.name(convener)
    level = builder.level(name, convener, people)
    posts = [post for person in people for post in person.posts]
    division, code = division_of(level, [*([convener] if convener else []), name, *posts], text.context)
    day, half = builder.held_on(before[-1] if before else None)
    span = TextSpan(own[0].start, own[-1].span.stop)
    return Meeting(
        n=n,
        span=span,
        name=name,
        level=level,
        form=builder.form(name),
        held_on=day,
        half_day=half,
        place=builder.place(),
        convener=convener,
        division=division,
        division_code=code,
        people=tuple(people),
        orders=tuple(gathered.orders),
        measures=measures(text.body, span, own),
        left_out=tuple(reader.left_out),
    )


def _with_posts(people: Iterable[Person], before: list[Meeting]) -> list[Person]:
    """People, with the posts that stand with an earlier meeting of the text where they have none here."""
    known = {one.name.value: one.posts for meeting in reversed(before) for one in meeting.people if one.posts}
    return [
        person if person.posts else Person(person.name, known.get(person.name.value, ()), person.roles)
        for person in people
    ]
