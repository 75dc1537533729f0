"""The facts of a list page: its entries, their dates, how the next page is found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from covidmeet.crawl.any_list import FoundList, find_list
from covidmeet.crawl.list_entry import Entry
from covidmeet.crawl.list_records import embedded
from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element
from covidmeet.newsite.addresses import plain
from covidmeet.newsite.selecting import names_of, selector_of, selector_of_all
from covidmeet.platforms import trs, ucap
from covidmeet.site import Listing, Paging
from covidmeet.text.dates import parse_date
from covidmeet.text.script import fold

_NUMBER = re.compile(r"\d{1,6}")
_TOTALS = (
    r"(?:createPageHTML\(|countPage\s*=\s*)(\d+)",
    r"\btotalPage\s*[:=]\W{0,3}(\d+)",
)
_IN_SCRIPT = (ucap.LISTS_IN_SCRIPT.script,)
_INDEX = r"(?:index|list)"


@dataclass(slots=True)
class ListProposal:
    """``listing`` for a list page with ``entries``; ``further`` is the next page's address, or None."""

    listing: Listing
    entries: list[Entry]
    further: str | None


def propose_list(page: Page) -> ListProposal | None:
    """None where the page has no list of links to articles."""
    found = find_list(page)
    if not found.entries:
        return None
    item = selector_of_all(page, found.items) if found.items else ""
    script = "" if found.items else next((one for one in _IN_SCRIPT if embedded(page.text, one)), "")
    listing = Listing(
        start=(page.url,),
        item=item,
        time=_time(found.items),
        paging=_paging(page, found),
        records=() if script else None,
        script=script,
    )
    return ListProposal(listing, found.entries, found.further)


def _time(items: list[Element]) -> str:
    """A selector, inside an entry, of the element that tells its date; empty where the address has to."""
    dated = [found for item in items[:3] if (found := _date_in(item)) is not None]
    if not dated:
        return ""
    classes = [name for name in names_of(dated[0]) if name.startswith(".")]
    tag = str(dated[0].tag)
    if classes and all(classes[0] in names_of(one) for one in dated):
        return f"{tag}{classes[0]}"
    return tag if all(one.tag == tag for one in dated) and tag not in ("a", "p", "div") else ""


def _date_in(item: Element) -> Element | None:
    """The innermost element in ``item``, none that holds a link, whose text is a date and little else."""
    found = None
    for element in item.iter():
        text = fold("".join(element.itertext())).strip() if isinstance(element.tag, str) else ""
        if element is not item and 4 <= len(text) <= 30 and element.find(".//a") is None and parse_date(text):
            found = element
    return found


def _paging(page: Page, found: FoundList) -> Paging | None:
    """By the addresses of this page and of the next one, as far as a rule can be told from two."""
    if not found.further:
        return None
    link = "" if found.link is None else _link_selector(page, found.link)
    total = next((one for one in _TOTALS if re.search(one, page.text)), "")
    return (
        _trs(page, found.further)
        or _numbered(page.url, found.further, link, total)
        or _first(page.url, found.further, link, total)
        or _linked(page.url, found.further, link)
    )


def _link_selector(page: Page, link: Element) -> str:
    """Of the link to the next page; its classes may be on all links of the pager: then by its words."""
    words = fold("".join(link.itertext())).strip()
    if any(selector_of(page, link).endswith(name) for name in names_of(link)):
        return selector_of(page, link)
    return f"//a[contains(., '{words}')]" if words and "'" not in words else selector_of(page, link)


def _trs(page: Page, further: str) -> Paging | None:
    if not trs.SCRIPT.search(page.text) and "countPage" not in page.text:
        return None
    host, suffix = re.sub(r"^https?://([^/]+)/.*", r"\1", page.url), further.rpartition(".")[2]
    paging = trs.paging(host, suffix)
    return paging if _leads_to(paging, page.url, further) else None


def _numbered(url: str, further: str, link: str, total: str) -> Paging | None:
    """The two addresses differ in one number: ``list_2.html``, ``list_3.html``; ``?page=1``, ``?page=2``."""
    own, others = list(_NUMBER.finditer(url)), list(_NUMBER.finditer(further))
    if len(own) != len(others) or _NUMBER.sub("#", url) != _NUMBER.sub("#", further):
        return None
    differing = [(a, b) for a, b in zip(own, others, strict=True) if a[0] != b[0]]
    if len(differing) != 1 or int(differing[0][1][0]) <= int(differing[0][0][0]):
        return None
    at, step = differing[0][0], int(differing[0][1][0]) - int(differing[0][0][0])
    address = rf"({_any_scheme(url[: at.start()])})(?P<n>\d+)({re.escape(url[at.end() :])})"
    first = int(at[0]) if int(at[0]) in (0, 1) else 1
    return Paging(address, r"\1{n}\3", first=first, link=link, total=total, step=step)


def _first(url: str, further: str, link: str, total: str) -> Paging | None:
    """The first page has no number: ``index.html``, the bare folder; behind it ``index_1`` or ``index_2``."""
    match = re.fullmatch(r"(?P<stem>.*?)(?P<mark>[_-]?)(?P<n>[12])(?P<end>\.\w+|/?)", further)
    if not match or int(match["n"]) > 2:
        return None
    stem, mark, end = match["stem"], match["mark"], match["end"]
    folder, name = stem.rpartition("/")[0] + "/", stem.rpartition("/")[2]
    if url not in (f"{stem}{end}", folder):
        return None
    optional = rf"(?:{re.escape(name)}(?:{mark}(?P<n>\d+))?{re.escape(end)})"
    address = rf"({_any_scheme(folder)}){optional}" + ("?" if url == folder or name == "index" else "")
    return Paging(address, rf"\1{name}{mark}{{n}}{end}", first=int(match["n"]) - 1, link=link, total=total)


def _linked(url: str, further: str, link: str) -> Paging | None:
    """No rule is told by the two addresses, as where pages are numbered downwards: the link leads on."""
    folder = re.sub(r"[^/]*$", "", url)
    shared = folder if further.startswith(folder) else re.sub(r"^(https?://[^/]+/).*", r"\1", url)
    return Paging(rf"{_any_scheme(shared)}[^#]*", "", link=link, only_linked=True) if link else None


def _any_scheme(address: str) -> str:
    return re.sub(r"^https?", "https?", plain(address))


def _leads_to(paging: Paging, url: str, further: str) -> bool:
    match = re.fullmatch(paging.address, url)
    if not match:
        return False
    number = int(match.groupdict().get("n") or paging.first) + paging.step
    return match.expand(paging.further).replace("{n}", str(number)) == further
