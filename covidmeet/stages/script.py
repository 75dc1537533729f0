"""Keep the text as published, and make title, deck, text and names Simplified."""

from __future__ import annotations

from typing import Any

from covidmeet.items import Article
from covidmeet.repair.fixes import SURE, Fix
from covidmeet.stages.reading import Reading
from covidmeet.text.fold import standard
from covidmeet.text.kept import tells_yu
from covidmeet.text.lines import find, joined
from covidmeet.text.normal import content_hash
from covidmeet.text.script import needs_conversion, script_of, simplify, simplify_name

_HEADLINES = ("title", "deck", "original_title", "source")


def script(article: Article, reading: Reading) -> None:
    """Set ``body_original``, ``script``, the Simplified fields, ``content_hash``, and what was repaired."""
    article.body_original = article.body
    article.script = script_of(article.body or article.text)
    article.stored_fixes = _stored_fixes(article)
    article.doubtful = sum(float(fix["confidence"]) < SURE for fix in article.stored_fixes)
    hant = article.script == "hant"
    keeps_yu = tells_yu(article.body)
    if hant:
        article.reporters = [simplify_name(name, keeps_yu=keeps_yu) for name in article.reporters]
        article.editors = [simplify_name(name, keeps_yu=keeps_yu) for name in article.editors]
    else:
        article.reporters = list(map(standard, article.reporters))
        article.editors = list(map(standard, article.editors))
    for name in ("body", *_HEADLINES):
        if value := getattr(article, name):
            converts = hant or needs_conversion(value)
            setattr(article, name, simplify(value, keeps_yu=keeps_yu) if converts else standard(value))
    article.content_hash = content_hash(article.body)


def _stored_fixes(article: Article) -> list[dict[str, Any]]:
    """The fixes that lie in stored fields, by their offset in the field as published."""
    stored: list[dict[str, Any]] = []
    for name, lines in article.field_lines.items():
        text = joined(lines)
        for fix in article.fixes:
            at = find(lines, fix.offset)
            if at is not None and text.startswith(fix.after, at):
                stored.append(_entry(name, at, fix))
    return stored


def _entry(name: str, at: int, fix: Fix) -> dict[str, Any]:
    """One decided place; ``runner_up`` only where another reading is possible."""
    entry: dict[str, Any] = {
        "field": name,
        "offset": at,
        "rule": fix.rule,
        "before": fix.before,
        "after": fix.after,
        "confidence": round(fix.confidence, 4),
    }
    return entry | {"runner_up": fix.runner_up} if fix.doubtful else entry
