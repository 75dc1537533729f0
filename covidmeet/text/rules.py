"""Rules for lines that belong to a page and not to its article, and those that every site shares.

Patterns are matched at the start of a line folded by ``script.fold``: Simplified characters, half-width
marks, so one pattern serves both scripts and both widths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache


class Effect(Enum):
    """What a line that matches says of the lines around it."""

    DROP = "drop"  # it goes, its neighbours stay
    START = "start"  # the article's headline comes after it
    END = "end"  # once the article has begun, it and all lines below it go


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of page line.

    ``name`` is the key of its count in ``stripped``; ``example`` is a line that it matches; ``longest``
    keeps a pattern off real paragraphs: folded lines with more characters never match.  A rule is
    ``exact`` where all that stands above it belongs to the article, as on the sites' own layouts, and
    ``whole`` where its pattern describes a line to its end, not the line's first words alone.
    """

    name: str
    effect: Effect
    pattern: str
    example: str
    longest: int = 60
    exact: bool = False
    whole: bool = False

    def matches(self, folded: str) -> bool:
        return len(folded) <= self.longest and re.match(self.pattern, folded) is not None

    def fills(self, folded: str) -> bool:
        """Whether the line is nothing but what the rule names, by a pattern that reaches to its end."""
        return self.whole and len(folded) <= self.longest and re.fullmatch(self.pattern, folded) is not None


class RuleBook:
    """Rules in their order of precedence, tried together."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._longest = max((rule.longest for rule in self._rules), default=0)
        # Nearly all lines match none, which one pattern tells faster than fifty.
        self._any = re.compile("|".join(f"(?:{rule.pattern})" for rule in self._rules))

    def first_match(self, folded: str) -> Rule | None:
        """The first rule that matches the line, or None."""
        if len(folded) > self._longest or not self._any.match(folded):
            return None
        return next((rule for rule in self._rules if rule.matches(folded)), None)


_END_OF_LINE = r"[\s:>»]*$"

SHARED: tuple[Rule, ...] = (
    Rule(
        "breadcrumb",
        Effect.START,
        r"(?:.{0,6}(?:当前|现在|所在|你的|您的)\S{0,3}位置|位置|首页\s*(?:>|/|-+|·|→)+\s*\S)",
        "当前位置:首页 > 新闻中心 > 正文",
        120,
    ),
    Rule("breadcrumb", Effect.START, r"(?:\S{2,12}\s*>+\s*){1,6}(?:正文|详情)?", "新闻 > 本地 > 正文"),
    Rule("original_title_label", Effect.START, r"原标题\s*:\s*$", "原标题:", whole=True),
    Rule("separator", Effect.DROP, r"[\W_]+$", "-", whole=True),
    Rule("counter", Effect.DROP, r"\d{1,7}$|\+\d{1,4}$|\d{1,2}:\d{2}(?::\d{2})?$", "0", whole=True),
    Rule(
        "counter",
        Effect.DROP,
        r"[•·\s]*(?:浏览|阅读|点击|访问|评论|点赞|转发|收藏)(?:次数|数|量|人数)?\s*:?\s*\d*\s*(?:次|条|人)?$",
        "浏览次数: 12",
        whole=True,
    ),
    Rule(
        "counter",
        Effect.DROP,
        r"(?:人气|热度|阅读|浏览|点击|访问|评论|点赞|赞|转发|收藏|在看|播放)(?:次数|数|量|人数)?[\s:(]*[\d.]+\s*[万亿wk]?\+?\s*(?:次|条|人)?[\s)]*$"
        r"|[\d.]+\s*[万亿wk]?\+?\s*(?:次|条|人)?\s*(?:阅读|浏览|点击|访问|评论|点赞|赞|转发|收藏|播放|跟贴)(?:量|数)?\s*$"
        r"|\d{1,2}:\d{2}(?::\d{2})?\s*/\s*\d{1,2}:\d{2}(?::\d{2})?\s*$",
        "人气: 1.2万",
        24,
        whole=True,
    ),
    Rule(
        "pages",
        Effect.DROP,
        r"第\s*\d{1,2}\s*页(?:\s*[/,]?\s*共\s*\d{1,2}\s*页)?\s*$|共\s*\d{1,2}\s*页\s*$|(?:[\[【]\d{1,2}[\]】]\s*){2,}$",
        "第1页/共3页",
        60,
        whole=True,
    ),
    Rule(
        "share",
        Effect.DROP,
        r"[•·\s【\[]*(?:一键)?分享(?:到|至|给|文章|此文)?\b.{0,40}$|分享(?:到|至)",
        "分享至",
    ),
    Rule(
        "listen",
        Effect.DROP,
        r"[•·\s]*(?:听全文|听新闻|朗读|语音播报|人工智能朗读|点击收听|播放)",
        "听全文",
        20,
    ),
    Rule(
        "page_tools",
        Effect.DROP,
        r"[•·\s【\[(]*(?:打印|收藏|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表|上一页)|回到顶部|我要纠错|字号|字体|大\s+中\s+小"
        r"|放大|缩小|默认|复制链接|加入收藏|设为首页|无障碍|进入关怀版|长者(?:版|模式|助手)|繁体|简体|English)",
        "【字体:大 中 小】 打印 关闭",
        60,
    ),
    Rule(
        "scan_code",
        Effect.DROP,
        r".{0,8}(?:扫一扫|扫描.{0,6}二维码|扫码|长按.{0,6}(?:识别|二维码)|二维码)",
        "扫一扫在手机打开当前页",
        40,
    ),
    Rule(
        "follow",
        Effect.DROP,
        r"(?:欢迎|点击|请|敬请)?(?:扫码)?关注.{0,20}(?:公众号|微信|微博|客户端|政府网|官方)|下载.{0,16}(?:APP|客户端)|打开.{0,8}APP",
        "关注 · 某某政府网",
        40,
    ),
    Rule(
        "sign_in",
        Effect.DROP,
        r"(?:登录|登陆|注册|申请入驻|退出|我的|搜索|请输入关键[词字])",
        "登录 注册",
        16,
    ),
    Rule(
        "unfold",
        Effect.DROP,
        r"[•·\s]*(?:点击)?(?:展开|查看|阅读|显示)(?:剩余|余下|全部|更多|阅读)?(?:\d{1,2}%|全文|全部|内容|余下全文)[>\s]*$|收起(?:全文)?$",
        "展开全文",
        20,
        whole=True,
    ),
    Rule("advertisement", Effect.DROP, r"[\[【(]?\s*广告\s*[\])】]?\s*$|推广信息", "广告", whole=True),
    Rule(
        "related",
        Effect.END,
        r"[•·\s【\[]*(?:相关(?:阅读|新闻|报道|链接|推荐|附件|文章|资讯|稿件|专题|信息|内容)|延伸.?(?:阅读|推荐)|扩展阅读|推荐阅读|推荐新闻"
        r"|为您推荐|为你推荐|猜你喜欢|热门(?:推荐|新闻|文章|资讯|评论|跟贴)|热点(?:推荐|新闻|专题)|热新闻|精彩(?:视频|图片|内容|文章)?推荐|编辑推荐"
        r"|更多(?:新闻|精彩|推荐|资讯|内容)|往期回顾|专题推荐|大家都在看|大家还在看|最新(?:新闻|资讯|文章|评论)|新闻排行|阅读排行|今日(?:推荐|热点))"
        rf"(?:\s*全部)?[】\]]?{_END_OF_LINE}",
        "相关阅读",
        24,
        whole=True,
    ),
    Rule(
        "disclaimer",
        Effect.END,
        r"[【\[(*※“\"\s]*(?:版权声明|免责声明|特别声明|郑重声明|本网声明|版权与免责声明|版权及免责声明|声明)\s*[】\])::]",
        "【免责声明】本网转载的稿件不代表本网观点。",
        1000,
    ),
    Rule(
        "disclaimer",
        Effect.END,
        r"凡(?:本网|本站|注明).{0,60}(?:版权|转载|来源)|未经.{0,16}(?:授权|许可|允许|同意).{0,24}(?:转载|复制|使用|摘编)"
        r"|(?:本网|本站|本文)?转载.{0,40}(?:版权|侵权|目的在于|不代表)|(?:如有|若有|如).{0,12}(?:侵权|版权).{0,20}(?:联系|删除)"
        r"|(?:本文|文章|以上内容).{0,8}(?:仅代表|不代表|仅为).{0,20}(?:观点|立场)"
        r"|本(?:平台|网站|站)仅提供信息(?:存储|发布)",
        "未经本网授权,任何单位或个人不得转载。",
        600,
    ),
    Rule(
        "footer",
        Effect.END,
        r"[•·\-\s]*(?:(?:友情链接|网站地图|关于我们|联系我们)(?=[\s:|·/-]|$|[关联网友版广])|联系方式\s*:|版权所有|Copyright|©|[\u4e00-\u9fff]?ICP[备证]|[\u4e00-\u9fff]公网安备"
        r"|网站标识码|主办(?:单位)?\s*:|承办(?:单位)?\s*:|技术支持\s*:|备案号|违法和不良信息|互联网新闻信息服务许可"
        r"|信息网络传播视听|举报(?:电话|邮箱|入口)|新闻热线\s*:|投稿邮箱)",
        "友情链接: 某某新闻网",
        300,
    ),
    Rule(
        "footer",
        Effect.END,
        r".{2,24}(?:主办|承办|版权所有)(?:[\s:,。]|$)|.{0,60}(?:ICP[备证]\s*\w*\d{5,}|公网安备\s*\d{6,}|(?i:copyright)\s*[©@])",
        "粤ICP备00000000号",
        300,
    ),
    Rule(
        "previous_next",
        Effect.END,
        r"[【\[<\s]*(?:(?:上|下)一(?:篇|条|页)|(?:上|下|前|后)(?:篇|条|页)(?=\s*(?:[:>】\]\s新文]|$)))",
        "上一篇:某某",
        60,
    ),
    Rule(
        "comments",
        Effect.END,
        r"(?:网友|我来|发表|最新|全部|热门)?(?:评论|跟贴|留言)(?:区|\s*[(\d]|$)",
        "网友评论",
        20,
    ),
)


@cache
def rule_book(chrome: tuple[Rule, ...] = ()) -> RuleBook:
    """A site's own rules before the shared ones."""
    return RuleBook((*chrome, *SHARED))
