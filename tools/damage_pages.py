"""Make the damaged mirror pages of the sample web from their undamaged sources.

``python -m tools.damage_pages`` looks at every ``tests/pages/<site>/<slug>/source.html`` and writes the
``page.body`` that a mirror kit would serve, as the ``damage`` entry of ``page.json`` says:

- ``step``: how far down the kit's ranking of readings it annotates, -1 for no readings; or ``readings``
- ``seed`` and ``rate``: of the control characters before marks
- ``blank``: whether a blank stands behind each reading
- ``title``, ``hidden``, ``spam``: what is added after the damage, untouched by it

What is expected of the page was written from the source, never from the damaged page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from opencc import OpenCC

from tests.repair.mirror import forward

PAGES = Path(__file__).parents[1] / "tests" / "pages"

# The kits convert character by character: these stay although other texts would turn them.
_KEPT = frozenset("后干里面系只余云于制松了采并占周克家么范游布托")
_OWN = {"台": "臺", "准": "準", "复": "復", "冲": "沖", "着": "著", "几": "幾"}


def traditional(text: str) -> str:
    """``text`` as the kits turn it Traditional: one character for one, never by phrase."""
    converter = OpenCC("s2tw")
    return "".join(_one(char, converter) for char in text)


def _one(char: str, converter: OpenCC) -> str:
    if char in _KEPT or char in _OWN:
        return _OWN.get(char, char)
    converted = str(converter.convert(char))
    return converted if len(converted) == 1 else char


def damaged(source: str, damage: Mapping[str, Any]) -> str:
    """The page that a kit makes of ``source``."""
    step = int(damage["step"])
    readings = damage.get("readings") or (forward.ranking(step) if step >= 0 else {})
    if damage.get("blank"):
        readings = {char: reading + " " for char, reading in readings.items()}
    kit = forward.Kit(readings=readings, rate=float(damage["rate"]))
    page = forward.damage(traditional(source), kit, int(damage["seed"]), controls="keep")
    return _with_spam(page, damage)


def _with_spam(page: str, damage: Mapping[str, Any]) -> str:
    """What the kit adds when the damage is done: a title, hidden words, a list of links."""
    if title := damage.get("title"):
        page = re.sub(r"<title>.*?</title>", f"<title>{title}</title>", page, count=1)
    if hidden := damage.get("hidden"):
        junk = f'<div class="pl_css_ganrao" style="display: none;">{hidden}</div>'
        page = re.sub(r"(<body[^>]*>)", rf"\1{junk}", page, count=1).replace("</h1>", "</h1>" + junk)
    spam = "|".join(damage.get("spam", ()))
    return page.replace("</body>", f"<div>{spam}</div></body>") if spam else page


def main() -> None:
    """Write ``page.body`` beside every ``source.html``."""
    for source in sorted(PAGES.glob("*/*/source.html")):
        damage = json.loads((source.parent / "page.json").read_text(encoding="utf-8"))["damage"]
        body = damaged(source.read_text(encoding="utf-8"), damage).encode("utf-8")
        (source.parent / "page.body").write_bytes(body)
        print(f"{source.parent.relative_to(PAGES)}: {len(body):,} bytes")


if __name__ == "__main__":
    main()
