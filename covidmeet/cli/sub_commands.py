"""The sub-commands of ``covidmeet``, so that its help need not import each of them."""

from __future__ import annotations

SUB_COMMANDS = {
    "Read the archive": {
        "search": "Find the articles that hold a phrase, in either script.",
        "show": "Show one article: its text, its repairs, its page, how to cite it.",
        "browse": "Show the archive in a browser, on this machine only.",
        "why": "Show why a page is archived, or why it is not.",
        "diff": "Show what the site changed on an article's page.",
        "export": "Write the articles to a file.",
        "publish": "Write articles as static pages, for a host or a USB stick.",
        "copies": "List the same text on other pages: copies, edits, excerpts.",
        "report": "Show what is archived, stripped, repaired and rejected.",
        "watch": "Tell what is new of a query; Atom feeds.",
        "coverage": "Show what is known of each site, by month.",
        "status": "Show how the crawls of the sites are doing.",
    },
    "Fill it": {
        "crawl": "Crawl a site, or archive documents.",
        "crawlall": "Crawl all sites, or those named, one process each.",
        "corpus": "Make a corpus of WARC files, in parallel.",
        "reprocess": "Make rows again from the stored pages.",
        "check-archive": "Check the archive and its stored pages.",
        "list": "List the spiders, one a site.",
        "newsite": "Begin a new site: its files, proposed from its pages.",
        "merge": "Make one archive of several, with their pages.",
        "backup": "Copy the archive with its pages, also while crawls run.",
    },
    "Else": {
        "repair": "Repair damaged text of files or of a pipe.",
        "doctor": "Check this machine and its archive, for a bug report.",
        "demo": "Archive the samples that come with covidmeet, to try it.",
        "completion": "Let a shell complete what you type.",
    },
}
"""Heading → name → what it does, in one line of a narrow screen.

The command is ``command`` in the module of its name (with ``-`` as ``_``).
"""

BY_NAME = {name: told for group in SUB_COMMANDS.values() for name, told in group.items()}
