"""The layout of an article's page, by what is found on it without any: where title, time and text stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from covidmeet.extract import by_selectors, extract
from covidmeet.extract.block_lines import BlockLines
from covidmeet.extract.metas import PUBLISHED, SOURCE
from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element
from covidmeet.extract.titles import META_SELECTORS
from covidmeet.items import Article
from covidmeet.newsite.selecting import lowest_common, names_of, selector_of
from covidmeet.platforms import LAYOUTS, trs
from covidmeet.platforms.shared_ids import SHARED_IDS
from covidmeet.site import GENERIC, Layout
from covidmeet.stages import PURE
from covidmeet.stages.reading import Reading, Scope
from covidmeet.text.lines import Line, Role

_INSIDE = ("p", "span", "font", "strong", "b", "br", "tr", "tbody", "li")  # that hold no whole text
_FIELDS = ("title", "published_at", "source")


@dataclass(slots=True)
class ArticleProposal:
    """``layout`` for the page; ``platform`` is the shared system's that it is, or None.

    ``article`` is what is read without the layout, ``missing`` names the fields that nothing tells.
    """

    layout: Layout | None
    article: Article
    platform: Layout | None = None
    missing: list[str] = field(default_factory=list)


def propose_article(page: Page, name: str) -> ArticleProposal:
    """Raises ``Reject`` where no article is found on the page."""
    read = extract(page, GENERIC)
    lines = list(read.lines)
    for stage in PURE:
        stage.function(read, Reading(scope=Scope(topic="all")))
    missing = [one for one in _FIELDS if not getattr(read, one)]
    shared = _platform_of(page)
    if shared is not None:
        return ArticleProposal(shared.named(name), read, shared, missing)
    return ArticleProposal(_layout(page, name, lines, read), read, missing=missing)


def _platform_of(page: Page) -> Layout | None:
    """The shared system whose own selectors find the text of the page, and its title."""
    for layout in (*LAYOUTS, trs.NORM):
        if layout is SHARED_IDS or (layout.needs and not page.matches(layout.needs)):
            continue
        if found := by_selectors.read(page, layout):
            return layout if found.title else None
    return None


def _layout(page: Page, name: str, lines: list[Line], read: Article) -> Layout | None:
    """By the elements around the lines that were read; None where the text is in no element of its own."""
    places = _Places(page)
    body = places.container([place for line in read.field_lines["body"] for place in line.places])
    if body is None:
        return None
    selector = selector_of(page, body)
    kept = {place for line in lines if line.role in (Role.TITLE, Role.INFO) for place in line.places}
    kept |= {place for part in read.field_lines.values() for line in part for place in line.places}
    titles = [place for line in read.field_lines["title"] for place in line.places]
    infos = [place for line in lines if line.role is Role.INFO for place in line.places]
    decks = [place for line in read.field_lines["deck"] for place in line.places]
    return Layout(
        name,
        body=(selector,),
        title=places.headline(titles, body) or _told_by(page, META_SELECTORS, read.title),
        deck=places.selectors(decks, body),
        info=places.selectors(infos, body),
        published=_of_head(page, read, "published_at", PUBLISHED),
        source=_of_head(page, read, "source", SOURCE),
        drop=tuple(places.unwanted(body, kept)),
    )


def _told_by(page: Page, selectors: tuple[str, ...], title: str | None) -> tuple[str, ...]:
    """The meta element that has the title and nothing else."""
    return next(((one,) for one in selectors if title and title in page.find(one)), ())


def _of_head(page: Page, read: Article, name: str, selectors: tuple[str, ...]) -> tuple[str, ...]:
    """The first meta element that has a field which no line shows."""
    if read.fields.get(name) != "meta":
        return ()
    return next(((one,) for one in selectors if page.find(one)), ())


class _Places:
    """The elements of a page's lines, by the numbers of these."""

    def __init__(self, page: Page) -> None:
        self._page, self._blocks = page, BlockLines(page)

    def _owners(self, places: list[int]) -> list[Element]:
        owners = (self._blocks.owners[place] for place in places if place < len(self._blocks.owners))
        return [owner for owner in owners if owner is not None]

    def container(self, places: list[int]) -> Element | None:
        """The element that holds all lines at ``places``, and has a name if one does that holds no more."""
        found = lowest_common(self._owners(places))
        while found is not None and found.tag in _INSIDE and found.getparent() is not None:
            found = found.getparent()
        if found is None or found.tag in ("body", "html"):
            return None
        inner, spans = found, self._blocks.spans
        while not (found.get("id") or found.get("class")):
            found = found.getparent()
            if found is None or spans.get(found) != spans.get(inner):
                return inner
        return found

    def headline(self, places: list[int], body: Element) -> tuple[str, ...]:
        owner = lowest_common(self._owners(places))
        if owner is None or body in (owner, *owner.iterancestors()):
            return ()
        parent = owner.getparent()
        if parent is not None and parent.tag in ("h1", "h2", "h3"):
            owner = parent
        return (selector_of(self._page, owner, first=True),)

    def selectors(self, places: list[int], body: Element) -> tuple[str, ...]:
        """Of the elements around these lines that lie outside the text."""
        owners = dict.fromkeys(self._owners(places))
        outside = [owner for owner in owners if body not in (owner, *owner.iterancestors())]
        return tuple(dict.fromkeys(selector_of(self._page, owner) for owner in outside))

    def unwanted(self, body: Element, kept: set[int]) -> list[str]:
        """Selectors, inside ``body``, of the named elements of which no line was kept."""
        first, stop = self._blocks.spans[body]
        found: dict[str, None] = {}
        for place in range(first, stop):
            for owner in [] if place in kept else self._owners([place]):
                if selector := self._unwanted(owner, body, kept):
                    found[selector] = None
        return list(found)

    def _unwanted(self, owner: Element, body: Element, kept: set[int]) -> str:
        """The largest such element around ``owner``, by its id or class."""
        best = ""
        while owner is not None and owner is not body:
            if kept.intersection(range(*self._blocks.spans[owner])):
                break
            best = next((one for one in names_of(owner) if self._finds_only_unwanted(one, body, kept)), best)
            owner = owner.getparent()
        return best

    def _finds_only_unwanted(self, selector: str, body: Element, kept: set[int]) -> bool:
        inside = [one for one in self._page.find(selector) if body in one.iterancestors()]
        spans = (self._blocks.spans.get(one, (0, 0)) for one in inside)
        return bool(inside) and not any(kept.intersection(range(*span)) for span in spans)
