"""What can be told of each line of a page without knowing its layout: the features of the chooser.

A row of numbers for each line, in the order of ``NAMES``; all of them between 0 and about 1.  No feature
looks at what a text is about: a model that did would find no text on another matter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Set
from itertools import accumulate

from covidmeet.extract import by_order
from covidmeet.extract.block_lines import BlockLines, Span
from covidmeet.extract.selectors import Element
from covidmeet.text.page_tools import is_tool_line
from covidmeet.text.positions import is_prose
from covidmeet.text.rules import Effect, rule_book
from covidmeet.text.script import fold

NAMES = (
    "bias",
    "prose",  # is running text
    "length",  # logarithm of the letters
    "links",  # share of its block's text in links
    "marks",  # has commas or the like
    "headline",  # the page has a headline that its head tells
    "below",  # stands below it
    "near",  # the closer below it, the more
    "between",  # between the first running text below the headline and the first line that ends a text
    "after_end",  # below such a line
    "rule",  # a rule or the words of tools name it
    "neighbours",  # share of running text among three lines above and below
    "parent",  # share of the page's running text that its block's parent holds
    "grandparent",
    "names_aside",  # an element around it is named as comments, related, sidebar …
    "info",  # tells time, source or names
    "short",  # less than four letters
    "paragraph",
    "item",
    "heading",
    "hanzi",  # share of ideographs
    "voted",  # an extractor of its own kind took it too; 0 where none was asked
)

_ASIDE = re.compile(
    r"comment|foot|relat|recom|side|nav|hot|rank|share|copyright|menu|crumb|tool|pinglun|tuijian|login|banner"
    r"|(?:^|[ _-])ads?(?:[ _-]|$)|pages?(?:[ _-]|$)|bottom|right|list",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[,;:、]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_AROUND = 3  # lines
_NEAR = 30  # lines below the headline


def facts(blocks: BlockLines, headline: range | None) -> list[list[float]]:
    """The features of each line of the page, before any votes."""
    page, owners = blocks.page, blocks.owners
    folded = [fold(line) for line in page.lines]
    prose = [is_prose(line) for line in folded]
    book = rule_book()
    rules = [book.first_match(line) for line in folded]
    start = headline.stop if headline else 0
    first = next((i for i in range(start, len(folded)) if prose[i]), len(folded))
    ends = (i for i in range(first, len(folded)) if (rule := rules[i]) and rule.effect is Effect.END)
    end = next(ends, len(folded))
    letters = [len("".join(line.split())) for line in page.lines]
    running = list(accumulate((n if p else 0 for n, p in zip(letters, prose, strict=True)), initial=0))
    proses = list(accumulate(prose, initial=0))
    aside = _named_aside(blocks)
    rows = []
    for i, owner in enumerate(owners):
        low, high = max(0, i - _AROUND), min(len(folded), i + _AROUND + 1)
        parent = owner.getparent() if owner is not None else None
        outer = parent.getparent() if parent is not None else None
        tag = owner.tag if owner is not None else ""
        below = headline is not None and i >= start
        rows.append(
            [
                1.0,
                prose[i],
                math.log1p(letters[i]) / 5,
                blocks.linked[i],
                _MARKS.search(folded[i]) is not None,
                headline is not None,
                below,
                max(0.0, 1 - (i - start) / _NEAR) if below else 0.0,
                first <= i < end,
                i >= end,
                rules[i] is not None or is_tool_line(folded[i]),
                (proses[high] - proses[low] - prose[i]) / max(1, high - low - 1),
                _share(running, blocks.spans.get(parent, (i, i + 1))),
                _share(running, blocks.spans.get(outer, (i, i + 1))),
                aside.get(owner, False),
                by_order.is_info(page.lines[i]),
                letters[i] < 4,
                tag == "p",
                tag in ("li", "ul", "ol", "dl", "dd"),
                tag in ("h1", "h2", "h3", "h4"),
                len(_HAN.findall(folded[i])) / max(1, letters[i]),
                False,
            ]
        )
    return [[float(value) for value in row] for row in rows]


def with_votes(rows: list[list[float]], votes: Set[int]) -> list[list[float]]:
    """``rows`` with the lines that another extractor took."""
    return [[*row[:-1], float(number in votes)] for number, row in enumerate(rows)]


def _share(running: list[int], span: Span) -> float:
    return (running[span[1]] - running[span[0]]) / max(1, running[-1])


def _named_aside(blocks: BlockLines) -> dict[Element, bool]:
    """The elements that are, or lie in, one whose class or id says that it is beside the text."""
    found: dict[Element, bool] = {}
    for element in blocks.page.root.iter():
        own = f"{element.get('class', '')} {element.get('id', '')}" if isinstance(element.tag, str) else ""
        found[element] = found.get(element.getparent(), False) or (
            len(own) > 1 and _ASIDE.search(own) is not None
        )
    return found
