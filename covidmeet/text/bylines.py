"""Bylines and labelled lines: who reported and edited, where from, when, and the title as first printed.

All matching is done on folded text (``script.fold``: same length, so places carry over), all values are
taken from the text as it stands.
"""

from __future__ import annotations

import re

from covidmeet.text.byline_facts import Facts
from covidmeet.text.dates import is_date_line, parse_date
from covidmeet.text.fold import fold_characters, visible

_LABELS = {
    "source": "(?:信息|文章|新闻|稿件|本文)?来源|稿源|来自",
    "reporter": "(?:本报|本网|本台|全媒体|融媒体?|见习|实习|特派|首席|通讯)*记者|采写|撰文|撰稿|文字|作者|文",
    "editor": "(?:责任|实习|见习|助理|执行|值班|本期|网络|网站|新媒体|图文|本文)?编辑|责编|网编",
    "date": "(?:发布|发表|更新|发稿|刊发|成文)?(?:时间|日期)",
    "other": "通讯员|摄影|摄像|图片|图|审读|初审|复审|终审|[一二三]审|校对|审核|审签|监制|签发|主编|统筹"
    "|实习生|值班主任|值班编委|策划|制图|设计|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:次数|量|数)?|访问(?:次数|量)|字号|字体|分享到?|打印|文号|索引号|点赞|评论|(?:我要)?纠错",
}
_LABEL = re.compile(
    r"(?:^|(?<=[\s•·|(/\[【)\]】,;、]))(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items())
    + r")"
    r"(?P<end>\s*[:/丨|]\s*|\s+|(?=[)\]】]|$))"
)
# In brackets of its own the name may follow without a blank: (记者张三).
_BRACKETED = re.compile(
    r"^[(\[【]\s*(?:[\u4e00-\u9fff0-9A-Za-z]{0,12}?)(记者|责任编辑|编辑|责编|来源)\s*:?\s*([^()\[\]【】]*?)\s*[)\]】]$"
)
_KIND_OF = {"来源": "source", "编辑": "editor", "责任编辑": "editor", "责编": "editor"}
_ORIGINAL_TITLE = re.compile(r"^[(\[【\s]*原标题\s*:?\s*(?P<title>[^\s:].*?)\s*[)\]】]*$")
_QUOTED = re.compile(r"^[《\"“]([^《》]*)[》\"”]$")
_DATE_START = re.compile(
    r"^[•·\s(\[]*(?:[12]\d{3}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|[一二][〇○零一二三四五六七八九]{3}年)"
)
_SENTENCE_END = re.compile(r"[。;!?]")
# Words on the page itself need no name to be believed; a credit is somebody's name or an office's.
_ABOUT_PAGE = re.compile(r"浏览|阅读|点击|访问|字[号体]|分享|打印|文号|索引号|点赞|评论|纠错")
_OFFICE = re.compile(
    r"(?:报|网|社|台|客户端|新闻|在线|融媒体?|媒体|发布|号|政府|中心|部|委|局|处|科|办|室|院|校|会|站|公司|集团|视觉|图库|供图|提供|摄|[A-Za-z]+[\w.-]*)$"
)
_YEAR = re.compile(r"\d{4}|[一二][〇○零一二三四五六七八九]{3}年")
_SPAN_OF_TIME = re.compile(
    r"\d\s*[时点日分]?\s*(?:[—–~～至到]+|-+(?=\s*\d{1,2}\s*[:时点]))\s*\d{1,2}\s*[:时点日月]"
)
_BULLETS = " \t•·|()[]【】:"
LONGEST = 160

# Ideographs of all planes, 〇 of 陈〇, and those that are only compatible with one.
_HAN = "[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# Folded, in which all dots that are typed in names are one, but for the full stop.
_NAME = re.compile(f"{_HAN}{{2,4}}|{_HAN}+(?:[·.]{_HAN}+)+")
# What a byline says somebody did.
_NO_NAME = re.compile(
    "(?:摄影|攝影|图文|圖文|综合|綜合|编译|編譯|整理)?(?:报道|報道|報導)$|(?:摄影|攝影|图文|圖文|供图|供圖)$"
)


def names(text: str) -> list[str]:
    """Personal names in a list such as ``杨 帆 张珺``; a two-character name may be padded with a blank.

    >>> names("李 明 王小红、赵四_NB123 阿依・古丽")
    ['李明', '王小红', '赵四', '阿依・古丽']
    """
    text = visible(text)
    tokens = [re.sub(r"_\w+$", "", token) for token in re.split(r"[\s、，,/;；|&]+", text) if token]
    merged: list[str] = []
    half = ""
    for token in tokens:
        if half:
            token, half = (half + token, "") if len(token) == 1 else (token, "")
        elif len(token) == 1:
            half = token
            continue
        merged.append(token)
    return [name for name in merged if _NAME.fullmatch(fold_characters(name)) and not _NO_NAME.match(name)]


def read_line(text: str, folded: str) -> Facts | None:
    """The facts of a line that is nothing but labels and values, a date, or an 原标题; else None."""
    if len(folded) > LONGEST:
        return None
    text, folded = visible(text), visible(folded)  # what is left out is the same in both
    if is_date_line(folded):
        return Facts(published_at=parse_date(folded))
    if match := _ORIGINAL_TITLE.match(folded):
        title = text[slice(*match.span("title"))]
        quoted = _QUOTED.match(title)
        return Facts(original_title=quoted[1] if quoted else title)
    if _SENTENCE_END.search(folded.rstrip(" )]】")):
        return None
    if match := _BRACKETED.match(folded):
        other = _LABEL.search(match[2])
        value = text[match.start(2) : match.start(2) + other.start() if other else match.end(2)]
        facts = _facts([(_KIND_OF.get(match[1], "reporter"), value)])
        if other:
            rest = slice(match.start(2) + other.start(), match.end(2))
            more = _labelled(text[rest], folded[rest]) or Facts()
            facts.editors += more.editors
            facts.reporters += more.reporters
        return facts
    return _labelled(text, folded)


def is_credible(folded: str) -> bool:
    """Whether a line of labels and values at the edge of a text is a byline, and no line of the text.

    A person's label stands before names or an office, a time of publication has a year and no end.

    >>> is_credible("审核:由县卫健局负责"), is_credible("审核:林知秋")
    (False, True)
    """
    if _SPAN_OF_TIME.search(folded):
        return False
    labels = list(_LABEL.finditer(folded))
    stops = [label.start() for label in labels[1:]] + [len(folded)]
    return not labels or any(
        _is_value(label, folded[label.end() : stop].strip(_BULLETS + "/,;、"))
        for label, stop in zip(labels, stops, strict=True)
    )


def _is_value(label: re.Match[str], value: str) -> bool:
    kind = _kind(label)
    if kind == "source" or not value:
        return True
    if kind == "date":
        return _YEAR.search(value) is not None
    return bool(_ABOUT_PAGE.match(label.group(kind)) or names(value) or _OFFICE.search(value))


def names_outlet(source: str) -> bool:
    """Whether a source is one publisher's name, by its last word (folded)."""
    return _OFFICE.search(source) is not None and not re.search(r"[、,/]", source)


def _labelled(text: str, folded: str) -> Facts | None:
    labels = list(_LABEL.finditer(folded))
    dated = _DATE_START.match(folded)
    prefix = folded[: labels[0].start()] if labels else folded
    if dated:
        rest = re.sub(r"[\d\s:年月日时分秒./-]+|星期.|[上下]午|[TZ+]", "", prefix).strip(_BULLETS)
        if len(rest) > (12 if labels else 4):
            return None
    elif not labels or prefix.strip(_BULLETS) or not _convincing(labels, folded):
        return None
    stops = [label.start() for label in labels[1:]] + [len(text)]
    values = [
        (_kind(label), text[label.end() : stop].strip(_BULLETS + "/,;、"))
        for label, stop in zip(labels, stops, strict=False)
    ]
    facts = _facts(values)
    facts.published_at = parse_date(folded)
    return facts


def _kind(label: re.Match[str]) -> str:
    return next(kind for kind in _LABELS if label.group(kind))


def _convincing(labels: list[re.Match[str]], folded: str) -> bool:
    """A lone label and a blank also begin headlines (记者 探访…); then the value must be names."""
    if len(labels) > 1 or labels[0]["end"].strip():
        return True
    value = folded[labels[0].end() :].strip(_BULLETS)
    return not value or (
        _kind(labels[0]) in ("reporter", "editor", "other") and bool(names(value)) and len(value) <= 30
    )


def _facts(values: list[tuple[str, str]]) -> Facts:
    facts = Facts()
    for kind, value in values:
        if kind == "source":
            facts.source = facts.source or (
                re.split(r"\s{1,}|\||\d{4}[-年/]", value)[0].strip(_BULLETS) or None
            )
        elif kind == "reporter":
            facts.reporters += names(value)
        elif kind == "editor":
            facts.editors += names(value)
    return facts
