"""An article from an API: JSON with the text as a fragment of HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from parsel import Selector

from covidmeet.extract.page import Extraction
from covidmeet.site import JsonLayout
from covidmeet.text.dates import parse_date
from covidmeet.text.html_lines import break_preformatted, html_lines
from covidmeet.text.lines import Line, Role

_CALLBACK = re.compile(r"^\s*+(?:/\*.*?\*/)?\s*+[\w$.]*+\s*+\((.*)\)\s*+;?\s*+$", re.DOTALL)
_DEEPEST = 6


def load(text: str) -> Any:
    """JSON, also inside a callback ``name(…)`` or bare parentheses; None for what is neither."""
    text = text.lstrip("\ufeff")
    wrapped = _CALLBACK.match(text)
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except (ValueError, RecursionError):
        return None


def read(text: str, layout: JsonLayout) -> Extraction | None:
    """The article in ``text``, or None where no object in it has a text."""
    for record in _objects(load(text)):
        body = record.get(layout.body)
        if isinstance(body, str) and body.strip():
            root = Selector(text=f"<div>{body}</div>").root
            break_preformatted(root)
            lines = html_lines(root)
            source, editors = _string(record, layout.source), _string(record, layout.editors)
            title = _string(record, layout.title)
            found = [Line(title, role=Role.TITLE)] if title else []
            found += [Line(f"来源:{source}", role=Role.INFO)] if source else []
            found += [Line(f"责任编辑:{editors}", role=Role.INFO)] if editors else []
            body_role = Role.BODY if title else Role.ANY
            found += [Line(line, role=body_role, places=(i,)) for i, line in enumerate(lines)]
            published = parse_date(_string(record, layout.published))
            return Extraction(found, published=published) if lines else None
    return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return " ".join(str(value).split()) if isinstance(value, (str, int)) else ""
