"""One article of the pages that it is spread over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from covidmeet.extract.page import Extraction, Page
from covidmeet.extract.pager import Address, Pager, pager_of, without_bar
from covidmeet.extract.part_chain import PartChain
from covidmeet.reasons import Reject
from covidmeet.text.fold import bare
from covidmeet.text.lines import Line, Role

_NOT_READ = "not read"


def read_parts(
    page: Page, told: Pager, parts: Mapping[str, Page | Reject], read: Callable[[Page], Extraction]
) -> tuple[Page, Extraction, dict[str, str], int]:
    """The page whose head counts, the article of all pages, why parts are missing, and the number of pages.

    ``told`` is the pager of the first ``page``; ``parts`` are the other pages by address, or why there is
    none; ``read`` extracts one page and may raise ``Reject``.  Missing parts are given by address.  A page
    that has the whole article stands for the first.
    """
    whole = _whole(page, parts.values(), read)
    if whole is not None:
        return *whole, {}, 1
    found = read(page)
    chain = PartChain(page.url, told)
    missing: dict[str, str] = {}
    taken: list[tuple[Page, Extraction]] = []
    for url, part in sorted(parts.items(), key=lambda one: Address.of(one[0]).key):
        outcome = _read_part(part, read, found.title)
        if isinstance(outcome, str) or isinstance(part, Reject):
            missing[url] = str(outcome)
            chain.pass_over(url)
        elif chain.take(part.url, pager_of(part)):
            taken.append((part, outcome))
    missing |= dict.fromkeys(chain.missing, _NOT_READ)
    is_short = bool(missing) or told.is_later or (told.whole is not None and not told.further)
    without_bar(page, found, missing=is_short)
    start = len(page.lines)
    for part, more in taken:
        without_bar(part, more, missing=is_short)
        _append(found, more, start, part.lines)
        start += len(part.lines)
    return page, found, missing, 1 + len(taken)


def _whole(
    page: Page, parts: Iterable[Page | Reject], read: Callable[[Page], Extraction]
) -> tuple[Page, Extraction] | None:
    """The page among ``parts`` that has the whole article, and what is on it."""
    own = Address.of(page.url)
    for part in parts:
        if isinstance(part, Reject):
            continue
        address = Address.of(part.url)
        if address.is_whole and own.is_part_of_one_with(address):
            try:
                found = read(part)
            except Reject:
                return None
            without_bar(part, found, missing=False)
            return part, found
    return None


def _read_part(
    part: Page | Reject, read: Callable[[Page], Extraction], title: str | None
) -> Extraction | str:
    """What is on a part, or why it is none."""
    if isinstance(part, Reject):
        return str(part.reason)
    try:
        found = read(part)
    except Reject as reject:
        return str(reject.reason)
    one, other = bare(title or ""), bare(found.title or "")
    if one and other and not (one.startswith(other) or other.startswith(one)):
        return "another headline"  # the next article, to which a site's next page leads
    return found


def _append(found: Extraction, more: Extraction, start: int, lines: Sequence[str]) -> None:
    """Put the text of a page with ``lines`` behind that of ``found``; they are numbered from ``start`` on.

    Of its head only what the first page does not tell counts: the last page often names the editor.
    """
    infos = {line.text for line in found.lines if line.role is Role.INFO}
    outside = found.outside
    for line in more.lines:
        moved = replace(line, places=tuple(start + place for place in line.places))
        if line.role in (Role.TITLE, Role.DECK) or (line.role is Role.INFO and line.text in infos):
            outside.lines += [(start + place, lines[place]) for place in line.places]
        elif line.role is Role.INFO:
            found.lines.insert(_after_info(found.lines), moved)
        else:
            role = Role.BODY if found.title else moved.role
            found.lines.append(replace(moved, role=role))
    outside.lines += [(start + number, text) for number, text in more.outside.lines]
    outside.lines.sort()
    outside.left_out += [(start + number, text) for number, text in more.outside.left_out]
    outside.further |= {start + number for number in more.outside.further}
    outside.pager |= {start + number for number in more.outside.pager}


def _after_info(lines: Sequence[Line]) -> int:
    heads = [i for i, line in enumerate(lines) if line.role in (Role.TITLE, Role.INFO)]
    return heads[-1] + 1 if heads else 0
