"""Text that is gone: what stands in its place is reported, and never guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GONE = {
    # Bytes that were no text in the encoding that was assumed.
    "replacement_character": re.compile("\ufffd+"),
    # U+FFFD twice, in UTF-8, read as GBK.
    "u_fffd_as_gbk": re.compile("(?:锟斤拷)+(?:锟斤|锟)?"),
    # Memory that a debugger filled with CC and CD, read as GBK.
    "uninitialised_memory": re.compile("烫{3,}|屯{3,}"),
}
_SHORTEST = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯")
_MENTIONED = re.compile("乱码|亂碼|编码|編碼|[“‘「『《\"'](?:(?:锟斤拷)+|烫{3,}|屯{3,}|\ufffd+)[”’」』》\"']")
"""A line that talks about such text has lost nothing."""


def suspected(text: str) -> bool:
    """Whether ``gone`` would find anything, mentions aside."""
    return any(shortest in text for shortest in _SHORTEST)


def gone(line: str) -> Iterator[tuple[str, int, str]]:
    """Rule, offset and what stands there."""
    if not suspected(line) or _MENTIONED.search(line):
        return
    for rule, pattern in _GONE.items():
        for match in pattern.finditer(line):
            yield rule, match.start(), match.group()
