"""The wrong decodings, done forwards with the codecs of the standard library alone."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial

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


def in_step(data: bytes, lost: str, *, private: bool = False, euro: bool = False) -> str:
    """Read two bytes at a time as Windows' cp936 does: what is undecodable together is one ``lost``.

    ``private``: user-defined codes are private-use characters.  ``euro``: 80 is the euro sign by itself.
    """
    codec = "gb18030" if private else "gbk"
    chars = []
    at = 0
    while at < len(data):
        if data[at] < 0x80 or (euro and data[at] == 0x80):
            chars.append("€" if data[at] == 0x80 else chr(data[at]))
            at += 1
            continue
        try:
            chars.append(data[at : at + 2].decode(codec))
        except UnicodeDecodeError:
            chars.append(lost)
        at += 2
    return "".join(chars)


def by_browser(data: bytes) -> str:
    """Read as GB 18030 by the rules of the WHATWG, as browsers do for pages that say they are GBK."""
    chars = []
    at = 0
    while at < len(data):
        size = 1
        if data[at] < 0x80:
            chars.append(chr(data[at]))
        elif data[at] == 0x80:
            chars.append("€")
        else:
            size = 2 if at + 1 < len(data) and data[at + 1] >= 0x40 else 1
            try:
                chars.append(data[at : at + size].decode("gb18030"))
            except UnicodeDecodeError:
                chars.append("\ufffd")
                size = 2 if size == 2 and data[at + 1] >= 0x80 else 1
        at += size
    return "".join(chars)


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
    "utf8_as_gbk, by a browser": ("utf8_as_gbk", lambda text: by_browser(text.encode())),
    "utf8_as_gbk, as gb18030": ("utf8_as_gbk", lambda text: text.encode().decode("gb18030", "replace")),
    "utf8_as_gbk, by Windows": (
        "utf8_as_gbk",
        lambda text: in_step(text.encode(), "?", private=True, euro=True),
    ),
    "utf8_as_gbk, pairs": ("lost_pair", lambda text: in_step(text.encode(), "?")),
    "utf8_as_gbk, pairs and euro": ("lost_pair", lambda text: in_step(text.encode(), "?", euro=True)),
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


def converted_channels(convert: Callable[[str], str]) -> dict[str, Callable[[str], str]]:
    """UTF-8 as GBK, of which the result was turned Traditional by ``convert``."""

    def after(damage: Callable[[str], str]) -> Callable[[str], str]:
        return lambda text: convert(damage(text))

    return {
        f"{name}, made Traditional": after(damage)
        for name, (_, damage) in CHANNELS.items()
        if name.startswith("utf8_as_gbk")
    }


def two_byte_channels() -> dict[str, Callable[[str], str]]:
    """Big5 read as GBK and GBK read as Big5."""
    found: dict[str, Callable[[str], str]] = {
        "big5_as_gbk, private use kept": lambda text: text.encode("cp950").decode("gb18030", "ignore"),
    }
    for shown, lost in (("bytes dropped", ""), ("question marks", "?"), ("U+FFFD", "\ufffd")):
        found[f"big5_as_gbk, {shown}"] = partial(big5_as_gbk, lost=lost)
        found[f"gbk_as_big5, {shown}"] = partial(gbk_as_big5, lost=lost)
    return found


def gbk_as_big5(text: str, lost: str) -> str:
    """Simplified text in GBK, read as Big5 (cp950); every byte that fits nowhere becomes ``lost``."""
    return text.encode("gbk", "replace").decode("cp950", "replace").replace("\ufffd", lost)
