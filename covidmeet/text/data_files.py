"""Telling files of records (JSON, CSV) from text."""

from __future__ import annotations

import csv
import json
from itertools import islice

_FEWEST_FIELDS = 3
_FEWEST_ROWS = 2
_ROWS = 200  # that are looked at
_DELIMITERS = ",\t;"


def kind_of_data(text: str) -> str | None:
    """``"JSON"``, ``"JSON lines"`` or ``"CSV"``; None for what may be a text."""
    text = text.lstrip("\ufeff").strip()
    if text[:1] in ("{", "["):
        if _is_json(text):
            return "JSON"
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(map(_is_json, lines[:_ROWS])):
            return "JSON lines"
    first = text.partition("\n")[0]
    return "CSV" if any(_is_table(text, mark) for mark in _DELIMITERS if mark in first) else None


def _is_json(text: str) -> bool:
    if text[:1] not in ("{", "["):
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, (dict, list)) and bool(value)


def _is_table(text: str, delimiter: str) -> bool:
    """Whether each row has as many fields as the first, which names them in words without a sentence."""
    try:
        rows = list(
            islice((row for row in csv.reader(text.splitlines(True), delimiter=delimiter) if row), _ROWS)
        )
    except csv.Error:
        return False
    names = rows[0] if rows else []
    return (
        len(rows) >= _FEWEST_ROWS
        and len(names) >= _FEWEST_FIELDS
        and all(len(row) == len(names) for row in rows)
        and all(0 < len(name.strip()) <= 30 and "。" not in name for name in names)
    )
