"""Which claims of rules and labels hold inside a text.

A rule knows a line by its first words, and outside a text that is enough.  In a text that a layout
delimits, a line goes only where it is nothing but a tool of the page, nothing is cut off above a paragraph,
and labelled lines are bylines only at the edges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from covidmeet.text.byline_facts import Facts
from covidmeet.text.bylines import is_credible, read_line
from covidmeet.text.dates import is_date_line
from covidmeet.text.lines import Line, Role
from covidmeet.text.page_tools import is_boilerplate, is_tool_line, tool_share
from covidmeet.text.positions import BYLINE, Position, is_prose
from covidmeet.text.rules import Effect, Rule

_NUMBER = re.compile(r"\d{1,7}$|\d{1,2}:\d{2}(?::\d{2})?$")
_ABOVE_ZERO = re.compile(r"[1-9]")
_CLAUSE = re.compile(r"[,。;!?]")
_MOSTLY = 0.6  # share of tool words in a line at the edges of a text
_WHOLE = 0.999
_PATH = re.compile(
    r"[\W_]*(?:.{0,6}位置\W.*(?:>|首页|正文).*|首页\s*[>/|·→-].*|更多\S{0,6}\s*>+)"
    r"|(?:[^\s>]{2,12}\s*>+\s*){2,6}(?:正文|详情|内容)|(?:[^\s>]{2,12}\s*>+\s*){1,6}(?:正文|详情)"
)
_LABELLED = re.compile(r"[\W_]*[\w()·]{2,14}\s*[:|]|.{0,40}(?:主办|承办|版权所有)\W*$")
_NEIGHBOUR = re.compile(r"[\W_]*(?:上|下|前|后)一?(?:篇|条|页)(?:新闻|文章)?\s*(?:[:>】\]].*|$)")
_SIGNATURE = re.compile(r"^\S{4,30}(?:指挥部|办公室|政府|委员会|委|局|中心|领导小组)$")
_LEGAL_START = re.compile(
    r"[\W_]*(?:凡|本网|本站|本平台|本文|以上内容|如有|若有|未经|转载|免责|版权|声明|特别|郑重|网友)"
)


@dataclass(slots=True)
class Piece:
    """A line, and what claims it: a rule, or the facts of a byline; a plain line has neither."""

    line: Line
    folded: str
    rule: Rule | None = None
    facts: Facts | None = None

    @property
    def plain(self) -> bool:
        return self.rule is None and self.facts is None

    @property
    def claim(self) -> Rule | Position:
        """What the line is stripped under, where it is not plain."""
        return self.rule or BYLINE

    @property
    def closes(self) -> bool:
        """Whether the text ends here: with its editor, or with what a page carries below a text."""
        if self.facts:
            return bool(self.facts.editors)
        return self.rule is not None and self.rule.effect is Effect.END


def settle(pieces: Sequence[Piece], spam: Sequence[Rule], told: Facts) -> None:
    """Take back the claims on lines that are text by where they stand.

    ``spam`` are the rules that hold everywhere, ``told`` what the page tells of itself elsewhere.
    """
    claimed = [i for i, piece in enumerate(pieces) if not (piece.plain or piece.rule in spam)]
    for delimited in (True, False):
        numbers = [i for i in claimed if delimited == (pieces[i].line.role is Role.BODY)]
        ends = _ends_of_text(pieces, delimited, spam) if numbers else None
        if ends is None:
            continue
        first, last = ends
        for i in numbers:
            inside = first < i < last
            if delimited:
                _in_delimited(pieces[i], inside, i <= last, _has_label(pieces, i))
                if i > last:
                    _below_text(pieces[i], told)
            elif inside:
                _between_paragraphs(pieces[i], _has_label(pieces, i))


def _ends_of_text(pieces: Sequence[Piece], delimited: bool, spam: Sequence[Rule]) -> tuple[int, int] | None:
    """The first and the last line of running text, in the delimited text or outside it."""

    def is_end(i: int) -> bool:
        return delimited == (pieces[i].line.role is Role.BODY) and _is_running_text(pieces[i], spam)

    first = next(filter(is_end, range(len(pieces))), None)
    if first is None:
        return None
    last = next(filter(is_end, reversed(range(len(pieces)))))
    return first, _last_of(pieces, last) if delimited else last


def _is_running_text(piece: Piece, spam: Sequence[Rule]) -> bool:
    return (
        is_prose(piece.folded)
        and piece.rule not in spam
        and not (piece.rule and (is_boilerplate(piece.folded) or tool_share(piece.folded) > _WHOLE))
        and not (piece.rule is None and is_boilerplate(piece.folded) and _LEGAL_START.match(piece.folded))
    )


def _last_of(pieces: Sequence[Piece], last: int) -> int:
    """The text's last line: a notice goes on after its last sentence with who signs it, and the day."""
    for i in range(last + 1, len(pieces) - 1):
        if _SIGNATURE.match(pieces[i].folded) and is_date_line(pieces[i + 1].folded):
            return i + 1
    return last


def _in_delimited(piece: Piece, inside: bool, above_the_end: bool, labelled: bool) -> None:
    rule = piece.rule
    if rule is None:
        keep = not inside and is_credible(piece.folded)
        keep = keep or bool(piece.facts and piece.facts.original_title) or piece.folded.endswith(":")
        piece.facts = piece.facts if keep else None
        return
    if _NUMBER.match(piece.folded):
        holds = not (inside or labelled)
    elif rule.effect is Effect.END:
        holds = _is_page_line(rule, piece.folded)
        if above_the_end:
            piece.rule = replace(rule, effect=Effect.DROP)
        else:
            holds = holds or rule.exact or _LABELLED.match(piece.folded) is not None
    elif rule.effect is Effect.START:
        holds = not _CLAUSE.search(piece.folded) and (
            _PATH.fullmatch(piece.folded) is not None
            or rule.fills(piece.folded)
            or tool_share(piece.folded) > _WHOLE
        )
    else:
        holds = _is_tool(rule, piece.folded, inside)
    if not holds:
        _release(piece, inside)


def _below_text(piece: Piece, told: Facts) -> None:
    """A notice ends with the time of what it announces: no byline where the page tells another day."""
    facts = piece.facts
    if facts is None or piece.folded[:1].isdecimal() or not (told.published_at and facts.published_at):
        return
    if facts.published_at[:10] != told.published_at[:10] and not (facts.editors or facts.reporters):
        piece.facts = None


def _release(piece: Piece, inside: bool) -> None:
    """No rule claims the line any more; at the edges of the text it may be a byline."""
    piece.rule = None
    if not inside and is_credible(piece.folded):
        piece.facts = read_line(piece.line.text, piece.folded)


def _is_tool(rule: Rule, folded: str, inside: bool) -> bool:
    if rule.fills(folded) or is_tool_line(folded):
        return True
    share = tool_share(folded)
    return share > _WHOLE or (not inside and share > _MOSTLY and not _CLAUSE.search(folded))


def _is_page_line(rule: Rule, folded: str) -> bool:
    """Whether a line that ends a text where nothing follows is a page's also between two paragraphs."""
    return (
        rule.fills(folded)
        or is_tool_line(folded)
        or tool_share(folded) > _WHOLE
        or is_boilerplate(folded)
        or bool(_NEIGHBOUR.fullmatch(folded) and not _CLAUSE.search(folded))
    )


def _between_paragraphs(piece: Piece, labelled: bool) -> None:
    """A line of a page of which nothing is known, with running text above and below it."""
    if piece.rule is not None:
        if labelled and _NUMBER.match(piece.folded):
            piece.rule = None
    elif piece.facts and not piece.facts.original_title and not is_credible(piece.folded):
        piece.facts = None


def _has_label(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a number belongs to the words beside it, as in a table whose cells are lines."""
    if not _NUMBER.match(pieces[i].folded):
        return False
    above = i - 1
    while above >= 0 and _NUMBER.match(pieces[above].folded):
        above -= 1
    beside = pieces[above] if above >= 0 else None
    return bool(beside and beside.plain and not is_prose(beside.folded) and beside.line.role is not Role.DECK)
