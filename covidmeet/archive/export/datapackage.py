"""``datapackage.json`` (Frictionless Data Package): the data files of a folder, their columns and checksums.

The descriptor holds what version 2 of the standard asks for (https://datapackage.org/standard/data-package/)
and the ``profile`` that version 1 asks for.  What is said in Chinese stands in ``title_zh`` and
``description_zh``; the standard allows properties of one's own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from covidmeet.archive.export.codebook import DESCRIPTION, DESCRIPTION_ZH, TITLE, TITLE_ZH
from covidmeet.archive.export.columns import ExportColumn
from covidmeet.archive.export.formats import Manner
from covidmeet.archive.export.selection import Selection

_MAKER = "covidmeet"
_TYPES = {
    "text": "string",
    "date": "date",
    "timestamp": "datetime",
    "list": "array",
    "object": "object",
    "integer": "integer",
}
_NATIVE_TIMES = ("parquet", "xlsx")  # formats in which a time is no text
_TABULAR = ("csv", "tsv")


@dataclass(frozen=True)
class DataFile:
    """An exported file, and what was asked for."""

    path: Path
    manner: Manner
    selection: Selection
    rows: int
    last_seen: str | None


def resource(data: DataFile) -> dict[str, Any]:
    """The description of a data file (Data Resource), with the checksum of what lies there."""
    form = data.manner.form
    told: dict[str, Any] = {
        "name": _slug(data.path.name),
        "path": data.path.name,
        "profile": "tabular-data-resource" if form.name in _TABULAR else "data-resource",
        "title": TITLE,
        "title_zh": TITLE_ZH,
        "format": form.name,
        "mediatype": form.media_type,
    }
    if form.is_text:
        told["encoding"] = "utf-8-sig" if data.manner.bom else "utf-8"
    if data.manner.compression:
        told["compression"] = data.manner.compression
    if form.name in _TABULAR:
        told["dialect"] = {
            "delimiter": "\t" if form.name == "tsv" else ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        }
    with data.path.open("rb") as stream:
        told["hash"] = "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()
        if (
            form.name != "parquet"
        ):  # frictionless 5 finds no number of bytes there, and calls the file invalid
            told["bytes"] = stream.tell()
    told["rows"] = data.rows
    if data.last_seen:
        told["last_seen"] = data.last_seen
    if chosen := _chosen(data.selection):
        told["selection"] = chosen
    told["schema"] = schema(
        data.selection.columns, form.name, whole=data.selection.is_whole, key=data.selection.key
    )
    return told


def schema(
    columns: Sequence[ExportColumn], form: str, *, whole: bool, key: str = "url_hash"
) -> dict[str, Any]:
    """The columns as a Table Schema; ``whole``: every article that ``same_as`` may name is there."""
    fields = [_field(column, form, key) for column in columns]
    told: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    names = {column.name for column in columns}
    if key in names:
        told["primaryKey"] = [key]
        if whole and "same_as" in names:
            to = {"resource": "", "fields": ["url_hash"]}
            told["foreignKeys"] = [{"fields": ["same_as"], "reference": to}]
    return told


def _field(column: ExportColumn, form: str, key: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.meaning,
        "description_zh": column.chinese,
    }
    if column.kind == "timestamp" and form not in _NATIVE_TIMES:
        told["format"] = "%Y-%m-%dT%H:%M:%S%z"
    if not column.may_be_empty:
        told["constraints"] = {"required": True}
    if column.name == key:
        told["constraints"] = {"required": True, "unique": True}
    return told


def _chosen(selection: Selection) -> dict[str, Any]:
    """What was asked for, where that is not everything."""
    asked = {
        "sites": list(selection.sites),
        "since": selection.since and selection.since.isoformat(),
        "until": selection.until and selection.until.isoformat(),
        "search": selection.phrase,
        "unique": selection.unique,
    }
    return {name: value for name, value in asked.items() if value}


def package(resources: Sequence[dict[str, Any]], **more: Any) -> str:
    """The descriptor of a folder, as it is written."""
    told = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "data-package",
        "name": "covidmeet-articles",
        "title": TITLE,
        "title_zh": TITLE_ZH,
        "description": DESCRIPTION,
        "description_zh": DESCRIPTION_ZH,
        "keywords": ["COVID-19", "China", "news"],
        "contributors": [{"title": "The covidmeet authors", "roles": ["creator"]}],
        "made_by": _MAKER,
        **more,
        "resources": list(resources),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def read_package(path: Path) -> dict[str, Any] | None:
    """A descriptor that an export wrote; None where there is none, or one of somebody else's."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and told.get("made_by") == _MAKER else None


def with_resource(known: dict[str, Any] | None, folder: Path, new: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources of a folder with a new one, in the order of their paths; without those that are gone."""
    others = [
        other
        for other in (known or {}).get("resources", ())
        if other.get("path") != new["path"] and (folder / str(other.get("path"))).is_file()
    ]
    return sorted([*others, new], key=lambda told: str(told["path"]))


def _slug(name: str) -> str:
    """A name as the standard wants it: lower-case letters, digits, ``.``, ``_`` and ``-``.

    >>> _slug("Articles 2022.csv")
    'articles-2022.csv'
    """
    plain = re.sub(r"[^a-z0-9._]+", "-", name.lower()).strip("-")
    if name.isascii():
        return plain
    return f"{hashlib.sha256(name.encode()).hexdigest()[:8]}-{plain}"
