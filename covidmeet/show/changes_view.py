"""The changes of a page laid out: only what differs, the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from covidmeet.show.article_view import moment
from covidmeet.show.line_breaks import columns
from covidmeet.show.page_history import FieldChange, TextChange
from covidmeet.show.sheet import Sheet, Span
from covidmeet.text.difference import Fragment, Paragraph, fragments
from covidmeet.text.printable import printable_line

# As wdiff writes them (GNU wdiff, section 2).
_MARKS = {"-": ("[-", "-]", "before"), "+": ("{+", "+}", "after")}
BY_CAUSE = {
    "site": "by the site",
    "reprocess": "by reprocess, not by the site",
    "unfinished": "only the beginning had been received",
}
"""Cause of a revision → what it means, in words that are translated."""
_NAMES = {"-": "removed", "+": "added", "~": "edited"}


def change(sheet: Sheet, told: TextChange, total: int, words: Mapping[str, str]) -> None:
    """One change: when and by whom, the facts that differ, the paragraphs that differ."""
    sheet.heading(
        f"{words['Change']} {told.number}/{total} · {words[BY_CAUSE[told.cause]]} · {_when(told, words)}"
    )
    _fields(sheet, told.fields, words)
    if not told.is_of_text:
        sheet.blank()
        sheet.paragraph(words["The text is the same."], "dim")
        return
    same = 0
    for paragraph in told.paragraphs:
        if paragraph.kind == "=":
            same += 1
            continue
        _unchanged(sheet, same, words)
        same = 0
        sheet.blank()
        _paragraph(sheet, paragraph)
    _unchanged(sheet, same, words)


def as_plain(told: TextChange) -> dict[str, Any]:
    """A change as JSON takes it; paragraphs that are the same are only counted."""
    return {
        "number": told.number,
        "cause": told.cause,
        "seen_at": told.seen_at,
        "replaced_at": told.replaced_at or None,
        "fields": [asdict(field) for field in told.fields],
        "paragraphs_unchanged": sum(paragraph.kind == "=" for paragraph in told.paragraphs),
        "paragraphs": [
            {
                "change": _NAMES[paragraph.kind],
                "number": paragraph.number,
                "parts": [[part.kind, part.text] for part in paragraph.fragments],
            }
            for paragraph in told.paragraphs
            if paragraph.kind != "="
        ],
    }


def _when(told: TextChange, words: Mapping[str, str]) -> str:
    if told.replaced_at:
        return f"{moment(told.seen_at)} {words['to']} {moment(told.replaced_at)}"
    return f"{words['after']} {moment(told.seen_at)}"


def _fields(sheet: Sheet, found: Sequence[FieldChange], words: Mapping[str, str]) -> None:
    wide = max((columns(words[field.name]) for field in found), default=0) + 2
    for field in found:
        parts = [
            Fragment("=", words[field.name] + " " * (wide - columns(words[field.name]))),
            *fragments(*_readable(field)),
        ]
        _marked(sheet, parts, wide)


def _readable(field: FieldChange) -> tuple[str, str]:
    if field.name == "published_at":
        return moment(field.before), moment(field.after)
    return field.before, field.after


def _unchanged(sheet: Sheet, count: int, words: Mapping[str, str]) -> None:
    if count:
        sheet.blank()
        sheet.paragraph(f"  … {words['paragraphs unchanged']}: {count}", "dim")


def _paragraph(sheet: Sheet, paragraph: Paragraph) -> None:
    _marked(sheet, [Fragment("=", f"{paragraph.kind} "), *paragraph.fragments], 2)


def _marked(sheet: Sheet, parts: Iterable[Fragment], indent: int) -> None:
    """A paragraph with its changes in colours, or in brackets where there are none."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = 0
    for part in parts:
        shown = printable_line(part.text)
        if part.kind in _MARKS:
            opening, closing, style = _MARKS[part.kind]
            shown = shown if sheet.coloured else f"{opening}{shown}{closing}"
            spans.append(Span(at, at + len(shown), style))
        pieces.append(shown)
        at += len(shown)
    sheet.paragraph("".join(pieces), spans=spans, indent=indent)
