"""The stages that an article goes through, in the one list from which ``ITEM_PIPELINES`` is made.

A stage is a function ``(article, reading)`` of its own module; it changes the article and raises ``Reject``
for one that is not to be archived.  The modules are imported when a stage first runs: this list is read by
every command.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Stage:
    """``order`` is its value in ``ITEM_PIPELINES``; ``why``: why this place; ``pure``: without I/O."""

    order: int
    name: str
    what: str
    why: str
    pure: bool = True

    @property
    def pipeline(self) -> str:
        """The class path of its item pipeline."""
        return f"covidmeet.pipelines.{self.name}.{self.name.capitalize()}Pipeline"

    @cached_property
    def function(self) -> Callable[[Any, Any], None]:
        """``(article, reading) -> None``; only a pure stage has one."""
        found: Callable[[Any, Any], None] = getattr(import_module(f"{__name__}.{self.name}"), self.name)
        return found


STAGES = (
    Stage(
        100,
        "encoding",
        "undoes reversible damage, before any script conversion; every fix explained and counted",
        "first: a conversion of the script destroys the byte identity that repairs need",
    ),
    Stage(
        200,
        "chrome",
        "tells title, deck, text and bylines from the lines of the page, which are counted by rule",
        "on repaired lines, which rules can match; before script, so that only the article is converted",
    ),
    Stage(
        300,
        "script",
        "keeps the text as published, makes title, deck, text and names Simplified",
        "before scope, which reads Simplified text",
    ),
    Stage(
        350,
        "scope",
        "passes by what is of another topic or time than asked for; counted, not stored",
        "before validate: a page on another matter need not be sound",
    ),
    Stage(
        400,
        "validate",
        "rejects what is no article, with its reason",
        "once all that can go is gone",
    ),
    Stage(
        450,
        "facts",
        "finds the meetings that the text reports, with people, orders and measures, each with its sentence",
        "on Simplified text, and only of what is archived",
    ),
    Stage(
        500,
        "dedup",
        "one row a URL; the same text under another URL is kept and linked by `same_as`",
        "on the final text",
        pure=False,
    ),
    Stage(
        600,
        "store",
        "writes the article, one transaction each; of files 200 together",
        "last",
        pure=False,
    ),
)
PURE = tuple(stage for stage in STAGES if stage.pure)
BY_NAME = {stage.name: stage for stage in STAGES}


def item_pipelines() -> dict[str, int]:
    """The value of ``ITEM_PIPELINES``."""
    return {stage.pipeline: stage.order for stage in STAGES}
