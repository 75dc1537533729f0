"""What stands around the text of a page of no known layout: a summary, sub-titles, boxes of other texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from covidmeet.extract import by_order
from covidmeet.extract.block_lines import BlockLines
from covidmeet.extract.selectors import Element
from covidmeet.text.fold import bare
from covidmeet.text.page_tools import is_tool_line
from covidmeet.text.positions import is_prose
from covidmeet.text.rules import rule_book
from covidmeet.text.script import fold

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|pinglun|rec|recommend(?:s|ed|ation)?|tuijian|related?|xiangguan|hot(?:news|list)?|rank(?:ing|list)?"
    r"|ticker|sidebar|aside|footer)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_SUB_TITLE = re.compile(
    r"(?:^|[\s_-])(?:yinti|yintitle|futi|fubiaoti|fbt|subtitle|sub-?title|sub|pretitle|kicker|deck)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_TO_OTHERS = re.compile(
    r"[\W_]*(?:相关(?:新闻|阅读|报道|链接|稿件|文章)|延伸阅读|推荐阅读|往期回顾|更多(?:阅读|新闻)|[上下]一篇)\s*[:>】\]]"
)
_CONTACT = re.compile(r"[\W_]*(?:地址|邮编|邮政编码|联系电话|电话|传真|网址|邮箱)\s*:")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_SMALL = 0.4  # share of the text's letters below which a box named so is no part of it
_MOSTLY_LINKS = 0.3  # share of a line's letters
_MOST = 3  # lines of a summary, or of sub-titles
_LONGEST_DECK = 60
_AGAIN = 8  # letters at the beginning of a headline by which it is known again
_LABEL = re.compile(r"^[\[【(]?(?:核心提示|内容提要|内容摘要|摘要|导读|导语|编者按|提要)[\]】)]?\s*[::]?")


def without_others(blocks: BlockLines, kept: Sequence[int]) -> list[int]:
    """``kept`` without what leads to other pages, small boxes of other texts, and the page's foot."""
    lines = blocks.page.lines
    text = [i for i in kept if not (blocks.linked[i] > _MOSTLY_LINKS and _TO_OTHERS.match(fold(lines[i])))]
    text = _without_asides(blocks, text)
    while len(text) > 1 and _CONTACT.match(fold(lines[text[-1]])):
        prose = next((i for i in reversed(text[:-1]) if is_prose(fold(lines[i]))), text[-1])
        if _parent(blocks, prose) is _parent(blocks, text[-1]):
            break  # a notice tells whom to call
        text = text[:-1]
    return text


def _parent(blocks: BlockLines, line: int) -> Element | None:
    owner = blocks.owners[line]
    return None if owner is None else owner.getparent()


def _without_asides(blocks: BlockLines, kept: Sequence[int]) -> list[int]:
    """``kept`` without the lines in small boxes that are named as comments, recommendations and the like."""
    letters = {i: len(blocks.page.lines[i]) for i in kept}
    boxes = {i: box for i in kept if (box := _aside(blocks, i)) is not None}
    sizes: dict[Element, int] = {}
    for i, box in boxes.items():
        sizes[box] = sizes.get(box, 0) + letters[i]
    total = sum(letters.values())
    return [i for i in kept if i not in boxes or sizes[boxes[i]] >= _SMALL * total]


def _aside(blocks: BlockLines, line: int) -> Element | None:
    """The outermost element around a line that is named so."""
    found = None
    element = blocks.owners[line]
    while element is not None:
        if _ASIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            found = element
        element = element.getparent()
    return found


def summary(blocks: BlockLines, at: range, kept: Sequence[int]) -> list[int]:
    """The numbers of running lines between headline and text: what an editor put above it belongs to it."""
    page = blocks.page
    found: list[int] = []
    text = "".join(page.lines[i] for i in kept)
    for i in range(at.stop, kept[0]):
        folded = fold(page.lines[i])
        is_text = "。" in folded and is_prose(folded) and not blocks.linked[i]
        if not (is_text or _LABEL.match(folded)) or page.lines[i] in text:
            continue
        if _is_page_line(blocks, i, folded) or _aside(blocks, i) is not None:
            continue
        found.append(i)
    return found if len(found) <= _MOST else []


def deck(blocks: BlockLines, at: range, first: int, info: Sequence[int]) -> list[int]:
    """The numbers of sub-titles: right above the headline and below it, by tag, name or a dash."""
    above = [i for i in range(at.start - 1, at.start) if i >= 0 and _is_sub_title(blocks, i, dash=False)]
    below = [i for i in range(at.stop, first) if i not in info]
    found = above + [i for i in below[:_MOST] if _is_sub_title(blocks, i, dash=True)]
    begin = bare(blocks.page.lines[at.start])[:_AGAIN]
    return [i for i in found if not bare(blocks.page.lines[i]).startswith(begin)]


def _is_sub_title(blocks: BlockLines, line: int, *, dash: bool) -> bool:
    text = blocks.page.lines[line]
    folded, owner = fold(text), blocks.owners[line]
    if not 4 <= len(folded) <= _LONGEST_DECK or by_order.is_info(text) or _is_page_line(blocks, line, folded):
        return False
    if dash and folded.startswith(("——", "--")):
        return True
    if owner is None or (owner.tag in _HEADINGS and not dash and owner.tag == "h1"):
        return False
    named = f"{owner.get('class') or ''} {owner.get('id') or ''}"
    return owner.tag in _HEADINGS or _SUB_TITLE.search(named) is not None


def _is_page_line(blocks: BlockLines, line: int, folded: str) -> bool:
    """Whether a line is a link, a tool of the page or one that a rule names."""
    return (
        blocks.linked[line] > _MOSTLY_LINKS
        or is_tool_line(folded)
        or rule_book().first_match(folded) is not None
    )
