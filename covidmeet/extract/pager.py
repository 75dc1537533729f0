"""Articles over several pages: the other parts that a page links to, and the lines of its pager."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from covidmeet.extract.page import Extraction, Page
from covidmeet.platforms import trs
from covidmeet.text.links import resolved

_WORDS = ("下一页", "下页", "上一页", "上页", "余下全文", "createPageHTML")
_SECOND = re.compile(r">\s{0,9}[\[【(]?\s{0,3}[12]\s{0,3}[\]】)]?\s{0,9}<")
_NUMBER = r"[\[【(]?\s*(?:第\s*)?[0-9]{1,3}(?:\s*页)?\s*[\]】)]?"
_LEADS_ON = re.compile(r"[\[【(]?\s*(?:下一?页|点击?阅读(?:余下)?全文|余下全文)\s*[>›»\]】)]*|" + _NUMBER)
_LEADS_BACK = re.compile(r"[\[【(<‹«]*\s*(?:上一?页|首页|第一页)\s*[\]】)]*|" + _NUMBER)
_LONGEST = 80  # characters of a line that holds nothing but such links
_LONGEST_LINK = 12
_LINE = re.compile(r"下一?页|余下全文")
_TOKEN = re.compile(
    r"(?:上|下|第|最后)一?页|首页|[尾末]页|(?:显示|阅读|查看|余下)全文|全文阅读|单页阅读|[共第]\s?[0-9]{1,3}\s?页|[0-9]{1,3}"
)
_FILLER = re.compile(r"[\s\[\]【】()（）<>‹›«»|｜·.…:：,，、/]+")
_PART = re.compile(
    r"(?P<stem>.*?)(?:[_-](?P<part>\d{1,3}|all))?(?P<ending>\.[a-z]{3,5})?", re.IGNORECASE | re.DOTALL
)
_PARAMETERS = frozenset({"page", "p", "pn", "pageno", "pageindex", "currpage"})
_NAMED_PART = re.compile(r"(?P<before>[^?#]*\w)[_-](?:\d{1,3}|all)(?P<behind>(?:\.[a-z]{3,5})?(?:\?[^#]*)?)")
_PARAMETER = re.compile(
    r"([?&])(?:page|p|pn|pageno|pageindex|currpage)=(?:\d{1,3}|all)(&|(?=#)|$)", re.IGNORECASE
)
_MOST_LINKS = 5_000  # links of a page that are looked at
_MOST_PARTS = 1_000  # that one page can name by a script
WHOLE = "all"
"""What stands in the place of a part's number where the whole article is on one page."""

Number = tuple[int, int]
"""A part's number in its file's name (0 where there is none) and in a parameter (1 where there is none)."""


@dataclass(slots=True)
class Pager:
    """What a page links to of its own article.

    ``further`` are the later parts, by their numbers; ``whole`` is the address of the whole article on one
    page; ``is_later`` tells that the page itself is a part behind the first.
    """

    further: dict[Number, str] = field(default_factory=dict)
    whole: str | None = None
    is_later: bool = False

    @property
    def is_part(self) -> bool:
        return bool(self.further or self.whole or self.is_later)


def pager_of(page: Page) -> Pager:
    """The other parts of its article that ``page`` links to, on its own host."""
    found = Pager()
    # A substring is found ten times as fast as a pattern, and most pages have none of these.
    if not (any(word in page.text for word in _WORDS) or _SECOND.search(page.text)):
        return found
    own = Address.of(page.url)
    for words, url in _links(page):
        target = Address.of(url)
        if target.around != own.around:
            continue
        if target.is_whole:
            found.whole = found.whole or (
                url if own.is_part_of_one_with(target) and not own.is_whole else None
            )
        elif _LEADS_ON.fullmatch(words) and own.is_before(target):
            found.further.setdefault(target.key, url)
        elif _LEADS_BACK.fullmatch(words) and target.is_before(own):
            found.is_later = True
    found.further |= {Address.of(url).key: url for url in _by_script(page, own)}
    return found


def _links(page: Page) -> Iterator[tuple[str, str]]:
    """The words and the absolute address of each short link."""
    for count, link in enumerate(page.root.iter("a")):
        if count == _MOST_LINKS:
            return
        href = link.get("href")
        words = "".join(link.itertext()).strip() if href else ""
        if href and len(words) <= _LONGEST_LINK:
            try:
                yield words, resolved(page.url, href)
            except ValueError:
                continue


def _by_script(page: Page, own: Address) -> Iterator[str]:
    match = trs.SCRIPT.search(page.text) if "createPageHTML" in page.text else None
    if not match or not own.is_first_named(match["name"], match["ending"]):
        return
    for number in range(1, min(int(match["total"]), _MOST_PARTS)):
        yield resolved(page.url, f"{match['name']}_{number}.{match['ending']}")


def bar_lines(page: Page) -> set[int]:
    """The numbers of the lines that hold nothing but links to parts, on a page that has such links."""
    found = {number for number, line in enumerate(page.lines) if len(line) <= _LONGEST and _LINE.search(line)}
    run: list[int] = []
    for number, line in enumerate([*page.lines, ""]):
        if line and len(line) <= _LONGEST and not _FILLER.sub("", _TOKEN.sub("", line)):
            run.append(number)
            continue
        tokens = [token for at in run for token in _TOKEN.findall(page.lines[at])]
        # One number in a line of its own may be a table's; a row of them, or a word, is a pager.
        if len(tokens) > 1 and (any(not token.isdecimal() for token in tokens) or _counts_up(tokens)):
            found.update(run)
        run = []
    return found


def _counts_up(tokens: list[str]) -> bool:
    numbers = [int(token) for token in tokens if token.isdecimal()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def without_bar(page: Page, found: Extraction, *, missing: bool) -> None:
    """Take the lines of the pager out of a text: to ``outside.further`` where parts are ``missing``."""
    numbers = bar_lines(page)
    (found.outside.further if missing else found.outside.pager).update(numbers)
    inside = [line for line in found.lines if numbers.intersection(line.places)]
    if inside:
        found.lines = [line for line in found.lines if not numbers.intersection(line.places)]
        found.outside.lines += [(line.places[0], line.text) for line in inside]
        found.outside.lines.sort()


def first_pages(url: str) -> list[str]:
    """The addresses that the first page may have, by the form of ``url``, where that can be a later part's.

    >>> first_pages("http://www.qinghe.example/2022/post_1_2.html"), first_pages("http://qinghe.example/2022/1.html")
    (['http://www.qinghe.example/2022/post_1.html'], [])
    """
    found = []
    if named := _NAMED_PART.fullmatch(url):
        found.append(named["before"] + named["behind"])
    if numbered := _PARAMETER.search(url):
        rest = url[: numbered.start()] + ("?" if numbered[1] == "?" and numbered[2] else "")
        found.append(rest + url[numbered.end() :])
    return found


class Address(NamedTuple):
    """An address as that of a part: ``post_1_2.html`` is part 2 of ``post_1.html``."""

    around: tuple[str, ...]
    stem: str
    part: int | None
    number: int
    """By a parameter; 1 where there is none."""
    is_whole: bool = False

    @classmethod
    def of(cls, url: str) -> Address:
        parts = urlsplit(url)
        folder, _, name = parts.path.rpartition("/")
        match = _PART.fullmatch(name)
        assert match is not None, "every group of it may be empty"
        number, rest, whole = 1, [], (match["part"] or "").lower() == WHOLE
        for key, value in parse_qsl(parts.query):
            if key.lower() in _PARAMETERS and value.isdecimal() and len(value) <= 3:
                number = int(value)
            elif key.lower() in _PARAMETERS and value.lower() == WHOLE:
                whole = True
            else:
                rest.append(f"{key}={value}")
        around = (parts.netloc, folder, match["ending"] or "", *sorted(rest))
        part = int(match["part"]) if match["part"] and match["part"].isdecimal() else None
        return cls(around, match["stem"], part, number, whole)

    @property
    def key(self) -> Number:
        return self.part or 0, self.number

    def is_before(self, other: Address) -> bool:
        """Whether ``other`` is a later part of the same article."""
        if self.around != other.around or other.is_whole:
            return False
        if (self.stem, self.part) == (other.stem, other.part):
            return self.number < other.number
        whole = self.stem if self.part is None else f"{self.stem}_{self.part}"
        if other.part is not None and other.stem.replace("-", "_") == whole.replace("-", "_"):
            return other.part >= 1
        # An article's own number stands in the stem; without one the last number is that of the article.
        numbered = any(char.isdecimal() for char in self.stem)
        return numbered and self.stem == other.stem and (self.part or 0) < (other.part or 0)

    def is_part_of_one_with(self, whole: Address) -> bool:
        """Whether ``whole`` is the address of all parts of this article on one page."""
        if self.stem == whole.stem:  # post_1.html, post_1_all.html; post.html?page=all
            return self.part is None or self.part == whole.part or any(map(str.isdecimal, self.stem))
        return self.part is not None and whole.stem in (
            f"{self.stem}_{self.part}",
            f"{self.stem}-{self.part}",
        )

    def is_first_named(self, stem: str, ending: str) -> bool:
        """Whether it is that of the first part in a script's words."""
        own = self.stem if self.part is None else f"{self.stem}_{self.part}"
        return own == stem and self.around[2] == f".{ending}"
