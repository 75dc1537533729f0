"""A text as a cell of CSV: harmless in a spreadsheet, whole in every reader, and exactly restorable.

Two changes are made.  An apostrophe goes before what a spreadsheet runs as a formula (OWASP, "CSV
Injection").  NUL, at which many readers end a cell or the file, is written as ``_x0000_``, the escape of
Office Open XML (ECMA-376, part 1, 22.9.2.19, ST_Xstring); a text that holds such an escape itself has
``_x005F_`` in place of its first underscore.
"""

from __future__ import annotations

import re

# = + - @ tab CR LF, and ＝ ＋ － ＠, after any apostrophes.
_FORMULA = re.compile(rb"'*(?:[=+\-@\t\r\n]|\xef\xbc[\x8b\x8d\x9d\xa0])")
FIRST_OF_FORMULA = frozenset(b"'=+-@\t\r\n\xef")
"""Bytes of which one begins every cell that ``is_formula`` may find to be one."""

_LIKE_AN_ESCAPE = re.compile(rb"_(?=x(?:0000|005F)_)")
_ESCAPE = re.compile(rb"_x(0000|005F)_")


def is_formula(cell: bytes) -> bool:
    """Whether a spreadsheet would run the cell, or would if apostrophes were taken off."""
    return _FORMULA.match(cell) is not None


def escape_nul(cell: bytes) -> bytes:
    """``cell`` without NUL."""
    if b"_x00" in cell:
        cell = _LIKE_AN_ESCAPE.sub(b"_x005F_", cell)
    return cell.replace(b"\0", b"_x0000_")


def defuse(field: str) -> str:
    """``field`` as it is written.

    A field that already looks defused gets one more apostrophe, so that ``restore`` is exact.

    >>> defuse("=1+1"), defuse("'=1+1"), defuse("plain"), defuse("＝1"), defuse("a" + chr(0))
    ("'=1+1", "''=1+1", 'plain', "'＝1", 'a_x0000_')
    """
    cell = escape_nul(field.encode("utf-8", "surrogatepass"))
    return (b"'" + cell if is_formula(cell) else cell).decode("utf-8", "surrogatepass")


def restore(field: str) -> str:
    """The text that ``defuse`` was given."""
    cell = field.encode("utf-8", "surrogatepass")
    if cell.startswith(b"'") and is_formula(cell):
        cell = cell[1:]
    if b"_x00" in cell:
        cell = _ESCAPE.sub(lambda found: b"\0" if found[1] == b"0000" else b"_", cell)
    return cell.decode("utf-8", "surrogatepass")
