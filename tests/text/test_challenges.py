"""Challenges of Chinese firewalls are told as blocked, with their kind; articles about them are articles."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from lxml import html

from covidmeet.process import Fetched, process
from covidmeet.reasons import Reason, Reject
from covidmeet.stages.reading import Reading
from covidmeet.text.blocked import withheld
from tests.growth import assert_linear
from tests.hostile.pages import article

URL = "https://www.qinghe.example/a/1.html"
LONG = "<p>会议强调，各镇街要压实责任，守好小门，抓紧抓细各项工作，确保群众生产生活平稳有序。</p>" * 3
IP = "203.0.113.7"


def _page(title: str = "", body: str = "", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def _outcome(source: str, status: int = 200, url: str = URL) -> Reject | None:
    head = (("Content-Type", "text/html; charset=utf-8"),)
    try:
        process(Fetched(url, source.encode(), status, head), Reading())
    except Reject as reject:
        return reject
    return None


CHALLENGES = {
    "加速乐 521": (
        521,
        "<script>document.cookie=('_')+('_')+('jsl')+'__jsl_clearance_s=1;'"
        ";location.href=location.pathname+location.search</script>",
        "加速乐",
    ),
    "加速乐 521, obfuscated": (
        521,
        "<script>var x='';for(i=0;i<9;i++)x+=String.fromCharCode(i);document.cookie=x;"
        "location.reload()</script>",
        "status 521",
    ),
    "创宇盾 200": (
        200,
        _page(
            "青禾网",
            f"<div>当前访问疑似黑客攻击，已被创宇盾拦截。</div><div>如果您是网站管理员，请登录知道创宇云安全查看"
            f"详情；或者加入白名单后再试。</div><div>事件ID：5f0b-77 您的IP：{IP} 网址：qinghe.example/a/1 "
            f"时间：2022-11-20 09:30:11</div>"
            + "<div>常见问题：为什么会被拦截？提交的内容带有攻击特征。</div>"
            * 8,
        ),
        "创宇盾",
    ),
    "安全狗 200": (
        200,
        _page(
            "网站防护",
            "<h3>您的请求带有不合法参数，已被网站管理员设置拦截！</h3><p>可能原因：您提交的内容包含危险的攻击请求。</p>"
            "<p>如何解决：1）检查提交内容；2）如网站托管，请联系空间提供商；3）普通网站访客，请联系网站管理员。</p>"
            + "<p>说明：本页由防护软件生成，用来说明为什么这一次打不开网页，以及可以怎么做才能再次打开。</p>"
            * 4
            + '<script src="http://404.safedog.cn/sitedog.js"></script>',
        ),
        "安全狗",
    ),
    "安恒 200": (
        200,
        _page(
            "",
            "<p>您的访问行为存在异常，已被拦截</p><p>安恒玄武盾为本站提供防护</p>"
            + "<p>事件编号 20221120</p>" * 40,
        ),
        "安恒",
    ),
    "网宿 403": (403, _page("拒绝", "<p>您的请求已被拦截</p><!-- ws_waf -->"), "网宿"),
    "阿里云 405": (
        405,
        _page("405", '<p>很抱歉，您的访问被阻断。</p><a href="https://errors.aliyun.com/">x</a>'),
        "阿里云",
    ),
    "阿里云 200": (200, _page("", "", "<script>var arg1='AB';setCookie('acw_sc__v2',x)</script>"), "阿里云"),
    "瑞数 412": (
        412,
        _page("", "", "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;</script>"),
        "瑞数",
    ),
    "瑞数 202": (202, _page("", "", "<script>$_ts=window['$_ts'];$_ts.cd='x'</script>"), "瑞数"),
    "only a script": (
        200,
        "<html><script>eval(function(p){return p}('x'));location.replace('/')</script></html>",
        "script",
    ),
    "refresh to itself": (
        200,
        _page("请稍候", "正在进入", '<meta http-equiv="refresh" content="1">'),
        "refresh",
    ),
    "refresh to its address": (
        200,
        _page("请稍候", "正在进入", f'<meta http-equiv="Refresh" content="0; url={URL}">'),
        "refresh",
    ),
    "refresh to its path": (
        200,
        _page("", "", '<meta http-equiv="refresh" content="0;URL=\'/a/1.html\'">'),
        "refresh",
    ),
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_is_told_as_blocked_with_its_kind(name: str) -> None:
    status, source, kind = CHALLENGES[name]
    reject = _outcome(source, status)
    assert reject is not None
    assert reject.reason is Reason.BLOCKED, reject
    assert kind in reject.detail


def _story(title: str, *paragraphs: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


ARTICLES = {
    "about 创宇盾": _story(
        "青禾县为政务网站加装创宇盾",
        "11月20日，青禾县召开网络安全与疫情防控工作会议，通报全县政务网站防护情况。",
        "会议指出，创宇盾上线以来，累计拦截恶意请求三万余次，防疫信息平台运行平稳。",
    ),
    "about 安全狗": _story(
        "安全狗守住核酸预约平台",
        "近日，市里召开疫情防控调度会，要求各平台安装安全狗等防护软件，值班人员每日检查。",
        "会议强调，凡是被拦截的请求都要登记，误报要及时处理。",
    ),
    "about 安恒 and 瑞数": _story(
        "安恒、瑞数等企业参加座谈会",
        "11月20日，市疫情防控指挥部召开座谈会，安恒、瑞数、网宿、阿里云等企业负责人参加会议。",
        "会议听取了健康码平台防护工作汇报，研究部署下一步措施。",
    ),
    "quotes a refusal": _story(
        "为什么总提示您的访问被拦截",
        "有市民反映，打开健康码页面时提示“您的请求已被拦截”。记者了解到，这是防护系统的误报。",
        "11月20日，市里召开疫情防控专题会议，要求三天内解决。会议指出，系统要方便群众。",
        LONG,
    ),
    "loads a captcha": _story("青禾市召开疫情防控会议", *["会议强调，要压实各方责任，守好小门。" * 3] * 2)
    + "<script src='/geetest.js'></script>",
    "sets a cookie": _story("青禾市召开疫情防控会议", *["会议强调，要压实各方责任，守好小门。" * 3] * 2)
    + "<script>document.cookie='x=1';location.hash</script>",
    "behind 加速乐": _story("青禾市召开疫情防控会议", *["会议强调，要压实各方责任，守好小门。" * 3] * 2)
    + "<script>var jsl='__jsluid_h';</script>",
    "refreshes itself now and then": (
        '<html><head><meta http-equiv="refresh" content="300"><title>疫情防控会议</title></head><body>'
        f"<h1>疫情防控会议</h1>{LONG}</body></html>"
    ),
    "plain": article(1),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_that_mentions_them_is_an_article(name: str) -> None:
    assert _outcome(ARTICLES[name]) is None


@pytest.mark.parametrize(
    "source",
    [
        _page("图片新闻", '<img src="a.jpg"><script>location.hash</script>'),
        _page("青禾网", '<div id="app"></div><script>window.location</script>'),
        "<html><body></body></html>",
        "<html><script>var data={title:'" + "疫情防控会议" * 20 + "'};location</script></html>",
        "<html><script>var data='" + "\\u75ab\\u60c5" * 40 + "';location</script></html>",
        _page("", "", '<meta http-equiv="refresh" content="0;url=/other.html">'),
    ],
)
def test_a_page_without_text_is_not_yet_a_challenge(source: str) -> None:
    reject = _outcome(source)
    assert reject is not None
    assert reject.reason is not Reason.BLOCKED


@pytest.mark.parametrize("status", [500, 502, 503, 521])
def test_an_error_page_is_no_challenge(status: int) -> None:
    reject = _outcome(_page("服务器错误", "<p>服务器开小差了，请稍后再来。</p>"), status)
    assert reject is not None
    assert reject.reason is Reason.HTTP_ERROR


def test_a_compressed_challenge_keeps_its_kind() -> None:
    status, source, kind = CHALLENGES["加速乐 521"]
    fetched = Fetched(URL, gzip.compress(source.encode()), status, (("Content-Encoding", "gzip"),))
    with pytest.raises(Reject, match=kind):
        process(fetched, Reading())


HOSTILE: list[Callable[[int], str]] = [
    lambda n: "<p>" + "您的请求" * n,
    lambda n: "<p>" + "您 IP " * n,
    lambda n: "<script>" + "document.cookie" * n + "</script>",
    lambda n: '<meta http-equiv="refresh" content="0;url=' + "/" * n + '">',
    lambda n: '<meta http-equiv="refresh" content="1">' * n,
    lambda n: "<script>" * n,
    lambda n: "<p>检测到" * n,
    lambda n: "1." * n,
]


@pytest.mark.parametrize("make", HOSTILE)
def test_a_challenge_is_told_in_linear_time(make: Callable[[int], str]) -> None:
    def prepare(size: int) -> Callable[[], object]:
        source = make(size)
        root = html.fromstring(source)
        return lambda: withheld(root, source, URL)

    assert_linear("challenge", prepare, (4_000, 8_000, 16_000, 32_000))
