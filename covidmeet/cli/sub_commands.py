"""The sub-commands of ``covidmeet``, so that its help need not import each of them."""

from __future__ import annotations

from covidmeet.language import N_

SUB_COMMANDS = {
    N_("Read the archive"): {
        "search": N_("Find the articles that hold a phrase, in either script."),
        "show": N_("Show one article: its text, its repairs, its page, how to cite it."),
        "browse": N_("Show the archive in a browser, on this machine only."),
        "why": N_("Show why a page is archived, or why it is not."),
        "diff": N_("Show what the site changed on an article's page."),
        "export": N_("Write the articles to a file."),
        "publish": N_("Write articles as static pages, for a host or a USB stick."),
        "copies": N_("List the same text on other pages: copies, edits, excerpts."),
        "report": N_("Show what is archived, stripped, repaired and rejected."),
        "watch": N_("Tell what is new of a query; Atom feeds."),
        "coverage": N_("Show what is known of each site, by month."),
        "status": N_("Show how the crawls of the sites are doing."),
    },
    N_("Fill it"): {
        "crawl": N_("Crawl a site, or archive documents."),
        "crawlall": N_("Crawl all sites, or those named, one process each."),
        "corpus": N_("Make a corpus of WARC files, in parallel."),
        "reprocess": N_("Make rows again from the stored pages."),
        "check-archive": N_("Check the archive and its stored pages."),
        "list": N_("List the spiders, one a site."),
        "newsite": N_("Begin a new site: its files, proposed from its pages."),
        "merge": N_("Make one archive of several, with their pages."),
        "backup": N_("Copy the archive with its pages, also while crawls run."),
    },
    N_("Else"): {
        "repair": N_("Repair damaged text of files or of a pipe."),
        "doctor": N_("Check this machine and its archive, for a bug report."),
        "demo": N_("Archive the samples that come with covidmeet, to try it."),
        "completion": N_("Let a shell complete what you type."),
    },
}
"""Heading → name → what it does, in one line of a narrow screen.

The command is ``command`` in the module of its name (with ``-`` as ``_``).
"""

BY_NAME = {name: told for group in SUB_COMMANDS.values() for name, told in group.items()}
