"""Bytes to text: the encoding is decided on the bytes; what was declared is only a hint.

News pages declare wrong encodings: UTF-8 under a ``gb2312`` meta, GB 18030 bytes under ``gb2312``, GBK
served as UTF-8, and stray bytes in any of them.  The order of trust is therefore: a byte order mark, strict
UTF-8, UTF-8 with a few bad bytes, the better of GB 18030 and Big5 by what reads like Chinese, a declared
encoding that fits without error, and a statistical guess last.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

from covidmeet.text.binary import looks_binary
from covidmeet.text.hanzi import reads_like_chinese
from covidmeet.text.resynchronise import decode_resynchronised
from covidmeet.text.utf16 import unmarked_utf16

__all__ = ["Decoded", "codec_name", "declared_in_header", "declared_in_html", "decode", "looks_binary"]

REPLACEMENT = "\ufffd"
"""What stands in the text for bytes that are not text."""

_PIECE = 4_000  # bytes; three such pieces decide, however long the input is
_TOLERATED = 0.05  # bad share of the high bytes up to which UTF-8 is believed
_DECLARED_BONUS = 0.03  # of the bytes that count: breaks ties, never outvotes the text
_CHINESE = ("gb18030", "big5hkscs", "utf-8")  # the first wins a tie
_TWO_BYTES = frozenset({"gb18030", "big5hkscs"})
_ASCII = bytes(range(0x80))
_UNSAFE = bytes(range(0x30, 0x100))  # bytes that may be part of a character
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Declared labels that Python does not know, or whose superset is what pages contain.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "xgbk": "gb18030",
    "gb18030": "gb18030",
    "gb231280": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "xxbig5": "big5hkscs",
    "cp950": "big5hkscs",
    "ascii": "cp1252",
    "usascii": "cp1252",
    "latin1": "cp1252",
    "iso88591": "cp1252",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "utf16": "utf-16-le",
}
# Python also "decodes" escapes, Punycode and the like: a page may not ask for those.
_TEXT_CODEC = re.compile(
    r"utf-(8|16-[bl]e|32-[bl]e)|gb|hz|big5|cp\d|iso(8859|2022)|koi8|euc_|shift_|johab|mac-|tis"
)
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,600}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how it was found.

    ``encoding`` is a Python codec in lower case (``utf-8``, ``gb18030``, ``big5hkscs`` …); ``damaged`` counts
    the places that could not be decoded, each a U+FFFD in ``text`` (a U+FFFD that the source itself
    contains is not counted); ``how`` names the rule that decided.  ``text`` may be better than what the
    codec alone makes of the bytes: GBK or Big5 behind a stray byte is resynchronised.
    """

    text: str
    encoding: str
    damaged: int
    how: str


def decode(data: bytes, *, declared: Sequence[str] = ()) -> Decoded:
    """Decode ``data``, taking ``declared`` labels (any case, unknown ones ignored) as hints.

    Never raises on any bytes.  Linear in the length; the choice itself looks at a bounded sample.
    """
    hints = [name for name in map(codec_name, declared) if name]
    sample = _sample(data)
    for rule in (_by_mark, _by_nul_bytes, _by_escapes, _by_utf8, _by_utf16, _by_score, _by_hint):
        found = rule(data, sample, hints)
        if found is not None:
            return found
    return _by_statistics(data, sample)


def codec_name(label: str) -> str | None:
    """The codec that reads pages declared as ``label``; ``None`` for what is not a character encoding.

    The superset in use is named, as browsers do: ``gb2312`` is ``gb18030``, ``iso-8859-1`` is ``cp1252``.
    """
    label = label.strip().strip("\"'").lower()
    plain = re.sub(r"[^a-z0-9]", "", label)
    if plain in _SUPERSETS:
        return _SUPERSETS[plain]
    try:
        name = codecs.lookup(label).name.lower()
    except (LookupError, ValueError):
        return None
    name = _SUPERSETS.get(re.sub(r"[^a-z0-9]", "", name), name)
    return name if _TEXT_CODEC.match(name) else None


def declared_in_html(data: bytes) -> list[str]:
    """Labels in the ``meta`` elements (or the XML declaration) of the first 8 KB, in order, as written."""
    return [label.decode("ascii", "ignore") for label in _META.findall(data[:8192])]


def declared_in_header(content_type: str) -> list[str]:
    """Labels in the value of a ``Content-Type`` header: at most one, as written."""
    return _PARAMETER.findall(content_type)[:1]


def _by_mark(data: bytes, sample: bytes, hints: Iterable[str]) -> Decoded | None:
    """A byte order mark, unless what follows is plainly something else (marks survive careless joins)."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if encoding == "utf-8" and _bad_utf8(sample.removeprefix(mark)) > _TOLERATED:
                return None
            found = _finish(body, encoding, "byte order mark")
            return found if found.damaged * 10 <= len(found.text) else None
    return None


def _by_nul_bytes(data: bytes, sample: bytes, hints: Iterable[str]) -> Decoded | None:
    """NUL bytes are valid UTF-8, so UTF-16 that has them must be recognised before it."""
    encoding = unmarked_utf16(data) if b"\0" in data[:_PIECE] else None
    return _finish(data, encoding, "NUL pattern") if encoding else None


def _by_escapes(data: bytes, sample: bytes, hints: Sequence[str]) -> Decoded | None:
    """Seven-bit Chinese and Japanese: ISO 2022 escapes, or the ``~{`` of HZ where it decodes to Chinese."""
    if not sample.isascii():
        return None
    names = [name for name in hints if name.startswith("iso2022")]
    if b"\x1b$" in data:
        names += ["iso2022_jp_2", "iso2022_kr"]
    if b"~{" in data and b"~}" in data:
        names.append("hz")
    for name in names:
        found = _strictly(data, name, "escape sequences")
        if found and not found.text.isascii() and (name != "hz" or reads_like_chinese(found.text).chinese):
            return found
    return None


def _by_utf8(data: bytes, sample: bytes, hints: Iterable[str]) -> Decoded | None:
    """UTF-8 without error, or with so few bad bytes that nothing else can have produced the good ones."""
    found = _strictly(data, "utf-8", "strict UTF-8")
    if found is None and _bad_utf8(sample) < _TOLERATED:
        found = _finish(data, "utf-8", "tolerant UTF-8")
    return found


def _by_utf16(data: bytes, sample: bytes, hints: Iterable[str]) -> Decoded | None:
    encoding = unmarked_utf16(data)
    return _finish(data, encoding, "scored") if encoding else None


def _by_score(data: bytes, sample: bytes, hints: Iterable[str]) -> Decoded | None:
    """The candidate in which the sample reads most like Chinese, if it does so at all."""
    bonus = _DECLARED_BONUS * _high(sample)
    for name in sorted(_TWO_BYTES, reverse=True):
        if reads_like_chinese(_replaced(sample[:_PIECE], name)).plainly:
            return _finish(data, name, "scored")
    if _japanese(sample):
        return None
    # Only where nothing reads like Chinese is it worth trying to restore byte alignment.
    for read in (_replaced, _resynchronised):
        readings = {name: reads_like_chinese(read(sample, name)) for name in _CHINESE}
        best = max(_CHINESE, key=lambda name: readings[name].score + bonus * (name in hints))
        if readings[best].chinese:
            return _finish(data, best, "scored")
    return None


def _replaced(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _resynchronised(data: bytes, encoding: str) -> str:
    if encoding not in _TWO_BYTES:
        return _replaced(data, encoding)
    return decode_resynchronised(data, encoding, marked=True)


def _japanese(sample: bytes) -> bool:
    """GB 2312 and EUC-JP have the kana at the same codes: half of Japanese, a twelfth of misread Big5."""
    text = sample.decode("gb18030", "ignore")
    judged = sum(map("\x7f".__lt__, text))
    return judged >= 20 and len(re.findall("[ぁ-ヶー]", text)) > 0.25 * judged


def _by_hint(data: bytes, sample: bytes, hints: Iterable[str]) -> Decoded | None:
    """A declared encoding that explains every byte; GB 18030 and Big5 were tried before."""
    for name in hints:
        if name not in ("gb18030", "big5hkscs", "utf-16-le"):
            found = _strictly(data, name, "declared")
            if found is not None:
                return found
    return None


def _by_statistics(data: bytes, sample: bytes) -> Decoded:
    """What language the bytes look like; Windows Western where nothing is found."""
    guess = from_bytes(sample[:_PIECE]).best()
    name = codec_name(guess.encoding) if guess is not None else None
    if name is None or name == "utf-8":
        name = "cp1252"
    return _finish(data, name, "guessed")


def _sample(data: bytes) -> bytes:
    """Up to three pieces that begin at the first non-ASCII byte, in the middle and near the end.

    Pieces are cut beside a byte below 0x30, which is never part of a character in any candidate.
    """
    first = re.search(rb"[\x80-\xff]", data)
    if first is None or len(data) <= 3 * _PIECE:
        return data[: 3 * _PIECE]
    rest = len(data) - first.start()
    starts = (first.start(), first.start() + rest // 2, max(first.start(), len(data) - _PIECE))
    return b" ".join(_clean_cut(data[start : start + _PIECE], start == starts[0]) for start in starts)


def _clean_cut(piece: bytes, keep_start: bool) -> bytes:
    cut = piece.rstrip(_UNSAFE)
    if not cut:
        return piece
    return cut if keep_start else cut.lstrip(_UNSAFE)


def _high(data: bytes) -> int:
    return len(data.translate(None, _ASCII))


def _bad_utf8(data: bytes) -> float:
    """The share of the high bytes that are no part of a UTF-8 character."""
    high = _high(data)
    good = len(data.decode("utf-8", "ignore").encode())
    return (len(data) - good) / high if high else 0.0


def _strictly(data: bytes, encoding: str, how: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return Decoded(text, encoding, 0, how)


def _finish(data: bytes, encoding: str, how: str) -> Decoded:
    if encoding in _TWO_BYTES:
        text = decode_resynchronised(data, encoding)
    else:
        found = _strictly(data, encoding, how)
        if found is not None:
            return found
        text = _replaced(data, encoding)
    # A U+FFFD that the source encodes is text; only what stands for bad bytes is damage.
    damaged = text.count(REPLACEMENT)
    genuine = data.decode(encoding, "ignore").count(REPLACEMENT) if damaged else 0
    return Decoded(text, encoding, max(0, damaged - genuine), how)
