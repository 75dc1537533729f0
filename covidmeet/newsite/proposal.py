"""The facts of a new site by the pages at hand, and what a person has to look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from covidmeet.crawl.list_entry import address_of, base_of
from covidmeet.extract.page import Page
from covidmeet.language import _
from covidmeet.newsite.addresses import article_paths, host_of, path_of, path_pattern, plain, platform_path
from covidmeet.newsite.article import ArticleProposal, propose_article
from covidmeet.newsite.imprint import outlet_of, signs_of
from covidmeet.newsite.lists import ListProposal, propose_list
from covidmeet.platforms import ADDRESSES, trs
from covidmeet.reasons import Reject
from covidmeet.site import Articles, Layout, Listing, Site
from covidmeet.text.fold import bare
from covidmeet.text.urls import NO_RULES, UrlRules

_LIST_PATH = re.compile(r"/(?:(?:index|list|default)[\w-]*\.\w+)?$")
_PLAIN_HOST = re.compile(r"[\w.-]+")


@dataclass(slots=True)
class Proposal:
    """``site`` is as the proposed file states it; ``outlet`` its name, empty where no page tells it.

    ``path`` names the shared system (a module of ``platforms``) whose articles have such addresses,
    ``layout`` that whose pages these are.  ``notes`` tell what was found and what was not, a sentence each.
    """

    site: Site
    outlet: str = ""
    path: str = ""
    layout: Layout | None = None
    notes: list[str] = field(default_factory=list)
    lists: dict[str, ListProposal] = field(default_factory=dict)


def propose(name: str, pages: Sequence[Page]) -> Proposal:
    """The facts of the site ``name``; each page is an article's or a list."""
    found = Proposal(Site(name))
    articles: dict[str, ArticleProposal] = {}
    for page in pages:
        _look_at(page, name, found, articles)
    urls = _article_urls(found, list(articles), pages[0].url)
    found.path = platform_path(urls)
    hosts = tuple(dict.fromkeys(host_of(urlsplit(url)) for url in urls))
    patterns = [ADDRESSES[found.path]] if found.path else article_paths(urls)
    layouts = tuple(dict.fromkeys(one.layout for one in articles.values() if one.layout is not None))
    found.layout = next((one.platform for one in articles.values() if one.platform), None)
    found.outlet = next(filter(None, map(outlet_of, pages)), "")
    found.site = Site(
        name,
        signs=next(filter(None, map(signs_of, pages)), ()),
        articles=tuple(Articles(hosts, pattern) for pattern in patterns),
        lists=tuple(one.listing for one in found.lists.values()) or (_guess(pages[0], found),),
        layouts=layouts[:1],
        urls=_one_scheme(urls, hosts),
    )
    _tell(found, articles)
    return found


def _look_at(page: Page, name: str, found: Proposal, articles: dict[str, ArticleProposal]) -> None:
    listed = propose_list(page)
    try:
        article = propose_article(page, name)
    except Reject as reject:
        article = None
        if listed is None:
            found.notes.append(
                _("{url}: no article and no list was found on it ({reject})", url=page.url, reject=reject)
            )
    if listed and (article is None or is_list_page(page.url, article, listed)):
        found.lists[page.url] = listed
    elif article:
        articles[page.url] = article


def is_list_page(url: str, article: ArticleProposal, listed: ListProposal) -> bool:
    """Whether what is read as the text of a page is the words of its links to others."""
    if article.platform is not None:
        return False
    if not article.article.published_at and _LIST_PATH.search(url):
        return True
    titles = {bare(entry.title) for entry in listed.entries}
    lines = [bare(line.text) for line in article.article.field_lines.get("body", ())]
    linked = sum(len(line) for line in lines if any(title in line for title in titles))
    return linked * 2 > sum(map(len, lines))


def _article_urls(found: Proposal, articles: list[str], first: str) -> list[str]:
    """The addresses of articles at the site's own hosts; entries of other hosts are told in a note."""
    entries = [entry.url for one in found.lists.values() for entry in one.entries]
    domain = _domain(first)
    own = [url for url in entries if _domain(url) == domain]
    others = Counter(host_of(urlsplit(url)) for url in entries if _domain(url) != domain)
    for host, number in others.most_common():
        found.notes.append(
            _(
                "{number} of {count} entries of the list lead to {host}",
                number=number,
                count=len(entries),
                host=host,
            )
        )
    return articles + own or [first]


def _domain(url: str) -> str:
    """The part of a host's name that its owner registered, as far as its form tells."""
    labels = (urlsplit(url).hostname or "").split(".")
    short = labels[-2:-1] in (["com"], ["gov"], ["net"], ["org"], ["edu"]) and labels[-1] == "cn"
    return ".".join(labels[-3 if short else -2 :])


def _guess(page: Page, found: Proposal) -> Listing:
    """Where a crawl may begin, where no list is at hand: the folder that the path to the page names."""
    parts = urlsplit(page.url)
    own = {path_pattern(path_of(page.url)).rpartition("/")[2]}
    crumbs = [url for url in _crumbs(page) if path_pattern(path_of(url)).rpartition("/")[2] not in own]
    start = max(crumbs, key=len, default=page.url.partition("?")[0].rpartition("/")[0] + "/")
    suffix = page.url.partition("?")[0].rpartition(".")[2]
    paging = trs.paging(host_of(parts), suffix) if found.path == "trs" else None
    return Listing(start=(start,), paging=paging)


def _crumbs(page: Page) -> list[str]:
    """The links of the path to the page: addresses in whose folders its own lies."""
    base, found = base_of(page), []
    for link in page.root.iter("a"):
        url = address_of(base, link.get("href") or "")
        folder = url.rpartition("/")[0] + "/"
        if urlsplit(url).path.strip("/") and url != page.url and page.url.startswith(folder):
            found.append(url)
    return found


def _one_scheme(urls: list[str], hosts: tuple[str, ...]) -> UrlRules:
    """http and https are one address: that of the pages at hand counts."""
    schemes = Counter(urlsplit(url).scheme for url in urls)
    if not schemes or not all(_PLAIN_HOST.fullmatch(host) for host in hosts):
        return NO_RULES
    kept = schemes.most_common(1)[0][0]
    other = "http" if kept == "https" else "https"
    names = "|".join(map(plain, hosts))
    names = names if len(hosts) == 1 else f"(?:{names})"
    return UrlRules(articles=((rf"{other}://({names}/.*)", rf"{kept}://\1"),))


def _tell(found: Proposal, articles: dict[str, ArticleProposal]) -> None:
    """What was found, and what a person has to add."""
    for url, one in articles.items():
        if one.platform is not None:
            found.notes.append(
                _("a page of the shared system {name} (covidmeet/platforms)", name=one.platform.name)
            )
        elif one.layout is None:
            found.notes.append(
                _("{url}: the text stands in no element of its own; it is read by probability", url=url)
            )
        for name in one.missing:
            found.notes.append(_("{url}: nothing tells its {name}", url=url, name=name))
    if found.path and found.layout is None:
        found.notes.append(_("addresses of the shared system {path} (covidmeet/platforms)", path=found.path))
    for url, listed in found.lists.items():
        found.notes.append(
            _(
                "{url}: a list of {count}, next page {further}",
                url=url,
                count=len(listed.entries),
                further=listed.further or "not found",
            )
        )
    if not articles:
        found.notes.append(
            _("no article is at hand: give the address of one as well, so that it is laid out")
        )
    if not found.lists:
        start = found.site.lists[0]
        assert isinstance(start, Listing)
        found.notes.append(
            _("no list is at hand: give one's address as well; {start} is a guess", start=start.start[0])
        )
    if not found.site.signs:
        found.notes.append(_("no line tells whose page it is: a copy on another domain is not known as one"))
