"""An article as an application gets it: JSON with the text as a fragment of HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from parsel import Selector

from covidmeet.extract.page import Found
from covidmeet.site import JsonLayout
from covidmeet.text.dates import parse_date
from covidmeet.text.html_lines import html_lines

_CALLBACK = re.compile(r"^\s*(?:/\*.*?\*/)?\s*[\w$.]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
_DEEPEST = 6


def load(text: str) -> Any:
    """JSON, also inside a callback ``name(…)``; None for what is neither."""
    text = text.lstrip("\ufeff")
    wrapped = _CALLBACK.match(text)
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except (ValueError, RecursionError):
        return None


def read(text: str, layout: JsonLayout) -> Found | None:
    """The article in ``text``, or None where no object in it has a text."""
    for record in _objects(load(text)):
        body = record.get(layout.body)
        if isinstance(body, str) and body.strip():
            lines = html_lines(Selector(text=f"<div>{body}</div>").root)
            source, editors = _string(record, layout.source), _string(record, layout.editors)
            info = [f"来源:{source}"] if source else []
            info += [f"责任编辑:{editors}"] if editors else []
            published = parse_date(_string(record, layout.published))
            title = _string(record, layout.title) or None
            return Found(body=lines, title=title, info=info, published=published) if lines else None
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
