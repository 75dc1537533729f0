"""OpenCC, loaded once, and its conversions of single characters as tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


@cache
def converter(config: str) -> OpenCC:
    """OpenCC by the name of its configuration (``t2s``, ``s2t``).

    Imported at the first conversion: commands that only read an archive begin 10 ms sooner without it.
    """
    from opencc import OpenCC

    return OpenCC(config)


@cache
def characters(config: str) -> dict[int, str]:
    """The one-character conversions of ``config``, as a table for ``str.translate``."""
    found = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = converter(config).convert("\n".join(found)).split("\n")
    return {
        ord(before): after
        for before, after in zip(found, converted, strict=True)
        if before != after and len(after) == 1
    }


IN_BOTH = frozenset("乾濛昇甯陞夥徵於吒菸拚捱摺榘袷麴醣麽後薹迺鉅剋氾蒐脩甦湧著")
"""Characters that ``t2s`` converts although Simplified text has them too, in words (乾隆) or in names."""
