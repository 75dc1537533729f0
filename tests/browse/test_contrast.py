"""Text on its ground has the contrast of WCAG 2.2, level AA (1.4.3: 4.5 to 1), light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLE = Path("covidmeet/browse/browse.css").read_text("utf-8")
PAIRS = [
    *((text, ground) for text in ("text", "soft", "link", "old", "new", "doubt") for ground in ("card",)),
    *((text, "back") for text in ("text", "soft", "link")),
    ("text", "mark"),
    ("doubt", "mark"),
    ("old", "old-back"),
    ("new", "new-back"),
]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): #([0-9a-f]{6})", block))


LIGHT = colours(STYLE[: STYLE.index("@media")])
DARK = colours(STYLE[STYLE.index("@media") : STYLE.index("* {")])


def luminance(colour: str) -> float:
    """Relative luminance of sRGB (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_both_schemes_have_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(text: str, ground: str, scheme: dict[str, str]) -> None:
    darker, lighter = sorted((luminance(scheme[text]), luminance(scheme[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
