"""The wrong decodings, done forwards with the codecs of the standard library alone."""

from __future__ import annotations

import codecs
from collections.abc import Callable

_UNDEFINED = "\x81\x8d\x8f\x90\x9d"


def as_cp1252(data: bytes, lost: str | None) -> str:
    """Read as cp1252; what it leaves undefined becomes ``lost``, or stays a control character (None)."""
    chars = []
    for byte in data:
        try:
            chars.append(bytes((byte,)).decode("cp1252"))
        except UnicodeDecodeError:
            chars.append(chr(byte) if lost is None else lost)
    return "".join(chars)


def as_gbk(data: bytes, lost: str) -> str:
    """Read as GBK by Python's codec; every byte that fits nowhere becomes ``lost``."""

    def replace(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        return lost, error.start + 1

    codecs.register_error("tests.lost", replace)
    return data.decode("gbk", "tests.lost")


CHANNELS: dict[str, tuple[str, Callable[[str], str]]] = {
    "gbk_as_latin1": ("gbk_as_latin1", lambda text: text.encode("gbk").decode("latin-1")),
    "gbk_as_cp1252": ("gbk_as_cp1252", lambda text: as_cp1252(text.encode("gbk"), None)),
    "utf8_as_latin1": ("utf8_as_latin1", lambda text: text.encode().decode("latin-1")),
    "utf8_as_cp1252, controls kept": ("utf8_as_cp1252", lambda text: as_cp1252(text.encode(), None)),
    "utf8_as_cp1252, bytes dropped": ("utf8_as_cp1252", lambda text: as_cp1252(text.encode(), "")),
    "utf8_as_cp1252, question marks": ("utf8_as_cp1252", lambda text: as_cp1252(text.encode(), "?")),
    "utf8_as_cp1252, U+FFFD": ("utf8_as_cp1252", lambda text: as_cp1252(text.encode(), "\ufffd")),
    "utf8_as_gbk, bytes dropped": ("utf8_as_gbk", lambda text: as_gbk(text.encode(), "")),
    "utf8_as_gbk, question marks": ("utf8_as_gbk", lambda text: as_gbk(text.encode(), "?")),
    "utf8_as_gbk, U+FFFD": ("utf8_as_gbk", lambda text: as_gbk(text.encode(), "\ufffd")),
    "utf8_twice, Latin-1": (
        "utf8_twice",
        lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
    ),
}
"""Name -> the rule that undoes it, and the damage."""

BIG5 = "big5_as_gbk"


def big5_as_gbk(text: str, lost: str) -> str:
    """Traditional text in Big5, read as GBK."""
    return as_gbk(text.encode("cp950"), lost)
