"""What a spider states about its site; every rule that follows from it lives elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from covidmeet.text.rules import Rule
from covidmeet.text.urls import NO_RULES, UrlRules


@dataclass(frozen=True, slots=True)
class Sign:
    """A line by which a page of the site is known without its URL.

    ``pattern`` is searched in each line of the text folded by ``script.fold``;
    ``weight`` is 3 for a line that only this site has, 1 for one that others may quote.
    """

    pattern: str
    weight: int = 3


@dataclass(frozen=True, slots=True)
class Articles:
    """The addresses of articles: host names (the first one counts) and a pattern of the whole path.

    ``*.domain`` stands for all hosts right below a domain.
    """

    hosts: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Paging:
    """How the further pages of a list are found.

    ``address`` matches the URL of any page of the list, with the page's number as the group ``n``; where
    the group is empty the page has the number ``first``.  ``further`` is the URL of page ``{n}``, with the
    match's groups as ``\\1``.  ``link`` selects the link to the next page, ``total`` finds the number of
    pages in the page's source (with a second group: of entries, and of entries a page).  With
    ``only_linked`` a page that no link leads to is not asked for.  Lists that count records have as ``n``
    their page's first record, ``step`` records a page, ``{last}`` for the last of them, and their ``total``
    in records.
    """

    address: str
    further: str
    first: int = 1
    link: str = ""
    total: str = ""
    only_linked: bool = False
    step: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """A kind of list page.

    ``start``: where a crawl begins; ``item``: one entry, whose first link to an article counts; ``time``:
    its date, inside the entry; entries in CDATA sections are found as well.  In a JSON list ``records`` is
    the path to the entries (() where the list is nothing else) or to a string of HTML that ``item`` is
    applied to, and ``address`` makes an article's URL of an entry that has none.  ``script`` is a pattern
    behind which such JSON stands in the source of an HTML page.
    """

    start: tuple[str, ...] = ()
    item: str = ""
    time: str = ""
    paging: Paging | None = None
    records: tuple[str, ...] | None = None
    address: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Issues:
    """A paper with an issue a day.

    ``fronts`` are the addresses of a day's front page in the form of ``date.strftime``: the first that is
    there counts.  ``parts`` is the pattern of links to the other pages of the issue.  ``paper`` tells the
    papers of a site with several.
    """

    fronts: tuple[str, ...]
    parts: str
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One generation of a site's article pages.

    A selector is CSS, XPath where it begins with ``/`` or ``(``, ``meta:Name`` for the content of a meta
    element (in any case, also with a ``meta-`` prefix), or ``script:PATTERN`` for the first group of a
    pattern in the page's source.  Of several selectors for a field the first that
    finds text counts; ``info`` and ``deck`` take all.  ``info`` are the parts that tell time, source and
    names in the page's own words; ``deck`` are headline lines outside the text.

    A layout matches a page where ``body`` finds text, and ``needs``, a pattern, stands in the folded text
    of the page.  ``empty_is_block``: a page with this body but nothing in it was withheld by the site.
    ``head_by_order``: of the headline nothing is known but that it stands above the text.  ``by_order``: nor
    is anything known of the text but that it follows the headline and ends where ``chrome`` says.
    """

    name: str
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    deck: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    needs: str = ""
    empty_is_block: bool = False
    head_by_order: bool = False
    by_order: bool = False

    def named(self, name: str) -> Layout:
        """This layout as one that a site states; a platform's own name is for pages of any other host."""
        return replace(self, name=name)


@dataclass(frozen=True, slots=True)
class JsonLayout:
    """An article as JSON: the keys of its fields in the one object that has a ``body`` (an HTML fragment)."""

    name: str
    body: str = "body"
    title: str = "title"
    published: str = "ptime"
    source: str = "source"
    editors: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The facts of one site.

    ``name`` is ``articles.site``; ``signs`` tell its pages without a URL; ``chrome`` are its own page lines.
    ``layouts`` are in the order in which they are tried, newest first; ``skip_titles`` is a pattern of
    titles that are no news; ``gone`` selects what only the site's page for a missing article has.
    ``floors``: the smallest share of pages that may have a field, where it is not the usual one of
    ``health.evidence.FLOORS``.  ``division``: the code of GB/T 2260 of the province, prefecture or county
    that the outlet is of, which tells what its 我市 means.  ``indexed``: what the index of a web archive is
    asked for (``host/path/``), where the fixed beginnings of ``articles`` would ask for all of a large host.
    ``linked``: articles on hosts of others to which its lists lead (WeChat); their pages are read, and their
    rows made, as those of no site.
    """

    name: str
    signs: tuple[Sign, ...] = ()
    chrome: tuple[Rule, ...] = ()
    articles: tuple[Articles, ...] = ()
    lists: tuple[Listing | Issues, ...] = ()
    layouts: tuple[Layout | JsonLayout, ...] = ()
    urls: UrlRules = NO_RULES
    skip_titles: str = ""
    gone: tuple[str, ...] = ()
    floors: Mapping[str, float] = field(default_factory=dict)
    division: str = ""
    indexed: tuple[str, ...] = ()
    linked: tuple[Articles, ...] = ()

    @property
    def starts(self) -> bool:
        """Whether it has lists of its own to begin a crawl with."""
        return any(pages.start if isinstance(pages, Listing) else pages.fronts for pages in self.lists)


GENERIC = Site("generic")
"""No site of ours; its name is also the layout of a page that none of a site's layouts matched."""
