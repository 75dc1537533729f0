"""The sub-commands of ``covidmeet``, so that its help need not import each of them."""

from __future__ import annotations

SUB_COMMANDS = {
    "Read the archive": {
        "search": "Find the archived articles that hold a phrase, in either script.",
        "export": "Write the archived articles as CSV or JSON lines.",
        "report": "Show the newest articles, what was stripped and repaired, and the rejects.",
        "status": "Show how the crawls of the sites are doing.",
    },
}
"""Heading → name → the first line of its help.

The command is ``command`` in the module of its name (with ``-`` as ``_``).
"""

BY_NAME = {name: told for group in SUB_COMMANDS.values() for name, told in group.items()}
