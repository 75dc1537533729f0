"""GBK as Windows decodes it (code page 936): two bytes a character, user-defined areas as private use.

Python's ``gbk`` lacks 2,000 of the 24,066 two-byte codes; Windows maps all of them, and a shifted run may
contain any.  The two-byte part of ``gb18030`` has the same private-use mapping (AAA1-AFFE, F8A1-FEFE
and A140-A7A0 are U+E000-U+E765), so the table is read from that codec once, at import.
"""

from __future__ import annotations

from functools import cache

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


def _table() -> tuple[dict[int, str], dict[str, int]]:
    """Code (lead * 256 + trail) -> character, and the way back."""
    codes = [lead << 8 | trail for lead in LEADS for trail in TRAILS]
    pairs = bytearray(2 * len(codes))
    pairs[0::2] = bytes(code >> 8 for code in codes)
    pairs[1::2] = bytes(TRAILS) * len(LEADS)
    chars = pairs.decode("gb18030")
    return dict(zip(codes, chars, strict=True)), dict(zip(chars, codes, strict=True))


CHAR_OF, CODE_OF = _table()

# What later tools write for the same codes: a dump may hold either form.
CODE_OF.update({"\u2014": 0xA1AA, "\u2022": 0xA1A4, "\u301c": 0xA1AB, "\uff5e": 0xA1AB})

EURO = "\u20ac"
"""What Windows makes of the single byte 80."""


@cache
def reserved() -> tuple[int, ...]:
    """Codes outside the user-defined areas that only Windows' decoder maps: others show U+FFFD."""
    return tuple(
        code
        for code, char in CHAR_OF.items()
        if not char.encode("gbk", "ignore") and not "\ue000" <= char <= "\ue765"
    )


def is_hanzi(char: str) -> bool:
    """Whether ``char`` is an ideograph of the blocks that GBK draws from."""
    return "\u4e00" <= char <= "\u9fff" or char == "\u3007"


def is_common(char: str) -> bool:
    """Whether ``char`` is ASCII, or among the marks and the 3,755 commonest characters of GB 2312."""
    code = CODE_OF.get(char, 0) if char > "\x7f" else 0xB0A1
    lead, trail = code >> 8, code & 0xFF
    return trail >= 0xA1 and (lead in (0xA1, 0xA3) or 0xB0 <= lead <= 0xD7)
