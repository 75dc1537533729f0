"""Telling a picture, an archive or a program from text, whatever its file name or header says."""

from __future__ import annotations

from covidmeet.language import stored
from covidmeet.text.utf16 import unmarked_utf16

# First bytes of the formats met where a page was expected; offset, bytes, name.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", stored("PNG image")),
    (0, b"\xff\xd8\xff", stored("JPEG image")),
    (0, b"GIF87a", stored("GIF image")),
    (0, b"GIF89a", stored("GIF image")),
    (0, b"\x00\x00\x01\x00", "icon"),
    (0, b"II*\x00", stored("TIFF image")),
    (0, b"MM\x00*", stored("TIFF image")),
    (8, b"WEBP", stored("WebP image")),
    (8, b"WAVE", stored("WAV sound")),
    (0, b"%PDF-", "PDF"),
    (0, b"\x1f\x8b\x08", "gzip"),
    (0, b"\x1f\x9d", "compress"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-zip"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"BZh91AY", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", stored("old Office document")),
    (0, b"SQLite format 3\x00", stored("SQLite database")),
    (0, b"\x7fELF", "program"),
    (0, b"MZ\x90\x00", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"wOFF", "font"),
    (0, b"wOF2", "font"),
    (0, b"\x00\x01\x00\x00\x00", "font"),
    (0, b"OTTO\x00", "font"),
    (0, b"ID3\x02", stored("MP3 sound")),
    (0, b"ID3\x03", stored("MP3 sound")),
    (0, b"ID3\x04", stored("MP3 sound")),
    (4, b"ftyp", stored("MP4 video")),
    (0, b"\x1aE\xdf\xa3", stored("Matroska video")),
    (0, b"FLV\x01", stored("Flash video")),
    (0, b"CWS", "Flash"),
    (0, b"\x00asm", "WebAssembly"),
    (257, b"ustar", "tar"),
)
_SAMPLE = 65_536
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # of UTF-16 and UTF-32
_NULS = 0.005  # share; a page may hold a stray NUL, a binary has many
_CONTROLS = 0.02  # share; random bytes have 8 %
# Not tab, line feed, form feed, return and escape (ISO 2022), nor U+0005 to U+0008, which mirror kits insert.
_CONTROL = bytes([*range(1, 5), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])


_BY_FIRST_BYTE: dict[int, list[tuple[bytes, str]]] = {}
for _offset, _magic, _name in _MAGIC:
    if not _offset:
        _BY_FIRST_BYTE.setdefault(_magic[0], []).append((_magic, _name))
_FARTHER = tuple(entry for entry in _MAGIC if entry[0])


def looks_binary(data: bytes) -> str | None:
    """Why ``data`` is no text (``"PNG image"``, ``"NUL bytes"`` …), or ``None`` where it may be text.

    Looks at the head, the middle and the end, so a picture behind a few tags is seen too.  UTF-16 is
    text although it is full of NUL bytes.
    """
    for magic, name in _BY_FIRST_BYTE.get(data[0], ()) if data else ():
        if data.startswith(magic):
            return name
    for offset, magic, name in _FARTHER:
        if data.startswith(magic, offset):
            return name
    found = next(filter(None, map(_no_text, _pieces(data))), None)
    if found and (data.startswith(_WIDE_MARKS) or unmarked_utf16(data)):
        return None
    return found


def _no_text(piece: bytes) -> str | None:
    # Whether a byte is there at all is told many times as fast as how often.
    if 0 in piece and piece.count(0) > _NULS * len(piece):
        return stored("NUL bytes")
    if any(map(piece.__contains__, _CONTROL)):
        controls = len(piece) - len(piece.translate(None, _CONTROL))
        return stored("control characters") if controls > _CONTROLS * len(piece) else None
    return None


def _pieces(data: bytes) -> tuple[bytes, ...]:
    if len(data) <= _SAMPLE:
        return (data,)
    middle = len(data) // 2 - _SAMPLE // 2
    return data[:_SAMPLE], data[middle : middle + _SAMPLE], data[-_SAMPLE:]
