"""The sub-commands of ``covidmeet``, so that its help need not import each of them."""

from __future__ import annotations

SUB_COMMANDS = {
    "Read": {
        "search": "Find the archived articles that hold a phrase",
    },
}
"""Heading → name → short help.  The command is ``command`` in the module of its name (``-`` as ``_``)."""

BY_NAME = {name: told for group in SUB_COMMANDS.values() for name, told in group.items()}
