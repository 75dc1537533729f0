"""The repairs of an article, marked in its text as published: 〖before → after〗."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from covidmeet.items import Article
from covidmeet.language import _
from covidmeet.show.article_view import counts
from covidmeet.show.related import PlacedFix
from covidmeet.show.sheet import Sheet, Span
from covidmeet.text.damage_left import damage_left
from covidmeet.text.printable import one_line, printable, printable_line
from covidmeet.text.script import simplify

SURE = 0.99
_AROUND = 12  # characters of context


class RepairedPiece(NamedTuple):
    """A part of a text: as it stands, or what ``fix`` put there."""

    text: str
    fix: PlacedFix | None = None


class Marked(NamedTuple):
    """A text with its repairs; ``left`` are fixes that have no place in it."""

    text: str
    spans: list[Span]
    left: list[PlacedFix]
    marked: int


def repairs(sheet: Sheet, article: Article, fixes: Sequence[PlacedFix], words: Mapping[str, str]) -> None:
    """The fields that were repaired, marked; then what could not be marked, and damage that is left."""
    sheet.heading(words["Before and after"])
    fields = fields_as_published(article, fixes)
    left: list[PlacedFix] = []
    placed = 0
    for name, text in fields.items():
        found = mark(text, [fix for fix in fixes if fix.field == name])
        left += found.left
        placed += found.marked
        if found.marked or name == "body":
            _paragraphs(sheet, found)
    sheet.blank()
    _summary(sheet, article, placed)
    for fix in left:
        sheet.paragraph(_("not marked, the place was repaired twice: {fix}", fix=_told(fix)), indent=2)
    for fix in fixes:
        if fix.confidence < SURE:
            sure = _("{confidence:.0%} sure", confidence=fix.confidence)
            sure += _(", else {runner_up}", runner_up=fix.runner_up) if fix.runner_up else ""
            told = _("doubtful ({sure}): {fix}", sure=one_line(sure), fix=_told(fix))
            sheet.paragraph(told, "doubtful")
    _unrepaired(sheet, article.body_original)


def fields_as_published(article: Article, fixes: Sequence[PlacedFix]) -> dict[str, str]:
    """``title``, ``deck`` and ``body`` as published.  Of headlines only the Simplified form is stored."""
    texts = {"title": article.title or "", "deck": article.deck, "body": article.body_original}
    if article.script == "hant":
        return texts | {name: _as_published(texts[name], name, fixes) for name in ("title", "deck")}
    return texts


def _as_published(text: str, name: str, fixes: Sequence[PlacedFix]) -> str:
    """``text`` with the characters back that the fixes put there, where their Simplified form stands."""
    for fix in fixes:
        stop = fix.offset + len(fix.after)
        if fix.field == name and text[fix.offset : stop] == simplify(fix.after):
            text = text[: fix.offset] + fix.after + text[stop:]
    return text


def mark(text: str, fixes: Sequence[PlacedFix]) -> Marked:
    """``text`` with ``〖before → after〗`` where each of ``fixes``, in the order of the text, stands.

    >>> mark("云溪日報", [PlacedFix("body", 3, "lost_byte", "?qǐng)?bào)", "報")]).text
    '云溪日〖?qǐng)?bào) → 報〗'
    """
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    pieces, left = pieces_of(text, fixes)
    for piece in pieces:
        if piece.fix is None:
            kept = printable(piece.text)
            parts.append(kept)
            at += len(kept)
            continue
        before, after = printable_line(piece.fix.before), printable_line(piece.fix.after)
        # No blank where the line could break before a closing mark.
        arrow = " → " if after[:1].isalnum() else " →"
        parts += ["〖", before, arrow, after, "〗"]
        at += 1
        spans.append(Span(at, at + len(before), "before"))
        at += len(before) + len(arrow)
        spans.append(Span(at, at + len(after), "doubtful" if piece.fix.confidence < SURE else "after"))
        at += len(after) + 1
    return Marked("".join(parts), spans, left, sum(piece.fix is not None for piece in pieces))


def pieces_of(text: str, fixes: Sequence[PlacedFix]) -> tuple[list[RepairedPiece], list[PlacedFix]]:
    """``text`` cut where ``fixes``, in the order of the text, stand; and those that have no place in it.

    >>> [piece.text for piece in pieces_of("云溪日報讯", [PlacedFix("body", 3, "x", "?", "報")])[0]]
    ['云溪日', '報', '讯']
    """
    pieces: list[RepairedPiece] = []
    left: list[PlacedFix] = []
    end = 0
    for fix in fixes:
        stop = fix.offset + len(fix.after)
        if fix.offset < end or text[fix.offset : stop] != fix.after:
            left.append(fix)
            continue
        pieces += [RepairedPiece(text[end : fix.offset]), RepairedPiece(fix.after, fix)]
        end = stop
    return [*pieces, RepairedPiece(text[end:])], left


def _paragraphs(sheet: Sheet, found: Marked) -> None:
    """Each paragraph with the spans that are its own."""
    start = number = 0
    for line in found.text.split("\n"):
        stop = start + len(line)
        spans: list[Span] = []
        while number < len(found.spans) and found.spans[number].start <= stop:
            span = found.spans[number]
            spans.append(Span(span.start - start, span.stop - start, span.style))
            number += 1
        sheet.blank()
        sheet.paragraph(line, spans=spans)
        start = stop + 1


def _summary(sheet: Sheet, article: Article, placed: int) -> None:
    if not article.repairs:
        sheet.paragraph(_("Nothing was repaired on this page."))
        return
    sheet.paragraph(
        _(
            "Repaired on the whole page: {counts}; in the text above: {placed} places.",
            counts=counts(article.repairs),
            placed=placed,
        )
    )


def _unrepaired(sheet: Sheet, text: str) -> None:
    places = damage_left(text)
    for place in places:
        around = text[max(place.offset - _AROUND, 0) : place.offset + len(place.seen) + _AROUND]
        told = _(
            "not repaired, {rule} at {offset}: …{around}…",
            rule=place.rule,
            offset=place.offset,
            around=one_line(around),
        )
        sheet.paragraph(told, "doubtful")
    if not places:
        sheet.paragraph(_("No damage is known to be left in the text."))


def _told(fix: PlacedFix) -> str:
    change = f"{printable_line(fix.before)} → {printable_line(fix.after)}"
    return _(
        "{rule} in {field} at {offset}: {change}",
        rule=fix.rule,
        field=fix.field,
        offset=fix.offset,
        change=change,
    )
