"""Articles as a table of pandas or polars."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timezone
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from covidmeet.items import COLUMNS, Article
from covidmeet.language import _
from covidmeet.text.dates import CHINA

Library = Literal["pandas", "polars"]
LIBRARIES: tuple[Library, ...] = ("pandas", "polars")
PUBLISHED_ON = "published_on"
_TIMES = {"published_at": CHINA, "first_seen": UTC, "last_seen": UTC, "captured_at": UTC}
_LISTS = ("reporters", "editors")
_OBJECTS = ("repairs", "stripped", "extraction", "fields")
_NUMBERS = ("doubtful",)


def data_frame(articles: Iterable[Article], library: Library | None = None) -> Any:
    """A ``DataFrame`` of ``library``, by default of the first of ``LIBRARIES`` that is installed.

    Raises ``ImportError`` where it is not, ``ValueError`` for another library.
    """
    chosen = library or next((name for name in LIBRARIES if find_spec(name)), None)
    if chosen is None:
        raise ImportError(_("neither pandas nor polars is installed; install one of them beside covidmeet"))
    if chosen not in LIBRARIES:
        raise ValueError(
            _(
                "library: {chosen!r}: must be one of {LIBRARIES}",
                chosen=chosen,
                LIBRARIES=", ".join(LIBRARIES),
            )
        )
    columns = _columns(articles)
    module = import_module(chosen)
    return _pandas(module, columns) if chosen == "pandas" else _polars(module, columns)


def _columns(articles: Iterable[Article]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in (*COLUMNS, PUBLISHED_ON)}
    for article in articles:
        for name in COLUMNS:
            columns[name].append(_value(name, getattr(article, name)))
        published = columns["published_at"][-1]
        columns[PUBLISHED_ON].append(published and published.date())
    return columns


def _value(name: str, value: Any) -> Any:
    if name in _TIMES:
        return _moment(value, _TIMES[name])
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if name in _OBJECTS else value


def _moment(text: str | None, zone: timezone) -> datetime | None:
    """The time that is stored; None where it cannot be read."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if moment is None:
        return None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _pandas(pandas: Any, columns: dict[str, list[Any]]) -> Any:
    series: dict[str, Any] = {}
    for name, values in columns.items():
        if name in _TIMES:
            moments = pandas.to_datetime(pandas.Series(values, dtype="object"), utc=True)
            series[name] = moments.dt.tz_convert(_TIMES[name])
        elif name == PUBLISHED_ON:  # pandas has no dates but these
            series[name] = pandas.to_datetime(pandas.Series(values, dtype="object"))
        elif name in _NUMBERS:
            series[name] = pandas.Series(values, dtype="int64")
        else:
            series[name] = pandas.Series(values, dtype="object" if name in _LISTS else "string")
    return pandas.DataFrame(series)


def _polars(polars: Any, columns: dict[str, list[Any]]) -> Any:
    schema: dict[str, Any] = {}
    for name in columns:
        if name in _TIMES:
            schema[name] = polars.Datetime("us", "UTC" if _TIMES[name] is UTC else "Asia/Shanghai")
        elif name == PUBLISHED_ON:
            schema[name] = polars.Date
        elif name in _NUMBERS:
            schema[name] = polars.Int64
        else:
            schema[name] = polars.List(polars.String) if name in _LISTS else polars.String
    return polars.DataFrame(columns, schema=schema)
