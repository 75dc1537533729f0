"""The names that the columns ``extraction`` and ``fields`` use, with their meanings."""

from __future__ import annotations

from collections.abc import Mapping

CANDIDATES: Mapping[str, str] = {
    "layout": "the container that a layout of the site names",
    "platform": "the container that a publishing system names, which many sites share",
    "lines": "the lines from the headline on, to where rules end them",
    "json": "the text in an answer of the site's programming interface",
    "container": "the container with the greatest expected F1, by the probability of its lines",
    "container+votes": "the same, with the lines that trafilatura takes as a further feature",
    "below_headline": "running text right below the headline, where no container is probable",
    "document": "a text file, or a fragment of a page",
}
"""``extraction.candidate``."""

ORIGINS: Mapping[str, str] = {
    "layout": "a selector of the layout",
    "info": "a line around the headline that tells time, source or names",
    "head": "`<title>`, `ArticleTitle`, `og:title` or the one `<h1>` that these repeat",
    "meta": "a meta element (`PubDate`, `ContentSource`, `article:published_time` …)",
    "json_ld": "JSON-LD (schema.org) in the page",
    "json": "a key in an answer of the site's programming interface",
    "text": "a line of the text, signed or labelled",
    "address": "the address of the page",
    "list": "the list that led to the page",
    "spider": "a spider of one's own, which gave it without saying where it stood",
}
"""The values of ``fields``."""
