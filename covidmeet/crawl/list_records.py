"""Entries of lists that are no elements of a page: JSON objects, JSON in a script, HTML in CDATA sections."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from covidmeet.extract.by_json import load
from covidmeet.text.dates import parse_date

_TIME_KEY = re.compile(r"time|date", re.IGNORECASE)
_TITLE_KEY = re.compile(r"title|headline|subject", re.IGNORECASE)
_URL_KEY = re.compile(r"url|link|href", re.IGNORECASE)
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_MOST_TRIES = 8  # places behind which a script may hold the list


@dataclass(frozen=True, slots=True)
class Record:
    """What an object may name: addresses as written, its day (``YYYY-MM-DD``), titles."""

    urls: tuple[str, ...]
    day: str | None
    titles: tuple[str, ...]


def fragments(source: str) -> str:
    """The HTML in the CDATA sections of ``source``, as the lists of jCMS have it; "" where there are none.

    >>> fragments("<record><![CDATA[<li>one</li>]]></record><record><![CDATA[<li>two</li>]]></record>")
    '<li>one</li><li>two</li>'
    """
    parts = (part.partition(_CDATA_END) for part in source.split(_CDATA)[1:])
    # Scripts of old pages stand in CDATA sections as well.
    return "".join(text for text, end, _ in parts if end and "<" in text and "//" not in text[-4:])


def embedded(source: str, pattern: str) -> Any:
    """The JSON that stands in ``source`` right behind ``pattern``; None where there is none."""
    for number, match in enumerate(re.finditer(pattern, source)):
        if number == _MOST_TRIES:
            break
        try:
            return json.JSONDecoder().raw_decode(source, match.end())[0]
        except (ValueError, RecursionError):
            continue
    return None


def inside(data: Any, path: tuple[str, ...]) -> Any:
    """What stands in ``data`` at ``path``, or None."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def records(data: Any, address: str = "") -> Iterator[Record]:
    """The objects of a list; ``address`` makes one more address of an object's values."""
    for record in data if isinstance(data, list) else []:
        if isinstance(record, dict):
            urls = [*_urls(record)] + ([_filled(address, record)] if address else [])
            times = (
                parse_date(str(value))
                for key, value in record.items()
                if _TIME_KEY.search(key) and isinstance(value, (str, int))
            )
            day = next((time[:10] for time in times if time), None)
            titles = (
                value for key, value in record.items() if _TITLE_KEY.search(key) and isinstance(value, str)
            )
            yield Record(tuple(urls), day, tuple(titles))


def _urls(record: dict[str, Any]) -> Iterator[str]:
    """The addresses of an object; a value may itself be JSON, with an address for each kind of reader."""
    for key, value in record.items():
        if isinstance(value, str) and _URL_KEY.search(key):
            if value.lstrip().startswith("{"):
                nested = load(value)
                yield from (one for one in (nested or {}).values() if isinstance(one, str))
            else:
                yield value


def _filled(template: str, record: dict[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: str(record.get(match[1], "")), template)
