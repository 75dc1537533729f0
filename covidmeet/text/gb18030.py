"""GB 18030 and Big5 as pages hold them: byte 80 as €, and the characters of the standard's edition of 2022.

Python's codec follows the edition of 2000, which left 25 characters in the private use area of Unicode.  The
editions of 2005 and 2022 moved 19 of them to characters of their own; the other six have had theirs since
Unicode 3.1, and nothing else reads those codes.  Byte 80 is € in code page 936, and in the WHATWG Encoding
Standard's ``gb18030``.
"""

from __future__ import annotations

import codecs

REPLACEMENT = "\ufffd"
"""What stands in the text for bytes that are not text."""

_EURO_BYTE = 0x80
_ERRORS = "covidmeet.two_bytes"
_MOVED = {
    "\ue78d": "\ufe10",
    "\ue78e": "\ufe12",
    "\ue78f": "\ufe11",
    "\ue790": "\ufe13",
    "\ue791": "\ufe14",
    "\ue792": "\ufe15",
    "\ue793": "\ufe16",
    "\ue794": "\ufe17",
    "\ue795": "\ufe18",
    "\ue796": "\ufe19",
    "\ue7c7": "\u1e3f",
    "\ue816": "\U00020087",
    "\ue817": "\U00020089",
    "\ue818": "\U000200cc",
    "\ue81e": "\u9fb4",
    "\ue826": "\u9fb5",
    "\ue82b": "\u9fb6",
    "\ue82c": "\u9fb7",
    "\ue831": "\U000215d7",
    "\ue832": "\u9fb8",
    "\ue83b": "\U0002298f",
    "\ue843": "\u9fb9",
    "\ue854": "\u9fba",
    "\ue855": "\U000241fe",
    "\ue864": "\u9fbb",
}
_TABLE = str.maketrans(_MOVED)


def decode_two_bytes(data: bytes, encoding: str) -> str:
    """Decode ``gb18030`` or ``big5hkscs``, each place that is neither as U+FFFD; never raises."""
    text = data.decode(encoding, _ERRORS)
    # A look for each single character takes a tenth of the time of one pattern for all.
    if encoding == "gb18030" and any(map(text.__contains__, _MOVED)):
        return text.translate(_TABLE)
    return text


def _replaced(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    if error.object[error.start] == _EURO_BYTE and error.encoding == "gb18030":
        return "€", error.start + 1
    return REPLACEMENT, error.end


codecs.register_error(_ERRORS, _replaced)
