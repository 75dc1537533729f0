"""What a page's bylines tell; apart from ``bylines``, whose patterns take 15 ms to compile."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Facts:
    """What labelled lines tell; ``None`` or an empty list where they tell nothing."""

    source: str | None = None
    reporters: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    published_at: str | None = None
    original_title: str | None = None

    def update(self, other: Facts) -> None:
        """Fill what is still missing from ``other``; the first word on a fact stands."""
        self.source = self.source or other.source
        self.reporters = self.reporters or other.reporters
        self.editors = self.editors or other.editors
        self.published_at = self.published_at or other.published_at
        self.original_title = self.original_title or other.original_title
