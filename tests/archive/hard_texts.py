"""An archive with texts that are hard to hand on, and ways to read each format back."""

from __future__ import annotations

from pathlib import Path

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.export.exporting import Exported, export
from covidmeet.archive.export.formats import Manner, format_of
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import open_read_only
from tests.made_articles import article

HARD = {
    "lines": '第一段\r\n"引号",逗号；\n\n第二段\r末',
    "formula": "=HYPERLINK(1)",
    "wide": "＝1＋1",
    "defused": "'=1",
    "error": "#N/A",
    "zeros": "000123",
    "long number": "12345678901234567890",
    "emoji": "👩‍👩‍👧口罩😷",
    "ext-b": "𠮷野家𡃁𫝀",
    "nul": "前\0后_x0000_",
    "control": "退\x08格\x0b竖\x1f",
    "blank": "  两端空白\t",
    "truth": "TRUE",
    "nothing": "NULL",
    "date": "2022-03-01",
    "bom": "\ufeff文\ufffe",
}
"""Name → title; each with the same as its text."""

LONG = "会议。" * 70_000


def make(path: Path, *, long: bool = False) -> Path:
    """An archive of one article for each hard text."""
    db = connect(path)
    texts = HARD | ({"long": LONG} if long else {})
    for number, (name, text) in enumerate(texts.items()):
        day = f"2022-03-{number + 1:02}"
        hard = article(
            name, body=text, reporters=["苏木"], repairs={"reading": 3}, published_at=day, deck=text
        )
        hard.title, hard.url_hash = text, f"{number:064}"
        store(db, hard, "run-1", f"2022-04-01T00:00:{number:02}+00:00")
    db.close()
    return path


def exported(database: Path, target: Path, *, package: bool = False, **chosen: object) -> Exported:
    """An export by the ending of ``target``; ``bom`` and ``truncate`` are the manner's."""
    manner = {name: bool(chosen.pop(name)) for name in ("bom", "truncate") if name in chosen}
    form, compression = format_of(target.name)
    db = open_read_only(database)
    try:
        selection = Selection(**chosen)  # type: ignore[arg-type]
        return export(db, target, selection, Manner(form, compression, **manner), package=package)
    finally:
        db.close()
