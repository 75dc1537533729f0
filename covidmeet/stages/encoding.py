"""Undo reversible damage, before any script conversion destroys the bytes' identity."""

from __future__ import annotations

from covidmeet.items import Article
from covidmeet.repair import repair
from covidmeet.stages.reading import Reading


def encoding(article: Article, reading: Reading) -> None:
    """Replace ``text`` by its repaired form; counts go to ``repairs``, places to ``fixes``."""
    repaired = repair(article.text)
    article.text = repaired.text
    article.fixes = repaired.fixes
    article.unrepaired += repaired.unrepaired
    for rule, count in repaired.counts.items():
        article.repairs[rule] = article.repairs.get(rule, 0) + count
