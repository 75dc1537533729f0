"""Block pages and soft 404s: pages sent instead of the one that was asked for.

They come with the status 200 as often as with the right one.  Articles *about* captchas exist, and comment
forms ask for a code under real articles, so a phrase alone proves nothing: it must be the page's title, or
the page must hold hardly anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from covidmeet.language import stored
from covidmeet.reasons import Reason
from covidmeet.text.challenges import LONGEST, SCANNED, challenge, kind_of

Element = Any  # an lxml element; lxml has no types

BLOCK_STATUSES = frozenset({403, 405, 412, 418, 429})
"""Statuses by which Chinese news sites and their firewalls refuse a crawler (405, 412 and 418 among them)."""

_CHALLENGED = frozenset({500, 502, 503, 521, 522, 567})
"""Statuses under which firewalls send a challenge, and servers something else: the page decides."""

_LITTLE = 300  # characters of visible text up to which a phrase in it decides
_PROSE = 60  # … in sentences about something else from which on it is a short article
_LONGEST_TITLE = 200  # characters
_AT_ONCE = 64  # elements whose text is taken together

_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "title"})
_SITE_NAME = re.compile(r"\s*[-_|—–·]+\s*\S.*$")

_SENTENCE_END = re.compile(r"[。！？]")
_TO_VISITOR = re.compile(
    r"[您你]|访问|请求|拦截|验证|浏览器?|网页|页面|网站|网址|链接|地址|刷新|返回|登录|管理员|抱歉|对不起|本站|服务器|删除"
)

_WALL_TITLE = re.compile(
    r"(?:网站|系统|页面|用户|滑动|图形|人机|安全|身份|浏览器|访问|智能)?(?:安全)?"
    r"(?:验证码?(?:中心|页面?)?|校验|检测|检查|拦截(?:页面?|提示|信息)?|防火墙|防护(?:提示)?)(?:中)?"
    r"|(?:您的)?(?:访问|请求|IP)(?:已?被|受到?|遭到?)(?:拒绝|拦截|阻断|阻止|限制|封禁|限)(?:了|页面)?"
    r"|访问(?:过于|太)频繁|访问频率(?:过高|超限)|禁止访问|拒绝访问|无权访问"
    r"|(?:40[35]|412|418|429)(?:\s.{0,30})?"
    r"|access (?:denied|forbidden)|forbidden|request rejected|attention required!?|just a moment\W*"
    r"|security check|captcha|robot check|are you (?:a )?(?:human|robot)\??|too many requests|waf",
    re.IGNORECASE,
)
_WALL_PHRASE = re.compile(
    r"请(?:输入|完成|拖动|拖拽|点击|滑动|按住|进行|通过).{0,14}(?:验证|滑块|拼图)"
    r"|(?:访问|请求|操作)(?:过于|太过?)频繁|访问频率(?:过高|超)|(?:访问|请求|IP).{0,6}被.{0,4}(?:拒绝|拦截|阻断|阻止|封禁|限制)"
    r"|可能对网站造成(?:安全)?威胁|(?:疑似|存在|检测到).{0,8}(?:攻击|恶意|异常(?:访问|流量|请求))"
    r"|人机验证|网站防火墙|安全验证|您?没有权限访问|浏览器安全检查"
    r"|access denied|verify (?:that )?you are (?:a )?human|unusual traffic|checking your browser"
    r"|enable javascript and cookies to continue|request (?:was |has been )?(?:blocked|rejected)",
    re.IGNORECASE,
)
# What may come before the thing that is gone: an apology, "the page that you asked for".
_SORRY = (
    r"(?:(?:(?:很|非常)?抱歉|对不起|提示|错误|出错了?|您|你|所|要|想|访问|浏览|查看|请求|查找|打开|的|该|此|本|当前|这[个篇])"
    r"[,，!！:：\s]*){0,9}"
)
_GONE_TITLE = re.compile(
    r"(?:http\s*)?(?:error\s*)?404(?:\s*错误)?(?:[^\w\s].{0,40}|\s.{0,20})?"
    rf"|{_SORRY}(?:页面|网页|文章|内容|信息|稿件|新闻|文件|链接|地址|帖子)"
    r"(?:不存在|未找到|没有找到|找不到|无法(?:找到|访问)"
    r"|已(?:经)?(?:被)?(?:作者|发布者|管理员)?(?:删除|下线|下架|移除|撤销|过期|失效|关闭))了?[\s!！。.,，~…]*"
    rf"|{_SORRY}(?:找不到|没有找到|未找到){_SORRY}(?:页面|网页|文章|内容)[\s!！。.,，~…]*"
    r"|(?:出错|错误)(?:了|啦|页面|提示)?|(?:page )?not found|error\s*page",
    re.IGNORECASE,
)
_GONE_PHRASE = re.compile(
    r"(?:页面|网页|文章|内容|稿件|链接|地址|资源|文件)(?:可能)?(?:已经?)?(?:不存在|不在了|未找到|没有找到|找不到|无法找到)"
    r"|(?:页面|网页|文章|内容|稿件|链接|帖子)(?:可能)?已(?:经)?(?:被)?.{0,6}(?:删除|下线|下架|移除|撤销|失效)"
    r"|(?:找不到|没有找到|未找到)(?:您|你)?.{0,8}(?:页面|网页|文章|内容|文件)"
    r"|404\s*(?:not found|错误|页面)|(?:page|file|document)\s.{0,30}(?:not found|does not exist)",
    re.IGNORECASE,
)
_FRONT = re.compile(r"/?(?:index|default|main|home)?(?:\.\w{2,5})?", re.IGNORECASE)
# A folder may be named by any number, of a column or a year: only what a path ends in tells of an error.
_ERROR_PATH = re.compile(
    r"/(?:(?:40[345]|50\d|error\w*|notfound|not_found|err)(?:\.\w{1,6}|/(?:index|default)\.\w{2,5}|/)?"
    r"|(?:error\w*|notfound|not_found|err)/[^/]{0,40})$",
    re.IGNORECASE,
)


def withheld(page: Element, source: str, url: str = "") -> tuple[Reason, str] | None:
    """``BLOCKED`` or ``SOFT_404`` and why, for a page that is not what was asked for; else None.

    ``url`` is the page's address, by which one that asks to be loaded again is told.
    """
    title, visible = _read(page)
    if why := challenge(visible, source, page, url) or _block_page(title, visible):
        return Reason.BLOCKED, why
    if why := _soft_404(title, visible):
        return Reason.SOFT_404, why
    return None


def refused(status: int, source: str, withheld: tuple[Reason, str] | None) -> str | None:
    """Why an answer of that status is a refusal, with the firewall's kind where it is known; else None.

    ``source`` is the page that came with it, ``withheld`` what the page says of itself.
    """
    if status in BLOCK_STATUSES:
        kind = kind_of(source) if len(source) <= SCANNED else None
        return (
            stored("status {status} ({kind})", status=status, kind=kind)
            if kind
            else stored("status {status}", status=status)
        )
    if status in _CHALLENGED and withheld and withheld[0] is Reason.BLOCKED:
        return stored("status {status}: {withheld}", status=status, withheld=withheld[1])
    return None


def _block_page(title: str, visible: str) -> str | None:
    if _WALL_TITLE.fullmatch(title):
        return stored("the title is {title!r}", title=title)
    if _is_notice(visible) and (found := _WALL_PHRASE.search(f"{title} {visible}")):
        return stored("the page says {found!r}", found=found[0])
    return None


def _soft_404(title: str, visible: str) -> str | None:
    if _GONE_TITLE.fullmatch(title):
        return stored("the title is {title!r}", title=title)
    if _is_notice(visible) and (found := _GONE_PHRASE.search(f"{title} {visible}")):
        return stored("the page says {found!r}", found=found[0])
    return None


def _is_notice(visible: str) -> bool:
    """Whether the page is short, and speaks of itself and to its visitor rather than of anything else."""
    if len(visible) > _LITTLE:
        return False
    others = (part for part in _SENTENCE_END.split(visible)[:-1] if not _TO_VISITOR.search(part))
    return sum(map(len, others)) < _PROSE


def leads_nowhere(asked: str, given: str) -> str | None:
    """Why a redirect from the article ``asked`` to ``given`` means that it is gone, else None."""
    if asked == given:
        return None
    path = urlsplit(given).path
    found = _ERROR_PATH.search(path)
    if found and not urlsplit(asked).path.endswith(found[0]):
        return stored("redirected to an error page: {given}", given=given)
    if _FRONT.fullmatch(path) and not _FRONT.fullmatch(urlsplit(asked).path):
        return stored("redirected to the front page: {given}", given=given)
    return None


def _read(page: Element) -> tuple[str, str]:
    """The page's title without the site's name, and its visible text, cut where it is plainly long."""
    found = page.find(".//title")
    title = _one_line(found.text or "" if found is not None else "")[:_LONGEST_TITLE]
    return _SITE_NAME.sub("", title), _opening(page) or _first(_visible(page))


def _opening(page: Element) -> str:
    """Text of the page that is plainly longer than a notice, or nothing.

    Most pages show at once, by these elements alone, that they are more; paragraphs are few and long.
    """
    texts = (element.text for tag in ("p", "a", "li") for element in page.iter(tag))
    found = ""
    while some := list(islice(texts, _AT_ONCE)):
        found = _one_line(" ".join((found, *filter(None, some))))
        if len(found) > LONGEST:
            return found
    return ""


def _first(pieces: Iterable[str | None]) -> str:
    """The pieces in one line, until there is more than a notice would have."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        if piece and (text := piece.strip()):
            kept.append(text)
            length += len(text)
            if length > LONGEST and len(_one_line(" ".join(kept))) > LONGEST:
                break
    return _one_line(" ".join(kept))


def _visible(page: Element) -> Iterator[str | None]:
    """Text outside scripts and the like; iterative, because a hostile page nests deeply."""
    yield page.text
    outer: list[tuple[Iterator[Element], str | None]] = []
    children = iter(page)
    while True:
        for element in children:
            tag = element.tag
            if isinstance(tag, str) and tag not in _UNSEEN:
                yield element.text
                if len(element):
                    outer.append((children, element.tail))
                    children = iter(element)
                    break
            yield element.tail
        else:
            if not outer:
                return
            children, tail = outer.pop()
            yield tail


def _one_line(text: str) -> str:
    return " ".join(text.split())
