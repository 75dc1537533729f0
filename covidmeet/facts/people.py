"""Who took part: posts and names in the clauses of a sentence, and what the people did."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain, takewhile

from covidmeet.facts import posts
from covidmeet.facts.mentions import Mention, PeopleGroup, Placed, acting
from covidmeet.facts.person_names import (
    begins_like_a_name,
    end_of_name,
    may_be_a_name,
    without_blanks,
    words_as_names,
)
from covidmeet.facts.roles import (
    ABSENT,
    CALLED,
    DID,
    OTHERS,
    QUOTED_FROM,
    TOLD_OF,
    is_of_others,
    roles_in,
)
from covidmeet.facts.sentences import Sentence, TextSpan, behind_blanks, without_brackets
from covidmeet.facts.surnames import NOT_NAMES, has_surname

_ELEMENT = re.compile(r"[^，、；：,;:]+")
_AND = re.compile(r"和|与|及|以及|兼")
_JOINT = re.compile(r"兼任?")
_ACTS_AT_ONCE = re.compile(r"(?:同志)?(?:出席|参加|主持|列席)")
_SPEAKS_AT_ONCE = re.compile(r"(?:同志)?(?:在会上|[^，。；]{0,12}?)?(?:强调|指出|要求|表示|主持|讲话)")
_ACTS = re.compile(
    "出席|参加|主持|列席|强调|指出|要求|表示|讲话|传达|汇报|通报|部署|发言|介绍|提出|说|总结|安排|进行了|[作做]了|宣读|收[听看]|解读|讲解|说明|述职|分享|授课|辅导"
)
_ACTS_BEHIND = re.compile(r"(?:同志)?(?:主持|出席|参加|列席|作|宣读|讲话|通报|传达)")
_LIST_ACTS = re.compile(
    r"(?:同志)?(?:等[^，。；、]{0,14}?)?(?:分别|先后|也|还|围绕[^，。；]{0,20}?)?"
    r"(?:出席|参加|主持|列席|陪同|参会|发言|讲话|汇报|作了?[^，。；]{0,8}?(?:发言|汇报|报告|讲话))"
)
_LONGEST_LIST = 20
_LONGEST = 1500  # characters of a sentence that are read: longer ones are no prose
_LOOKED_UP = 40  # names of a text that are looked for again in it


class PeopleReader:
    """Reads the sentences of a text; it knows the names that it found before."""

    def __init__(self, text: str) -> None:
        self._body = text
        self.known: set[str] = words_as_names(text)
        # The first posts told of each name, and the sentence, also where the person did nothing there.
        self.titled: dict[str, tuple[list[Placed], TextSpan]] = {}
        self.left_out: list[str] = []
        self._again: dict[str, bool] = {}
        # Of the sentence that is read: its text, where it begins, posts that wait for a name, and who acts.
        self._text = self._words = ""
        self._ends: list[tuple[int, int]] = []
        self._has_posts = self._has_titles = False
        self._base = 0
        self._chain: list[Placed] = []
        self._chain_is_open = False
        self._groups: list[PeopleGroup] = []

    def read(self, sentence: Sentence, start: int, stop: int) -> list[Mention]:
        """The people in the characters ``start:stop`` of a sentence who did something there."""
        text = sentence.text
        self._text, self._words = without_brackets(text), text
        self._base = sentence.start
        self._chain, self._chain_is_open, self._groups = [], False, []
        stop = min(stop, start + _LONGEST)
        self._ends = [match.span() for match in posts.END.finditer(self._text, start, stop)]
        self._has_posts = bool(self._ends)
        self._has_titles = self._has_posts and posts.TITLE_BEHIND.search(self._text, start, stop) is not None
        if not self._has_posts and not _ACTS.search(self._text, start, stop):
            return []
        for match in _ELEMENT.finditer(self._text, start, stop):
            self._element(*match.span())
        for person in chain.from_iterable(group.people for group in self._groups):
            if person.posts:
                self.titled.setdefault(person.name, (person.posts, sentence.span))
        found = list(acting(self._groups, self._text, self._base, stop))
        self.known.update(person.name for person in found)
        return found

    def _at(self, start: int, stop: int) -> TextSpan:
        return TextSpan(self._base + start, self._base + stop)

    def _placed(self, start: int, stop: int) -> Placed:
        """The sentence's own words, those in brackets too."""
        return self._words[start:stop], self._at(start, stop)

    def _ends_in(self, start: int, stop: int) -> list[int]:
        """Where the posts in a part of the sentence end, whose first characters stand in it too."""
        first = bisect_left(self._ends, (start, 0))
        return [last for _, last in takewhile(lambda span: span[1] <= stop, self._ends[first:])]

    def _called_again(self, name: str) -> bool:
        """Whether the text has the name more than once; it is looked up for some names only."""
        if name not in self._again:
            if len(self._again) >= _LOOKED_UP:
                return False
            first = self._body.find(name)
            self._again[name] = first >= 0 and self._body.find(name, first + 1) >= 0
        return self._again[name]

    def _element(self, start: int, stop: int) -> None:
        """Take one element in: posts alone, people with or without posts, or what they did."""
        at = start
        while at < stop:
            end = self._person(at, stop)
            if not end:
                break
            further = _AND.match(self._text, end)
            if not further or further.end() >= stop or not self._is_subject(further.end(), stop):
                self._predicate(end, stop)
                return
            at = further.end()
        if at == start and self._pure_post(start, stop):
            return
        self._predicate(at, stop)

    def _is_subject(self, at: int, stop: int) -> bool:
        """Whether another person, or a post, stands at ``at``."""
        return end_of_name(self._text, at, self.known) > at or bool(self._ends_in(at, stop))

    def _person(self, at: int, stop: int) -> int:
        """Take in the person that stands in ``at:stop``; where the name ends, 0 where there is none."""
        text = self._text
        for last in self._ends_in(at, stop):
            end = behind_blanks(text, last)
            if end >= stop:
                break
            name_end = end_of_name(text, end, self.known, supported=True)
            if name_end == end or name_end > stop:
                self._note_left_out(end)
                continue
            begin = posts.start_of_post(text, at, last)
            post = text[begin:last]
            if post in posts.NOT_A_POST:
                self._add(end, name_end, [], TOLD_OF.search(text, at, begin) is not None)
                return name_end
            if posts.is_post(post):
                told = TOLD_OF.search(text, at, begin) is not None
                self._add(end, name_end, self._split_posts(begin, last), told)
                return name_end
        return self._titled(at, stop) or self._bare(at, stop)

    def _titled(self, at: int, stop: int) -> int:
        """A name with the unit in front and a title behind it."""
        text = self._text
        if self._has_posts and begins_like_a_name(text, at):
            for length in (3, 2):  # 周清县长主持: only where the person acts at once
                title = posts.END.match(text, at + length, stop)
                if text[at + length - 1 : at + length] in ("等", "和", "与", "及"):
                    continue
                if title and has_surname(text[at : at + length]) and _ACTS_BEHIND.match(text, title.end()):
                    self._add(at, at + length, [(title[0], self._at(*title.span()))], False)
                    return title.end()
        for title in posts.TITLE_BEHIND.finditer(text, at, stop) if self._has_titles else ():
            for start in (title.start() - 3, title.start() - 2):
                if start <= at or end_of_name(text, start, self.known) != title.start():
                    continue
                begin = posts.start_of_post(text, at, start)
                if begin < start and posts.UNIT.search(text[begin:start]):
                    unit = self._placed(begin, start)
                    self._add(start, title.start(), [unit, (title[0], self._at(*title.span()))], False)
                    return title.end()
        return 0

    def _bare(self, at: int, stop: int) -> int:
        """A name without a post: one that was found before, or in a list, or acting."""
        text, groups = self._text, self._groups
        # In a list of people a name needs no surname (次仁).
        listed = bool(groups and groups[-1].people and not groups[-1].closed and not groups[-1].acts)
        for place in {at, posts.skip_openers(text, at, stop)}:
            if place >= stop or not (listed or begins_like_a_name(text, place, self.known)):
                continue
            end = end_of_name(text, place, self.known, supported=listed)
            if end == place or end > stop:
                continue
            name = without_blanks(text[place:end])
            if name in self.known or self._stands_alone(name, end, stop):
                self._add(place, end, [], False)
                return end
        return 0

    def _stands_alone(self, name: str, end: int, stop: int) -> bool:
        """Whether a name without a post, not found before, is one: in a list of people, or acting."""
        text, groups = self._text, self._groups
        if (groups and groups[-1].people and not groups[-1].closed and not groups[-1].acts) or (
            end == stop and (self._chain or self._list_acts(stop))
        ):
            return True
        if _ACTS_AT_ONCE.match(text, end):
            return True
        return bool(_SPEAKS_AT_ONCE.match(text, end)) and self._called_again(name)

    def _list_acts(self, at: int) -> bool:
        """Whether further names follow at ``at``, joined by 、, and all attend: 甲、乙、丙出席会议."""
        text = self._text
        for _ in range(_LONGEST_LIST):
            if text[at : at + 1] != "、":
                return False
            end = end_of_name(text, at + 1, self.known)
            if end == at + 1:
                return False
            if _LIST_ACTS.match(text, end):
                return True
            at = end
        return False

    def _add(self, start: int, stop: int, titles: list[Placed], told: bool) -> None:
        """Add a person to the group; ``told``: the clause tells another's words."""
        person = Mention(without_blanks(self._text[start:stop]), self._at(start, stop))
        if not self._groups or self._groups[-1].acts or self._groups[-1].closed:
            self._groups.append(PeopleGroup())
        group = self._groups[-1]
        if titles:
            if group.people and not self._chain_is_open:
                self._chain = []
            self._chain = [*self._chain, *titles]
        self._chain_is_open = False
        person.posts = list(self._chain)
        if ABSENT.match(self._text, stop) or (told and QUOTED_FROM.match(self._text, stop)):
            group.dropped = True
        group.people.append(person)

    def _pure_post(self, start: int, stop: int) -> bool:
        """Take in an element that is posts and nothing else: of the person who follows."""
        text = self._text
        if text[stop : stop + 1] not in ("、", "，") or not posts.ends_as_post(text, start, stop):
            return False
        begin = posts.start_of_post(text, start, stop)
        if not posts.is_post(text[begin:stop]):
            return False
        if not self._chain_is_open:
            self._chain = []
        if self._groups and self._groups[-1].acts:
            self._groups[-1].closed = True
        self._chain = [*self._chain, *self._split_posts(begin, stop)]
        self._chain_is_open = len(self._chain) < _LONGEST_LIST
        return True

    def _predicate(self, start: int, stop: int) -> None:
        """What the group of people before it did."""
        if self._chain_is_open:
            self._chain, self._chain_is_open = [], False
        if not self._groups or self._groups[-1].closed or start >= stop:
            return
        group = self._groups[-1]
        clause = self._text[start:stop]
        found = roles_in(clause)
        if group.acts and (OTHERS.match(clause) or (found and is_of_others(clause, found[0][1]))):
            group.closed = True
            return
        if not found and not group.acts and self._passes_for_a_person(start, stop):
            return
        group.acts = True
        self._chain = []
        did = None if found else DID.search(clause)
        if did:
            found = [("reports", *did.span())]
        if CALLED.search(clause):
            group.closed = True
        for role, first, last in found:
            for person in group.people:
                person.add_role(role, self._at(start + first, start + last))

    def _passes_for_a_person(self, start: int, stop: int) -> bool:
        """Whether an element is a post and perhaps a name of an unknown surname: the list goes on."""
        ends = self._ends_in(start, stop)
        name = self._text[ends[-1] : stop] if ends else ""
        if len(name) not in (2, 3) or not may_be_a_name(name) or DID.search(self._text, start, stop):
            return False
        if name not in self.left_out and len(self.left_out) < _LONGEST_LIST:
            self.left_out.append(name)
        return True

    def _split_posts(self, start: int, stop: int) -> list[Placed]:
        """A post, or several joined by 兼."""
        found = []
        for joint in _JOINT.finditer(self._text, start, stop):
            if joint.start() > start and posts.ends_as_post(self._text, start, joint.start()):
                found.append(self._placed(start, joint.start()))
                start = joint.end()
        found.append(self._placed(start, stop))
        return found

    def _note_left_out(self, at: int) -> None:
        """What stands before a verb where a name would, and nothing supports as one."""
        for length in (2, 3):
            name = self._text[at : at + length]
            if not _ACTS_AT_ONCE.match(self._text, at + length) or has_surname(name):
                continue
            if name[:2] not in NOT_NAMES and name not in self.left_out and len(self.left_out) < _LONGEST_LIST:
                self.left_out.append(name)
