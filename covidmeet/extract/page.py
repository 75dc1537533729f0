"""A decoded page: its source, its tree, its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree

from covidmeet.extract.selectors import Element, compiled, metas_of
from covidmeet.extract.shown_later import shown_later
from covidmeet.reasons import Reason
from covidmeet.repair import repair
from covidmeet.repair.mirror import damaged
from covidmeet.text.blocked import withheld
from covidmeet.text.broken_headings import join_headings
from covidmeet.text.hidden import hidden_in
from covidmeet.text.html_lines import as_shown, break_preformatted, raw_lines
from covidmeet.text.html_tables import break_lists, row_breaks
from covidmeet.text.lines import Line, Role
from covidmeet.text.positions import Outside
from covidmeet.text.script import fold
from covidmeet.text.spam import has_junk_tags

_META = "meta:"
_SCRIPT = "script:"
_SAVED_PAGE = re.compile(
    # Possessive: where comments end is read in one way only.
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|base|link|style|script"
    r"|div|p|table|tbody|tr|td|font|span|h[1-6]|article|section|main|header|center|ul|ol|dl|blockquote|pre|img|br"
    r"|strong|em|b|i|u|a|form|iframe|input|o:p)(?=[\s/>])[^<]*>?",
    re.IGNORECASE | re.DOTALL,
)
# Text with line breaks for a browser, as databases keep it.
_BREAKS = re.compile(r"<br\s*/?>|</p\s*>|</div\s*>|<p(?:\s[^<>]*)?>", re.IGNORECASE)
_FEWEST_BREAKS = 2
_OF_A_PAGE = ("<!doctype html", "<html", "<head", "<body")
_HEAD = 2000  # characters
# JSON alone, or as the argument of a callback.
_JSON = re.compile(r"[\ufeff\s]*+(?:[\w$.]{0,80}+\s*+\(\s*+)?[{\[]")


@dataclass
class Extraction:
    """What was found on a page: ``lines`` of the article with their roles, headline and info first.

    ``outside`` are the page's other lines; their text may hold NUL between inline elements.  ``layout`` names
    what found it, ``how`` is the column ``extraction`` and ``origins`` are those of title and time (see
    ``Article.fields``).  ``by_head``: the page's head tells what its lines do not.
    """

    lines: list[Line]
    outside: Outside = field(default_factory=Outside)
    published: str | None = None
    layout: str = ""
    how: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    by_head: bool = False

    @property
    def title(self) -> str | None:
        """The headline, where one was found."""
        return next((line.text for line in self.lines if line.role is Role.TITLE), None)


@dataclass
class Page:
    """A decoded page: ``text`` is its source, ``charset`` the codec that decoded it."""

    url: str
    text: str
    charset: str
    damaged: int = 0  # places that could not be decoded, each a U+FFFD in ``text``
    declared: tuple[str, ...] = ()  # encodings that header and meta elements name, as written
    repairs: dict[str, int] = field(default_factory=dict)  # what was undone in the source, rule -> count
    source: bytes | None = None  # ``text`` in UTF-8, where these were the bytes that it was decoded from
    how: str = ""  # the rule that decided on ``charset``
    saved_at: str = ""  # when a page that is a file was saved, ISO 8601 in UTC, where that is told

    def __getstate__(self) -> dict[str, Any]:
        """What another process is given: no tree, which cannot leave its own, and the text only once."""
        told = vars(self)
        return {name: told[name] for name in _TOLD if name in told} | {"source": None}

    @cached_property
    def root(self) -> Element:
        """The root element, parsed on first access."""
        source = self.source
        if source is None or 0 in source:
            source = self.text.replace("\0", "").encode("utf-8", "replace")
        # Plain elements: those of lxml.html are looked up in Python, for each element and each walk.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        root = etree.fromstring(source, parser) if source.strip() else None
        if root is not None:
            break_preformatted(root, self.text)
            if "<dl" in self.text or "<DL" in self.text:
                break_lists(root)
            join_headings(root)
        return etree.fromstring("<html/>") if root is None else root

    @cached_property
    def withheld(self) -> tuple[Reason, str] | None:
        """Why this is not the page that was asked for but a block page or a soft 404, or None."""
        return None if self.is_json else withheld(self.root, self.text, self.url)

    @property
    def is_json(self) -> bool:
        return _JSON.match(self.text) is not None

    @property
    def is_html(self) -> bool:
        """Whether the text is a page or a fragment of one, and not a text document.

        Tags with random ids are what a mirror sprinkled over a text.
        """
        if _SAVED_PAGE.match(self.text.lstrip("\ufeff")):
            head = self.text[:_HEAD].lower()
            return not has_junk_tags(head) or any(tag in head for tag in _OF_A_PAGE)
        if self.is_json:
            return False
        return len(list(islice(_BREAKS.finditer(self.text), _FEWEST_BREAKS))) == _FEWEST_BREAKS and not (
            has_junk_tags(self.text)
        )

    @property
    def is_saved(self) -> bool:
        """Whether the text is a whole page, as a browser or a tool saves it, and not a fragment of one."""
        head = self.text[:_HEAD].lower()
        return self.is_html and any(tag in head for tag in _OF_A_PAGE)

    @cached_property
    def hidden(self) -> set[Element]:
        """The elements that say of themselves that they are not shown, but for one that holds the text.

        Some systems let a script show the text when the page is complete.
        """
        found = hidden_in(self.root, self.text)
        return found - shown_later(self.root, found) if found else found

    @cached_property
    def joined(self) -> set[Element]:
        """The elements that break no line, being in a row of a data table."""
        return row_breaks(self.root)

    @cached_property
    def raw_lines(self) -> list[str]:
        """The lines of the whole page, NUL between inline elements."""
        return [raw for raw, _ in raw_lines(self.root, hidden=self.hidden, joined=self.joined)]

    @cached_property
    def lines(self) -> list[str]:
        """The whole page as a reader sees it."""
        return [as_shown(raw) for raw in self.raw_lines]

    def matches(self, pattern: str) -> bool:
        """Whether ``pattern`` stands in the page's lines, repaired and folded (``script.fold``)."""
        return re.search(pattern, self.folded, re.MULTILINE) is not None

    def find(self, selector: str) -> list[Any]:
        """Elements, or strings for an attribute, a meta element or a script, in the order of the page."""
        if selector.startswith(_META):
            value = self._metas.get(selector.removeprefix(_META).lower())
            return [value] if value else []
        if selector.startswith(_SCRIPT):
            match = re.search(selector.removeprefix(_SCRIPT), self.text)
            return [match[1]] if match else []
        found = compiled(selector)(self.root)
        return found if isinstance(found, list) else [found]

    @cached_property
    def folded(self) -> str:
        """The page's title and lines for matching: repaired and folded (``script.fold``)."""
        titles = [" ".join(element.itertext()) for element in self.root.iter("title")]
        text = "\n".join([*titles[:1], *self.lines])
        return fold(repair(text).text if damaged(text) else text)

    @cached_property
    def _metas(self) -> dict[str, str]:
        return metas_of(self.root)


_TOLD = (*(one.name for one in fields(Page)), "withheld")
