"""Cuts a document into the fields of an article and counts what belongs to its page.

A document is a list of lines: menu, headline, labelled lines, text, bylines, and what the page carries
below.  The text begins at the first line of prose that no rule claims; the headline is what stands right
above it; the text ends where a rule says so, or with its last line of prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from covidmeet.text import bylines, dateline, headline, spam
from covidmeet.text.byline_facts import Facts
from covidmeet.text.bylines import names_outlet
from covidmeet.text.claims import Piece, settle
from covidmeet.text.dates import is_date_line
from covidmeet.text.fold import visible
from covidmeet.text.glued import without_glued
from covidmeet.text.lines import Line, Role, Stripped
from covidmeet.text.page_tools import LONGEST_LINE, is_tool_line
from covidmeet.text.positions import (
    AFTER_EDITOR,
    AFTER_TEXT,
    LONGEST,
    NAVIGATION,
    PROSE,
    REPEATED,
    Position,
    is_prose,
)
from covidmeet.text.rules import Effect, Rule, RuleBook, rule_book
from covidmeet.text.script import fold

_SPAM = Rule("spam", Effect.DROP, "", "六合彩 时时彩 棋牌娱乐 娱乐城")
_SPAM_TAG = Rule("spam_tag", Effect.DROP, "", '<ruby id="kx3qf"></ruby>')
_SPAM_TAIL = Rule("spam_tail", Effect.END, "", "感谢您访问我们的网站，您可能还对以下资源感兴趣：", exact=True)
_TOOL = Rule("page_tools", Effect.DROP, r".*", "复制网址", LONGEST_LINE, whole=True)
SPAM_RULES = (_SPAM, _SPAM_TAG, _SPAM_TAIL)
"""What ``spam`` recognises by other means than a pattern at the start of a line."""
_SIGN_OFF = re.compile(
    r"^[(\[].{1,40}[)\]]$|^\S{4,30}(?:指挥部|办公室|政府|委员会|委|局|中心|领导小组)$|^附件?\d*\s*:"
)
_UPDATED = re.compile(r"[\W_]*(?:最后|本页)?更新(?:时间|日期)")
_LEAD_IN = 12  # characters; shorter lines that end in a colon are labels
# A clause, which runs on; an agency's dateline, which names the report (…电 题:…).
_RUNS_ON = (",", ":", ";", "、", "…")
_OPENS = re.compile(r"(?:\S{2,20}\d日电\s*)?题:|\S{2,20}\d日电\b")


@dataclass(slots=True)
class Parts:
    """The fields of an article as lines of its page, and every other line under the rule that took it off."""

    title: Line | None = None
    deck: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    stripped: list[Stripped] = field(default_factory=list)
    spam_tags: int = 0  # junk tags taken out of lines
    lost_prose: int = 0  # characters of running text that went without an exact rule to say so

    @property
    def counts(self) -> Counter[str]:
        """Lines per rule; junk tags are counted one by one."""
        return Counter(line.rule for line in self.stripped) + Counter(spam_tag=self.spam_tags)

    def strip(self, rule: Rule | Position, line: Line) -> None:
        """Record that ``line`` is in no field."""
        name = rule.name
        if isinstance(rule, Position) and (len(line.text) > LONGEST or is_prose(line.text)):
            name = PROSE.name
        self.stripped.append(Stripped(name, line.text, line.places))


def segment(lines: Sequence[Line], chrome: Sequence[Rule] = (), told: Facts | None = None) -> Parts:
    """The parts of a page's ``lines``, by the site's own ``chrome`` rules and the shared ones.

    What a layout told stands: a line with the role of a title is the headline, lines with that of a deck
    are further headline lines whatever they look like.  ``told`` are facts that the page tells elsewhere.
    """
    parts = Parts()
    parts.facts.update(told or Facts())
    titles = [line for line in lines if line.role is Role.TITLE]
    if titles:
        parts.title = titles[0]
    book = rule_book(tuple(chrome))
    rest = [line for line in lines if line.role is not Role.TITLE] + titles[1:]
    pieces = [_classify(line, book) for line in _without_tags(rest, parts)]
    settle(pieces, (_SPAM, _SPAM_TAIL), told or Facts())
    start = _start_of_text(pieces)
    end = _end_of_text(pieces, start, parts)
    for number, piece in enumerate(pieces):
        if piece.facts:
            if number >= start and _UPDATED.match(piece.folded):
                piece.facts.published_at = None  # of the page, or of the site
            parts.facts.update(piece.facts)
    # Below the text a page names the source that it took the text from, above it the account it is under.
    below = [piece.facts.source for piece in pieces[start:] if piece.facts and piece.facts.source]
    if below and (not (told and told.source) or names_outlet(fold(below[0]))):
        parts.facts.source = below[0]
    _take_headline(pieces[:start], parts)
    _take_body(pieces[start:end], parts)
    parts.facts.update(dateline.read_paragraphs([line.text for line in parts.body]))
    return parts


def _without_tags(lines: Sequence[Line], parts: Parts) -> list[Line]:
    kept = []
    for line in lines:
        bare = line
        if spam.has_junk_tags(line.text):
            bare, found = line.without(spam.TAG)
            bare = bare.stripped()
            parts.spam_tags += found
        if bare.text:
            kept += without_glued(bare)
        else:
            parts.strip(_SPAM_TAG, line)
    return kept


def _classify(line: Line, book: RuleBook) -> Piece:
    shown = visible(line.text)  # rules and labels see what a reader sees
    folded = fold(shown)
    piece = Piece(line, folded)
    if spam.TAIL.search(folded):
        piece.rule = _SPAM_TAIL
    elif spam.is_spam(folded):
        piece.rule = _SPAM
    else:
        piece.rule = book.first_match(folded) or (_TOOL if is_tool_line(folded) else None)
        if piece.rule is None:
            piece.facts = bylines.read_line(shown, folded)
    return piece


def _start_of_text(pieces: Sequence[Piece]) -> int:
    """The index of the first line of the text.

    The first line of prose, or the lead-in (ending in a colon) right above it; in a text that a layout
    delimits also a clause, as no headline ends in a comma, a dateline, or the day of a speech.  Lines above
    it are headline lines.
    """
    for i, piece in enumerate(pieces):
        if piece.line.role is Role.BODY and (
            (piece.folded.endswith(_RUNS_ON) or _OPENS.match(piece.folded))
            if piece.plain
            else is_date_line(piece.folded)
        ):
            return i
        if piece.plain and piece.line.role is not Role.DECK and is_prose(piece.folded):
            leads = i > 0 and pieces[i - 1].plain and pieces[i - 1].folded.endswith(":")
            return i - 1 if leads and len(pieces[i - 1].folded) >= _LEAD_IN else i
    return len(pieces)


def _end_of_text(pieces: Sequence[Piece], start: int, parts: Parts) -> int:
    """The index after the text's last line; all lines from there on are stripped."""
    end = next((i for i in range(start, len(pieces)) if pieces[i].closes), len(pieces))
    closing = pieces[end] if end < len(pieces) else None
    if closing and closing.facts:
        end += 1
    _strip_below(pieces[end:], parts)
    told = closing and (closing.facts or (closing.rule and closing.rule.exact))
    if not told:
        parts.lost_prose = sum(len(p.folded) for p in pieces[end:] if p.rule is None and is_prose(p.folded))
    if told or parts.title:
        return end
    last = max(
        (i for i in range(start, end) if pieces[i].plain and is_prose(pieces[i].folded)), default=start
    )
    stop = last + 1
    while stop < end and (not pieces[stop].plain or _signs_off(pieces[stop].folded)):
        stop += 1
    for piece in pieces[stop:end]:
        parts.strip(AFTER_TEXT if piece.plain else piece.claim, piece.line)
    return stop


def _signs_off(folded: str) -> bool:
    """Whether a line is one that a notice ends with; above a text its date says when it was published."""
    return _SIGN_OFF.match(folded) is not None or is_date_line(folded)


def _strip_below(pieces: Sequence[Piece], parts: Parts) -> None:
    """Lines below the text go under the rule that last said so; spam keeps its own."""
    below: Rule | Position = AFTER_EDITOR
    for piece in pieces:
        if piece.rule and piece.rule.effect is Effect.END:
            below = piece.rule
        parts.strip(_SPAM if piece.rule is _SPAM else below, piece.line)


def _take_headline(head: Sequence[Piece], parts: Parts) -> None:
    starts = [i for i, piece in enumerate(head) if piece.rule and piece.rule.effect is Effect.START]
    first = starts[-1] + 1 if starts else 0
    lines = [piece for piece in head[first:] if piece.plain]
    skipped = 0
    if len(lines) > headline.MOST or not (starts or parts.title):
        skipped = headline.closest_block([piece.folded for piece in lines])
    for piece in [piece for piece in head[:first] if piece.plain] + lines[:skipped]:
        parts.strip(NAVIGATION, piece.line)
    for piece in head:
        if not piece.plain:
            parts.strip(piece.claim, piece.line)
    known = [parts.title] if parts.title else []
    headlines = known + [piece.line for piece in lines[skipped:]]
    again = headline.repeats([fold(line.text) for line in headlines])
    for i in again:
        parts.strip(REPEATED, headlines[i])
    kept = [line for i, line in enumerate(headlines) if i not in again]
    if kept:
        parts.title, parts.deck = kept[0], kept[1:]


def _take_body(pieces: Sequence[Piece], parts: Parts) -> None:
    for piece in pieces:
        if piece.plain or is_date_line(piece.folded):
            parts.body.append(piece.line)
        else:
            parts.strip(piece.claim, piece.line)
