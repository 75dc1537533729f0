"""Bytes to text: the encoding is decided on the bytes; what was declared is only a hint.

News pages declare wrong encodings: UTF-8 under a ``gb2312`` meta, GB 18030 bytes under ``gb2312``, GBK
served as UTF-8, and stray bytes in any of them.  The order of trust is therefore: a byte order mark, strict
UTF-8, UTF-8 with a few bad bytes, the better of GB 18030 and Big5 by what reads like Chinese, a declared
encoding that fits without error, and a statistical guess last.  A page in two encodings is read by stretches.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from charset_normalizer import from_bytes

from covidmeet.text.charset_labels import codec_name
from covidmeet.text.gb18030 import REPLACEMENT, decode_two_bytes
from covidmeet.text.hanzi import reads_like_chinese
from covidmeet.text.resynchronise import decode_resynchronised, is_suspect
from covidmeet.text.stretches import decode_by_stretches, holds_utf8_runs
from covidmeet.text.surrogates import join_cesu8
from covidmeet.text.utf16 import unmarked_utf16

MIXED = "mixed_encodings"
"""The rule under which stretches in another encoding than most of the page are counted."""

STRICT_UTF8 = "strict UTF-8"
"""The rule that decided on UTF-8 without error: encoded, the text gives the same bytes again."""

_PIECE = 4_000  # bytes; three such pieces decide, however long the input is
_TOLERATED = 0.05  # bad share of the high bytes up to which UTF-8 is believed
_SURROGATES = 0.5  # … up to which it may be for surrogates
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
_MARKS = tuple(mark for mark, _ in _BOMS)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and how it was found.

    ``encoding`` is a Python codec in lower case (``utf-8``, ``gb18030``, ``big5hkscs`` …); ``damaged`` counts
    the places that could not be decoded, each a U+FFFD in ``text`` (a U+FFFD that the source itself
    contains is not counted); ``how`` names the rule that decided.  ``text`` may be better than what the
    codec alone makes of the bytes: GBK or Big5 behind a stray byte is resynchronised.  ``repairs`` counts
    by rule what was undone: surrogates, and stretches in another encoding.
    """

    text: str
    encoding: str
    damaged: int
    how: str
    repairs: Mapping[str, int] = field(default_factory=dict)


def decode(data: bytes, *, declared: Sequence[str] = ()) -> Decoded:
    """Decode ``data``, taking ``declared`` labels (any case, unknown ones ignored) as hints.

    Never raises on any bytes.  Linear in the length; the choice itself looks at a bounded sample.
    """
    if found := _plain_utf8(data):
        return found
    hints = [name for name in map(codec_name, declared) if name]
    sample = _sample(data)
    for rule in (_by_mark, _by_nul_bytes, _by_escapes, _by_utf8, _by_utf16, _by_score, _by_hint):
        found = rule(data, sample, hints)
        if found is not None:
            return found
    return _by_statistics(data, sample)


def _plain_utf8(data: bytes) -> Decoded | None:
    """UTF-8 without error, where neither a mark nor NUL bytes nor escapes have a say; most pages."""
    if data.isascii() or data.startswith(_MARKS) or b"\0" in data[:_PIECE]:
        return None
    return _strictly(data, "utf-8", STRICT_UTF8)


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
    found = _strictly(data, "utf-8", STRICT_UTF8)
    if found is not None or (bad := _bad_utf8(sample)) >= _SURROGATES:
        return found
    joined, repairs = join_cesu8(data)
    if bad < _TOLERATED or (repairs and _bad_utf8(join_cesu8(sample)[0]) < _TOLERATED):
        found = _finish(joined, "utf-8", "tolerant UTF-8")
        return replace(found, repairs={**repairs, **found.repairs})
    return None


def _by_utf16(data: bytes, sample: bytes, hints: Iterable[str]) -> Decoded | None:
    encoding = unmarked_utf16(data)
    return _finish(data, encoding, "scored") if encoding else None


def _by_stretches(data: bytes, encoding: str | None) -> Decoded | None:
    found = decode_by_stretches(data, encoding)
    if found is None:
        return None
    return Decoded(found.text, found.encoding, found.damaged, "by stretches", {MIXED: found.stretches})


def _by_score(data: bytes, sample: bytes, hints: Iterable[str]) -> Decoded | None:
    """The candidate in which the sample reads most like Chinese, if it does so at all."""
    bonus = _DECLARED_BONUS * _high(sample)
    for name in sorted(_TWO_BYTES, reverse=True):
        if reads_like_chinese(_replaced(sample[:_PIECE], name)).plainly:
            return _finish(data, name, "scored")
    if _japanese(sample):
        return None
    if found := _by_stretches(data, None):
        return found
    # Only where nothing reads like Chinese is it worth trying to restore byte alignment.
    for read in (_replaced, _resynchronised):
        readings = {name: reads_like_chinese(read(sample, name)) for name in _CHINESE}
        best = max(_CHINESE, key=lambda name: readings[name].score + bonus * (name in hints))
        if readings[best].chinese:
            return _finish(data, best, "scored")
    return None


def _replaced(data: bytes, encoding: str) -> str:
    return decode_two_bytes(data, encoding) if encoding in _TWO_BYTES else data.decode(encoding, "replace")


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
    found = None if encoding in _TWO_BYTES else _strictly(data, encoding, how)
    if found is not None:
        return found
    text = _replaced(data, encoding)
    if encoding == "utf-8" or (
        encoding in _TWO_BYTES and (REPLACEMENT in text or is_suspect(text) or holds_utf8_runs(data))
    ):
        if found := _by_stretches(data, encoding if encoding in _TWO_BYTES else None):
            return found
        if encoding in _TWO_BYTES:
            text = decode_resynchronised(data, encoding)
    # A U+FFFD that the source encodes is text; only what stands for bad bytes is damage.
    damaged = text.count(REPLACEMENT)
    genuine = data.decode(encoding, "ignore").count(REPLACEMENT) if damaged else 0
    return Decoded(text, encoding, max(0, damaged - genuine), how)
