"""GBK the way Windows reads it (code page 936): two bytes a character, user-defined areas as private use.

Python's ``gbk`` leaves 2,000 of the 24,066 two-byte codes out; Windows maps all of them, and a shifted run
needs them all.  The two-byte part of ``gb18030`` has the same private-use mapping (AAA1-AFFE, F8A1-FEFE
and A140-A7A0 are U+E000-U+E765), so the table is read from that codec once, at import.
"""

from __future__ import annotations

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


def _table() -> tuple[dict[int, str], dict[str, int]]:
    """Code (lead * 256 + trail) -> character, and the way back."""
    char_of: dict[int, str] = {}
    for lead in LEADS:
        row = bytes(byte for trail in TRAILS for byte in (lead, trail)).decode("gb18030")
        char_of.update(zip(((lead << 8) | trail for trail in TRAILS), row, strict=True))
    return char_of, {char: code for code, char in char_of.items()}


CHAR_OF, CODE_OF = _table()

# What later tools write for the same codes: a dump may hold either form.
CODE_OF.update({"\u2014": 0xA1AA, "\u2022": 0xA1A4, "\u301c": 0xA1AB, "\uff5e": 0xA1AB})

RESERVED = tuple(
    code
    for code, char in CHAR_OF.items()
    if not char.encode("gbk", "ignore") and not "\ue000" <= char <= "\ue765"
)
"""Codes outside the user-defined areas that other decoders than Windows' do not know."""

EURO = "\u20ac"
"""What Windows makes of the single byte 80."""


def is_hanzi(char: str) -> bool:
    """Whether ``char`` is an ideograph of the blocks that GBK draws from."""
    return "\u4e00" <= char <= "\u9fff" or char == "\u3007"


def is_common(char: str) -> bool:
    """Whether ``char`` is ASCII, or among the marks and the 3,755 commonest characters of GB 2312."""
    code = CODE_OF.get(char, 0) if char > "\x7f" else 0xB0A1
    lead, trail = code >> 8, code & 0xFF
    return trail >= 0xA1 and (lead in (0xA1, 0xA3) or 0xB0 <= lead <= 0xD7)
