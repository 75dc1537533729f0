"""Whether the bytes of a page can hold a word of the topic, in whatever encoding and however damaged.

Cheaper than decoding a page by two orders of magnitude, and it errs on one side: a page that it passes may
still be on another matter, a page that it refuses holds none of the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from covidmeet.repair.mojibake.channels import (
    BIG5_AS_GBK,
    GBK_AS_CP1252,
    GBK_AS_LATIN1,
    UTF8_AS_CP1252,
    UTF8_AS_GBK,
    UTF8_AS_LATIN1,
    Channel,
)
from covidmeet.repair.mojibake.decoders import QUESTION, REPLACEMENT

WORDS = (
    *("疫", "新冠", "防控", "核酸", "流感", "传染", "傳染", "清零", "病毒", "联防", "聯防", "院感", "登革"),
    *("猴痘", "霍乱", "霍亂", "结核", "結核", "手足口", "德尔塔", "德爾塔", "奥密克戎", "奧密克戎", "流行病"),
)
"""Of whatever ``text.topic`` takes for the name of an epidemic, each form has one of these in it."""

_CORE = ("疫情", "防疫", "防控", "新冠", "核酸")
"""What no report does without, for forms of which there are many."""
_WITH_ONE = ("疫情", "防疫", "抗疫", "戰疫", "战疫", "鼠疫", "疫病", "疫苗")
"""The word of one character with those beside it: alone, in two bytes, it is met by chance in other pages."""
_PHRASES = ("疫情防", "疫情工", "情防控", "防控工", "防控措", "新冠肺", "新冠病", "核酸检", "核酸檢")
"""Of a mirror's runs that are decoded one byte later: what is left of three characters in a row."""
_CHARACTERS = "疫控冠酸"
"""Of these words the characters that are rare in other texts."""
_DAMAGED = (
    UTF8_AS_LATIN1,
    UTF8_AS_CP1252,
    UTF8_AS_GBK,
    GBK_AS_LATIN1,
    GBK_AS_CP1252,
    BIG5_AS_GBK,
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FEWEST = 2  # characters of a form: one alone would be met by chance
_ESCAPES = tuple(re.compile(re.escape(form)) for form in (b"&#", b"\\u", b"%u"))
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]|[\x80-\xff]{2}")  # or what a wrong decoder makes of one
_MOST_NULS = 100  # bytes; beyond it may be UTF-16 without a mark


class TopicWords:
    """The words in all their forms; made once a process."""

    def __init__(self) -> None:
        escapes = {form for character in _CHARACTERS for form in _escapes(character)}
        damaged = {form for word in _CORE for channel in _DAMAGED for form in _misread(word, channel)}
        # One search for all: literals alone, so it is linear.
        self._escapes = _any_of(escapes)
        long = {word for word in WORDS if len(word) > 1}
        self._one = [word for word in WORDS if len(word) == 1]
        shifted = {phrase.encode("gbk")[1:-1].decode("gb18030") for phrase in _PHRASES}
        self._forms = _any_of(forms := {*long, *damaged, *shifted, *escapes})
        self._long = _any_of(long | set(_WITH_ONE))
        # A page with a form has such a pair; few others have, and a class of characters is searched fast.
        self._pair = re.compile(f"[{_class(form[0] for form in forms)}][{_class(form[1] for form in forms)}]")

    def may_be_in(self, body: bytes) -> bool:
        """Whether ``body``, unpacked, may hold one of the words; linear in its length."""
        if body.isascii():
            if any(begin.search(body) for begin in _ESCAPES):
                return self._escapes.search(body.decode("ascii")) is not None
            return body.count(b"\0", 0, 4_096) > _MOST_NULS
        if body.startswith(_UTF16_MARKS) or b"\0" in body:
            return True  # to be decided by who decodes it
        try:
            return self._are_in(body.decode())
        except UnicodeDecodeError:
            pass
        readings = (body.decode(encoding, "replace") for encoding in ("utf-8", "gb18030"))
        if any(map(self._are_in, readings)):
            return True
        return self._long.search(body.decode("big5", "replace")) is not None

    def _are_in(self, text: str) -> bool:
        if any(word in text for word in self._one):
            return True
        return self._pair.search(text) is not None and self._forms.search(text) is not None


def may_be_chinese(body: bytes) -> bool:
    """Whether ``body``, unpacked, may hold a Chinese character; linear in its length."""
    if body.isascii():
        return any(begin.search(body) for begin in _ESCAPES) or b"\0" in body
    try:
        return _HAN.search(body.decode()) is not None
    except UnicodeDecodeError:
        return True


def _class(characters: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted(set(characters))))


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(forms))))


def _escapes(character: str) -> Iterator[str]:
    """A character as a reference of HTML and as an escape of JavaScript, as both are written."""
    code = ord(character)
    yield f"&#{code}"
    for digits in (f"{code:x}", f"{code:X}"):
        yield from (f"&#x{digits}", f"&#X{digits}", f"\\u{digits}", f"%u{digits}")


def _misread(word: str, channel: Channel) -> Iterator[str]:
    """What a wrong decoding makes of the word, without characters that its neighbours decide on."""
    try:
        data = word.encode(channel.encoding)
    except UnicodeEncodeError:
        return
    # A character of three bytes may begin in the middle of a pair.
    for piece in (data, data[1:-1]) if channel is UTF8_AS_GBK else (data,):
        for decoder in channel.decoders:
            parts = decoder.read(piece, REPLACEMENT).replace(QUESTION, REPLACEMENT).split(REPLACEMENT)
            longest = max(parts, key=len).strip()
            if len(longest) >= _FEWEST:
                yield longest
