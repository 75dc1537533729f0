"""Colour and sign of each verdict, for the table and the page."""

from __future__ import annotations

STYLES = {
    "ok": "green",
    "quiet": "cyan",
    "stopped": "yellow",
    "degraded": "bold yellow",
    "blocked": "bold magenta",
    "broken": "bold red",
    "running": "blue",
}
"""Verdict → colour on a terminal."""

SIGNS = {
    "ok": "●",
    "quiet": "○",
    "stopped": "■",
    "degraded": "▼",
    "blocked": "⊘",
    "broken": "✕",
    "running": "…",
}
"""Verdict → one character, readable without colour."""
