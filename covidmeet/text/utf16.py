"""UTF-16 without a byte order mark."""

from __future__ import annotations

from covidmeet.text.hanzi import reads_like_chinese

_HEAD = 24_000  # bytes


def unmarked_utf16(data: bytes) -> str | None:
    """``utf-16-le``, ``utf-16-be`` or, where the bytes read like neither, ``None``."""
    return _by_nuls(data) or _by_reading(data)


def _by_nuls(data: bytes) -> str | None:
    """NUL bytes stand mostly on one side and the text then reads well.

    ASCII markup puts a NUL into every other byte, always on the same side; on the other side there are
    a few from characters such as 一 (U+4E00).
    """
    head = data[:_HEAD]
    if b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    encoding, most, least = ("utf-16-le", odd, even) if odd > even else ("utf-16-be", even, odd)
    if most * 50 < len(head) or least * 3 > most:
        return None
    text = _decoded(head, encoding)
    readable = sum(c.isprintable() or c in "\t\r\n\f" for c in text) - text.count("\ufffd")
    return encoding if readable >= 0.9 * len(text) else None


def _by_reading(data: bytes) -> str | None:
    """Little or no ASCII: nearly all is Chinese characters and marks."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decoded(data[:600], encoding)
        reading = reads_like_chinese(text)
        if reading.chinese and reading.judged > 0.5 * len(text):
            return encoding
    return None


def _decoded(head: bytes, encoding: str) -> str:
    return head[: len(head) // 2 * 2].decode(encoding, "replace")
