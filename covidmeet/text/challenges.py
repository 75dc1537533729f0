"""Challenges and interception pages of the firewalls that Chinese sites use, told by the product's marks.

Each product leaves marks of its own in a page's source: names of cookies, of scripts, of its support site.
Articles mention these products as well, so a mark alone proves nothing.  A page is a firewall's where it
shows next to nothing besides the mark, or where it is short, speaks to the visitor of a refusal, and gives
the data by which the visitor is to complain (an address, a number of the event).
"""

from __future__ import annotations

import re
from typing import Any

from covidmeet.language import stored

Element = Any  # an lxml element; lxml has no types

SCANNED = 200_000  # characters of source that are looked at; these pages are short
_NOTHING = 100  # characters of visible text up to which a mark in the source is all there is
LONGEST = 1_200  # characters of visible text that the wordiest interception page has
_LITTLE = 300  # … up to which it need not say what the visitor should report

_FLAGS = re.IGNORECASE
# The product -> marks in the source.  The first that fits is told; general ones come last.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("创宇盾", re.compile(r"创宇盾|365cyd\.|yunaq\.com|cyd-?waf|knownsec-?waf", _FLAGS)),
    ("加速乐", re.compile(r"__jsl_clearance|__jsluid|jiasule|加速乐", _FLAGS)),
    ("安全狗", re.compile(r"安全狗|safedog", _FLAGS)),
    ("安恒", re.compile(r"安恒|玄武盾|明御|dbapp(?:security|waf)", _FLAGS)),
    ("瑞数", re.compile(r"\$_ts\s*[=\[.]|\$_ts['\"]\]|瑞数|riversecurity", _FLAGS)),
    ("网宿", re.compile(r"网宿|wangsu(?:\.com|_waf)|ws[_-]waf|chinanetcenter", _FLAGS)),
    (
        "阿里云",
        re.compile(
            r"acw_sc__v\d|aliyun_?waf|errors\.aliyun\.com|aliwaf|阿里云(?:盾|waf|防火墙|安全)", _FLAGS
        ),
    ),
    ("腾讯云", re.compile(r"TencentCaptcha|waf\.tencent|腾讯云(?:waf|网站管家|安全)", _FLAGS)),
    ("网站卫士", re.compile(r"wzws[_-]|wzws-?waf|网站卫士|wangzhan\.360|奇安信网站", _FLAGS)),
    ("云锁", re.compile(r"yunsuo_session|yunsuo|云锁", _FLAGS)),
    ("长亭", re.compile(r"safeline|雷池|长亭", _FLAGS)),
    ("Cloudflare", re.compile(r"_cf_chl_|cf-chl-|challenges\.cloudflare", _FLAGS)),
    ("极验", re.compile(r"geetest", _FLAGS)),
)
_SCRIPTED = re.compile(
    r"_waf_|captcha|window\.location\.reload\(\)|document\.cookie\s*=",
    _FLAGS,
)

# What an interception page says to its visitor.
_REFUSAL = re.compile(
    r"(?:您|你|当前|本次|该)(?:的|所)?[^。！!<>\n]{0,12}(?:请求|访问|操作|行为|IP)[^。！!\n]{0,24}"
    r"(?:拦截|阻断|阻止|拒绝|禁止|限制|不合法|非法|攻击|威胁|异常|封禁)"
    r"|(?:拦截|阻断|阻止|拒绝)(?:了)?(?:您|你|当前|本次)(?:的)?(?:请求|访问|操作)"
    r"|(?:疑似|检测到|存在)[^。！!\n]{0,8}(?:黑客|攻击|恶意|非法)[^。！!\n]{0,20}(?:拦截|阻断|阻止|请求|访问)"
    r"|(?:request|access) (?:was |has been |is )?(?:blocked|denied|rejected|intercepted)",
    _FLAGS,
)
# One of these stands in each of them; without IGNORECASE the search skips to characters that they begin with.
_OF_REFUSAL = re.compile(
    r"拦截|阻断|阻止|拒绝|禁止|限制|不合法|非法|攻击|威胁|异常|封禁|黑客|恶意|[Rr][Ee][Qq][Uu][Ee]|[Aa][Cc][Cc][Ee]"
)
# What the visitor is to tell the site's administrator.
_REPORT = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
    r"|(?:事件|拦截|请求|攻击|日志|追踪|会话|错误)(?:ID|编号|时间|代码|类型|序号|码)"
    r"|(?:event|request|trace|ray|incident)[ _-]?id"
    r"|联系(?:网站|站点)?管理员|误报|误拦|加入白名单|站长点击|网站管理员",
    _FLAGS,
)

_CODE = re.compile(r"location|cookie|eval\s*\(|setTimeout|reload|fromCharCode|\[\s*['\"]\\x", _FLAGS)
# Letters of a text, also as a script escapes them: data that a page is drawn from is no challenge.
_HAN = re.compile(r"[\u4e00-\u9fff]|\\u[4-9][0-9a-fA-F]{3}")
_FEW_HAN = 40
_REFRESH = re.compile(
    r"\s*(\d{1,9})(?:\.\d{0,9})?\s*(?:[;,]\s*(?:url\s*=\s*)?(.{0,2048}))?", _FLAGS | re.DOTALL
)


def kind_of(source: str) -> str | None:
    """Whose challenge a page's source has the marks of; None for nobody's that is known.

    >>> kind_of("<script>document.cookie='__jsl_clearance=1'</script>"), kind_of("<p>疫情</p>")
    ('加速乐', None)
    """
    source = source[:SCANNED]
    return next((name for name, marks in KINDS if marks.search(source)), None)


def challenge(visible: str, source: str, page: Element, url: str) -> str | None:
    """Why a page is a firewall's, with its kind; None for another page.

    ``visible`` is the page's visible text, cut where it is longer than ``LONGEST``.
    """
    if len(visible) <= _NOTHING:
        return _empty(visible, source[:SCANNED], page, url)
    if len(visible) > LONGEST or not _OF_REFUSAL.search(visible):
        return None
    if not (said := _REFUSAL.search(visible)):
        return None
    kind = kind_of(source)
    if kind and (len(visible) <= _LITTLE or _REPORT.search(visible)):
        return stored("the page of a firewall ({kind}): {said!r}", kind=kind, said=said[0])
    return None


def _empty(visible: str, source: str, page: Element, url: str) -> str | None:
    """A page that shows next to nothing."""
    if kind := kind_of(source):
        marked = _marked_by_code(source, kind) or _REFUSAL.search(visible)
        if marked:
            return stored(
                "a page of nothing but a challenge ({kind}: {marked!r})", kind=kind, marked=marked[0]
            )
    if found := _SCRIPTED.search(source):
        return stored("a page of nothing but a challenge ({found!r})", found=found[0])
    if "。" not in visible and _refreshes_itself(page, url):
        return stored("a page of nothing but a challenge (a refresh to itself)")
    if not visible and _only_script(page):
        return stored("a page of nothing but a challenge (a script)")
    return None


def _marked_by_code(source: str, kind: str) -> re.Match[str] | None:
    """The product's mark where it is no Chinese name, which a short page may well mention."""
    marks = dict(KINDS)[kind]
    return next((found for found in marks.finditer(source) if found[0].isascii()), None)


def _refreshes_itself(page: Element, url: str) -> bool:
    for meta in page.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        asked = _REFRESH.fullmatch(meta.get("content") or "")
        if asked and _is_itself((asked[2] or "").strip().strip("'\""), url):
            return True
    return False


def _is_itself(target: str, url: str) -> bool:
    """Whether a refresh to ``target`` asks for the page at ``url`` again."""
    target, own = target.partition("#")[0], url.partition("#")[0]
    if not target or target == own:
        return True
    without_scheme = own.partition("://")[2]
    path = "/" + without_scheme.partition("/")[2]
    return target in (f"//{without_scheme}", path, path.rpartition("/")[2])


def _only_script(page: Element) -> bool:
    """Whether there is nothing but a script that moves on: no title, no text, no data to draw a page from."""
    scripts = list(page.iter("script"))
    title = page.find(".//title")
    if not scripts or (title is not None and (title.text or "").strip()):
        return False
    if any(True for _ in page.iter("img", "video", "iframe", "embed", "object", "frame", "form")):
        return False
    code = " ".join((element.text or "")[:SCANNED] for element in scripts[:20])
    if len(_HAN.findall(code[:SCANNED])) > _FEW_HAN:
        return False
    return bool(_CODE.search(code[:SCANNED]))
