"""The lines between headline and text that tell time, source and names, in a page's own words.

``bylines`` reads lines that are nothing but labels and values; here it is known that a line holds such
facts, so that a bare name beside a date is a source, and what is none of them is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from covidmeet.text.byline_facts import Facts
from covidmeet.text.bylines import read_line
from covidmeet.text.dates import is_date_line, parse_date
from covidmeet.text.fold import visible
from covidmeet.text.other_dates import tells_moment
from covidmeet.text.script import fold

_LABEL = re.compile(
    r"(?:信息|文章|新闻|稿件|本文)?来源\s*:|(?:本文|文章)来源于|(?<=\s)(?:本报|本网|本台)?记者\s(?=\S{2})|稿源\s*:|(?:责任|实习|执行|值班)?编辑\s*:|责编\s*:|作者\s*:|记者\s*:"
    r"|(?:发布|发表|更新)?(?:时间|日期)\s*:"
)
_UPDATED = re.compile(r"\s*(?:最后)?更新(?:时间|日期|于)")
_ONLY_SOURCE = re.compile(
    r"^(?:(?:(?:信息|文章|新闻|稿件|本文)?来源|稿源)\s*:|(?:本文|文章)来源于\s*:?)\s*(?P<name>\S.*)$"
)
_WHEN = re.compile(
    r"[一二][〇○◯零Oo0一二三四五六七八九]{3}年\S{1,3}月\S{1,3}日|\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?|\d{1,2}[:时]\d{2}(?:[:分]\d{2}秒?)?分?|星期."
)
_DATE = re.compile(
    r"\d{4}(?:\s*[-/.年]\s*|\s(?=\d{2}/))\d{1,2}\s*[-/.月]\s*\d{1,2}"
    r"|(?<![\d.-])\d{2,3}(?:[-/.]\d{1,2}){2} \d{1,2}:\d{2}"
    r"|民[国國]\s?\S{1,7}年\s?\S{1,3}月"
)
_HINT = re.compile(r"\d{4}|\d{2}[-/.]\d|年|来源|稿源|来自|编|记者|作者|采写|撰|文[字/:]|时间|日期")
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z·+]{2,16}")
_NO_NAME = re.compile(
    r"^(?:(?:发布于)?(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川"
    r"|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市|自治区)?|中国|(?:IP)?属地)$"
    r"|字[号体]|^[大中小]+$|浏览|阅读|评论|跟贴|分享|点击|收藏|打印|举报|听|扫|版面?$|^第|原创|转载|人次|^来自|^A[+-]?$"
)
# What stands behind a label where there is no source to name.
_NOBODY = re.compile(r"(?:原创|转载|无|未知|不详|其他|佚名)")
_GLUED_DATE = re.compile(r"(?<=[\u3400-\u9fff])[12]\d{3}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_OUTLET_ALONE = re.compile(
    r"(?!.{0,2}(?:国内|国际|时政|社会|本地|今日|最新|热点|综合|图片|视频|政务|工作|部门|要闻|新闻中心|头条))"
    r"[\u3400-\u9fff\dA-Za-z·]{2,12}(?:日报|晚报|早报|都市报|商报|时报|报社|网|社|电视台|客户端|新闻|在线|发布|融媒体?)"
)
_OUTLET = re.compile(r"(?:报|网|社|台|客户端|新闻|在线|融媒|发布|号|政府|中心|委|局|频道|时间)$")


def read_info(texts: Iterable[str]) -> Facts:
    """The facts of info lines; the first word on a fact stands.

    >>> facts = read_info(["青禾日报 2022-11-10 08:02", "责任编辑:李明 字号:大 中 小"])
    >>> facts.source, facts.published_at, facts.editors
    ('青禾日报', '2022-11-10T08:02:00+08:00', ['李明'])
    """
    facts, updated = Facts(), Facts()
    lines = [(text, fold(text)) for text in map(visible, texts)]
    for text, folded in lines:
        if _HINT.search(folded):
            cuts = [0, *(match.start() for match in _LABEL.finditer(folded) if match.start()), len(text)]
            parts = [
                _read(text[start:stop].strip(), folded[start:stop].strip()) for start, stop in pairwise(cuts)
            ]
            line = Facts(
                editors=[name for part in parts for name in part.editors],
                reporters=[name for part in parts for name in part.reporters],
            )
            facts.update(line)
            for start, part in zip(cuts, parts, strict=False):
                if _UPDATED.match(folded, start):
                    updated.update(part)
                else:
                    facts.update(part)
    facts.update(updated)  # where nothing tells when it was published first
    if facts.source is None:  # a label outranks a name that only stands there
        facts.source = next(filter(None, (_alone(text, folded) for text, folded in lines)), None)
    return facts


def tells_date(text: str) -> bool:
    """Whether a date stands in ``text``, or a time by the moment of reading; faster than reading it."""
    return _DATE.search(text) is not None or tells_moment(text) or is_date_line(text)


def _read(text: str, folded: str) -> Facts:
    if match := _ONLY_SOURCE.match(folded):
        return Facts(source=_source(text[slice(*match.span("name"))]), published_at=parse_date(folded))
    return read_line(text, folded) or Facts(published_at=parse_date(folded))


def is_outlet(line: str) -> bool:
    """Whether a line is nothing but the name of an outlet, and no section of a site.

    >>> is_outlet("青禾新闻网"), is_outlet("国内新闻"), is_outlet("青禾县召开会议")
    (True, False, False)
    """
    return _OUTLET_ALONE.fullmatch(fold(line)) is not None


def _alone(text: str, folded: str) -> str | None:
    """The name beside a date, or in a line of its own."""
    if is_outlet(text):
        return text
    return _bare_name(text, folded) if _HINT.search(folded) and parse_date(folded) else None


def _source(value: str) -> str | None:
    """A name and what a page put behind it (a date, tools) without a label."""
    words: list[str] = []
    if _NOBODY.fullmatch(fold(value.strip())):
        return None
    for word in _GLUED_DATE.sub(r" \g<0>", value).split():
        folded = fold(word).strip("|·•-()[]【】")
        if words and (
            _NO_NAME.search(folded) or not _NAME.fullmatch(folded) or not _goes_on(words[-1], folded)
        ):
            break
        if folded and not _WHEN.match(folded):
            words.append(word.strip("|·•()（）[]【】"))
    return " ".join(words) or None


def _goes_on(before: str, word: str) -> bool:
    """Whether two words are one name: a paper and its application, or two papers."""
    return bool(_OUTLET.search(word)) or bool(re.fullmatch(r"[A-Za-z+]+", before))


def _bare_name(text: str, folded: str) -> str | None:
    """The one name beside a date; of several words the one that ends as outlets do."""
    rest = _WHEN.sub(lambda match: " " * len(match[0]), folded)
    words = [
        text[match.start() : match.end()]
        for match in re.finditer(r"\S+", rest)
        if _NAME.fullmatch(match[0]) and not _NO_NAME.search(match[0])
    ]
    if len(words) == 1:
        return words[0]
    return next((word for word in words if _OUTLET.search(fold(word))), None)
