"""What each character folds to, for a browser: the same form in which Python compares (``text.fold``)."""

from __future__ import annotations

from functools import cache

from covidmeet.text.fold import fold_characters

_SURROGATES = range(0xD800, 0xE000)
_END = (
    0x32000  # behind the planes with ideographs only tags fold to something else, which search.js leaves out
)


@cache
def fold_table() -> dict[str, object]:
    """``one``: characters, each followed by the one that it becomes; ``many``: those with none or several."""
    one: list[str] = []
    many: dict[str, str] = {}
    for code in range(_END):
        if code in _SURROGATES:
            continue
        char = chr(code)
        made = fold_characters(char)
        if made == char:
            continue
        if len(made) == 1:
            one += (char, made)
        else:
            many[char] = made
    return {"one": "".join(one), "many": many}
